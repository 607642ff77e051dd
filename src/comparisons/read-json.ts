import { type EntryPath, type EntryProblem, pathText } from './explain-issues.ts';
import { jsonErrorOffset, jsonOffsets } from './json-positions.ts';
import { lineNumbers } from './line-numbers.ts';
import { type ComparisonSource, type ReadResult, readEntry } from './read-entry.ts';

interface Entry {
  value: unknown;
  at: EntryPath;
}

/**
 * Comparisons of a JSON text: one object, a list of them, or `{"comparisons": [...]}`. An entry with a problem is
 * rejected and the others are kept; a text that is not JSON is rejected as a whole, at the line of its error.
 */
export function readJson(source: ComparisonSource): ReadResult {
  const parsed = parseJson(source.content);
  if ('message' in parsed) return { comparisons: [], rejected: [{ file: source.name, path: '', ...parsed }] };
  const result: ReadResult = { comparisons: [], rejected: [] };
  const problems: EntryProblem[] = [];
  for (const { value, at } of entriesOf(parsed.value)) {
    const read = readEntry({ value, source, at });
    if ('comparison' in read) result.comparisons.push(read.comparison);
    else problems.push(...read.problems);
  }
  if (problems.length === 0) return result;
  return { ...result, rejected: located(problems, source) };
}

/** Comparisons of a text with one JSON object a line; blank lines are skipped, and a bad line costs no other. */
export function readNdjson(source: ComparisonSource): ReadResult {
  const result: ReadResult = { comparisons: [], rejected: [] };
  for (const [index, text] of source.content.split('\n').entries()) {
    if (text.trim() === '') continue;
    const place = { file: source.name, line: index + 1 };
    const parsed = parseJson(text);
    if ('message' in parsed) {
      result.rejected.push({ ...place, path: '', message: parsed.message });
      continue;
    }
    const read = readEntry({ value: parsed.value, source });
    if ('comparison' in read) result.comparisons.push(read.comparison);
    else
      for (const { path, message } of read.problems)
        result.rejected.push({ ...place, path: pathText(path), message });
  }
  return result;
}

function parseJson(text: string): { value: unknown } | { line: number; message: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const offset = jsonErrorOffset(text) ?? 0;
    return { line: lineNumbers(text)(offset), message: syntaxMessage(text, offset) };
  }
}

function syntaxMessage(text: string, offset: number): string {
  const rest = text.slice(offset).trim().split('\n')[0] ?? '';
  if (rest === '')
    return 'The JSON ends before its last bracket is closed: it looks cut off, so export it again';
  const excerpt = rest.length <= 40 ? rest : `${rest.slice(0, 39)}…`;
  return `This is not JSON from ${excerpt} on: look for a missing quote, comma or bracket there or just before`;
}

function entriesOf(value: unknown): Entry[] {
  if (Array.isArray(value)) return value.map((entry, index) => ({ value: entry, at: [index] }));
  const list = typeof value === 'object' && value !== null ? Reflect.get(value, 'comparisons') : undefined;
  if (Array.isArray(list)) return list.map((entry, index) => ({ value: entry, at: ['comparisons', index] }));
  return [{ value, at: [] }];
}

function located(
  problems: readonly EntryProblem[],
  { name, content }: ComparisonSource,
): ReadResult['rejected'] {
  const lineAt = lineNumbers(content);
  const offsets = jsonOffsets(
    content,
    problems.map(({ path }) => path),
  );
  return problems.map(({ path, message }, index) => ({
    file: name,
    line: lineAt(offsets[index] ?? 0),
    path: pathText(path),
    message,
  }));
}
