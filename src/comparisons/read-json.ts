import { type EntryPath, type EntryProblem, pathText } from './explain-issues.ts';
import { unknownFieldsWarning } from './json-entry/known-fields.ts';
import { readJsonEntry } from './json-entry/read-json-entry.ts';
import { jsonErrorOffset, jsonOffsets } from './json-positions.ts';
import { lineNumbers } from './line-numbers.ts';
import type { ComparisonSource, ReadResult } from './read-entry.ts';

export interface Entry {
  value: unknown;
  at: EntryPath;
}

/**
 * Reads one object, a list, or `{"comparisons": [...]}`. A bad entry does not affect the others; text that is not JSON
 * is rejected as a whole, at the line of the error.
 */
export function readJson(source: ComparisonSource): ReadResult {
  const { name: file, content } = source;
  const parsed = parseJson(content);
  if ('message' in parsed) return { comparisons: [], rejected: [{ file, path: '', ...parsed }], refused: 1 };
  const entries = entriesOf(parsed.value).map(({ value, at }) => ({
    at,
    ...readJsonEntry({ value, source, at }),
  }));
  const found = entries.flatMap(({ comparison, at: path }) =>
    comparison === null ? [] : [{ comparison, path }],
  );
  const problems = entries.flatMap((entry) => entry.problems);
  const warnings = [
    ...unknownFields([...strayFields(parsed.value), ...entries.flatMap((entry) => entry.unknown)]),
    ...entries.flatMap((entry) => entry.warnings),
  ];
  const located = locator(content, [...found, ...problems, ...warnings]);
  const withFile = (one: EntryProblem) => ({ file, ...located(one), message: one.message });
  return {
    comparisons: found.map((one) => ({ ...located(one), comparison: one.comparison })),
    rejected: problems.map(withFile),
    refused: entries.filter(({ comparison }) => comparison === null).length,
    warnings: warnings.map(withFile),
  };
}

/** Reads one JSON object per line; blank lines are skipped, and a bad line does not affect the others. */
export function readNdjson(source: ComparisonSource): ReadResult {
  const { name: file, content } = source;
  const result: Required<ReadResult> = { comparisons: [], rejected: [], refused: 0, warnings: [] };
  const unknown: { line: number; path: EntryPath }[] = [];
  for (const [index, text] of content.split('\n').entries()) {
    if (text.trim() === '') continue;
    const line = index + 1;
    const parsed = parseJson(text);
    if ('message' in parsed) {
      result.rejected.push({ file, line, path: '', message: parsed.message });
      result.refused += 1;
      continue;
    }
    const read = readJsonEntry({ value: parsed.value, source });
    const withLine = ({ path, message }: EntryProblem) => ({ file, line, path: pathText(path), message });
    if (read.comparison === null) result.refused += 1;
    else result.comparisons.push({ comparison: read.comparison, line, path: '' });
    for (const problem of read.problems) result.rejected.push(withLine(problem));
    for (const warning of read.warnings) result.warnings.push(withLine(warning));
    for (const path of read.unknown) unknown.push({ line, path });
  }
  for (const { path, message } of unknownFields(unknown.map((one) => one.path)))
    result.warnings.unshift({ file, line: unknown[0]?.line ?? 1, path: pathText(path), message });
  return result;
}

function unknownFields(paths: readonly EntryPath[]): EntryProblem[] {
  const message = unknownFieldsWarning(paths);
  return message === null ? [] : [{ path: paths[0] ?? [], message }];
}

/** The parsed value, or the line of the syntax error and what to look for there. */
export function parseJson(text: string): { value: unknown } | { line: number; message: string } {
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

/** The items of a list or of the list under "comparisons", or else the document itself. */
export function entriesOf(value: unknown): Entry[] {
  if (Array.isArray(value)) return value.map((entry, index) => ({ value: entry, at: [index] }));
  const list = listIn(value);
  return list?.map((entry, index) => ({ value: entry, at: ['comparisons', index] })) ?? [{ value, at: [] }];
}

function listIn(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const list: unknown = Reflect.get(value, 'comparisons');
  return Array.isArray(list) ? list : undefined;
}

/** Fields beside "comparisons", except "$schema", which editors use. */
export function strayFields(value: unknown): EntryPath[] {
  if (listIn(value) === undefined) return [];
  return Object.keys(value as object)
    .filter((key) => key !== 'comparisons' && key !== '$schema')
    .map((key) => [key]);
}

/** Finds each place's line, parsing the text once. */
function locator<T extends { path: EntryPath }>(content: string, places: readonly T[]) {
  const lineAt = lineNumbers(content);
  const offsets = jsonOffsets(
    content,
    places.map(({ path }) => path),
  );
  const lines = new Map(places.map((place, index) => [place, lineAt(offsets[index] ?? 0)]));
  return (place: T) => ({ line: lines.get(place) ?? 1, path: pathText(place.path) });
}
