import type { ComparisonSource, FoundComparison, ReadResult, Rejection, Warning } from './read-entry.ts';
import { readJson, readNdjson } from './read-json.ts';
import { readSavedPage } from './saved-page/read-saved-page.ts';

export type { ComparisonSource, FoundComparison, ReadResult, Rejection, Warning };

type Format = 'json' | 'ndjson' | 'html' | 'text';

/**
 * The comparisons of a file: JSON (one object, a list, or `{"comparisons": [...]}`), NDJSON, or a saved comparison
 * page as HTML or as text. What cannot be read is told in `rejected` and costs nothing else; nothing is thrown.
 * `publishedAt` and `url` go to every comparison that does not say its own.
 */
export function readComparisons(source: ComparisonSource): ReadResult {
  const text = { ...source, content: source.content.replace(/^\ufeff/, '') };
  if (text.content.trim() === '') return { comparisons: [], rejected: [emptyFile(source.name)] };
  switch (formatOf(text)) {
    case 'json':
      return readJson(text);
    case 'ndjson':
      return readNdjson(text);
    case 'html':
      return readSavedPage({ ...text, html: true });
    case 'text':
      return readSavedPage({ ...text, html: false });
  }
}

function emptyFile(file: string): Rejection {
  const message =
    'The file is empty: it must hold comparisons as JSON or NDJSON, or a saved comparison page as text or HTML';
  return { file, path: '', message };
}

function formatOf({ name, content }: ComparisonSource): Format {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const lines = /^(ndjson|jsonl)$/.test(ending);
  const start = content.trimStart()[0] ?? '';
  if (start === '<') return 'html';
  if (start !== '{' && start !== '[') return lines ? 'ndjson' : ending === 'json' ? 'json' : 'text';
  if (isJson(content)) return 'json';
  if (lines || isNdjson(content)) return 'ndjson';
  return /^(txt|html?)$/.test(ending) ? 'text' : 'json';
}

/** A first line that is a whole JSON object tells NDJSON; where that line is broken, all lines look like objects. */
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
