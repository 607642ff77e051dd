import type { ComparisonSource, FoundComparison, ReadResult, Rejection, Warning } from './read-entry.ts';
import { readJson, readNdjson } from './read-json.ts';
import { isMarkdown } from './saved-page/markdown-lines.ts';
import { type PageFormat, readSavedPage } from './saved-page/read-saved-page.ts';

export type { ComparisonSource, FoundComparison, ReadResult, Rejection, Warning };

type Format = 'json' | 'ndjson' | PageFormat;

/** Reads JSON, NDJSON, or a page saved as HTML, Markdown or text. Never throws: see `rejected`. */
export function readComparisons(source: ComparisonSource): ReadResult {
  const text = { ...source, content: source.content.replace(/^\ufeff/, '') };
  if (text.content.trim() === '') return { comparisons: [], rejected: [emptyFile(source.name)], refused: 1 };
  const format = formatOf(text);
  switch (format) {
    case 'json':
      return readJson(text);
    case 'ndjson':
      return readNdjson(text);
    case 'html':
    case 'markdown':
    case 'text':
      return readSavedPage({ ...text, format });
  }
}

function emptyFile(file: string): Rejection {
  const message =
    'The file is empty: it must hold comparisons as JSON or NDJSON, or a saved comparison page as HTML, Markdown or text';
  return { file, path: '', message };
}

function formatOf({ name, content }: ComparisonSource): Format {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const lines = /^(ndjson|jsonl)$/.test(ending);
  const start = content.trimStart()[0] ?? '';
  if (start === '<') return 'html';
  if (start !== '{' && start !== '[')
    return lines ? 'ndjson' : ending === 'json' ? 'json' : textFormat(ending, content);
  if (isJson(content)) return 'json';
  if (lines || isNdjson(content)) return 'ndjson';
  return /^(txt|html?|md|markdown)$/.test(ending) || isMarkdown(content)
    ? textFormat(ending, content)
    : 'json';
}

function textFormat(ending: string, content: string): PageFormat {
  return /^(md|markdown)$/.test(ending) || isMarkdown(content) ? 'markdown' : 'text';
}

/** NDJSON: the first line is a JSON object, or, if that line is broken, all lines look like objects. */
function isNdjson(content: string): boolean {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (isJson(lines[0] ?? '')) return true;
  return lines.length > 1 && lines.every((line) => line.startsWith('{')) && lines.some(isJson);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
