import { setImmediate } from 'node:timers/promises';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { type FoundComparison, type Rejection, readComparisons, type Warning } from './read-comparisons.ts';
import { createSaver, type SaveComparison, type SaveDeps } from './save-comparisons.ts';

export interface ImportRequest {
  sources: readonly { name: string; read: () => Promise<string> }[];
  /** Used if the source does not say it. */
  publishedAt?: string;
  url?: string;
  startOfDay?: (date: string) => number;
  /** Called after each comparison of a source. */
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  source: string;
  done: number;
  of: number;
}

export interface ImportResult {
  added: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
  /** How many comparisons, or files that cannot be read, `rejected` is about. */
  refused: number;
  /** What was changed, left out, or kept from earlier although the file does not say it. */
  warnings: Warning[];
}

/** Imports comparisons one by one; what cannot be read is reported. Repeating an input changes nothing. */
export async function importComparisons(
  { sources, publishedAt, url, startOfDay, onProgress }: ImportRequest,
  deps: SaveDeps,
): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, unchanged: 0, rejected: [], refused: 0, warnings: [] };
  const saveOne = createSaver(deps);
  for (const { name, read } of sources) {
    const content = await read().catch((error: unknown) => {
      result.rejected.push({ file: name, path: '', message: unreadable(error) });
      result.refused += 1;
      return null;
    });
    if (content === null) continue;
    const defaults = { publishedAt: publishedAt ?? null, url: url ?? null, startOfDay };
    const { comparisons, rejected, refused, warnings = [] } = readComparisons({ name, content, ...defaults });
    result.refused += refused;
    for (const rejection of rejected) result.rejected.push(rejection);
    for (const warning of warnings) result.warnings.push(warning);
    for (const [index, found] of comparisons.entries()) {
      await save({ file: name, found, result }, saveOne);
      onProgress?.({ source: name, done: index + 1, of: comparisons.length });
      await setImmediate();
    }
  }
  return result;
}

async function save(
  { file, found, result }: { file: string; found: FoundComparison; result: ImportResult },
  saveOne: SaveComparison,
): Promise<void> {
  const { comparison, line, path } = found;
  const place = { file, ...(line === undefined ? {} : { line }) };
  const outcome = await saveOne(comparison, line === undefined ? file : `${file}:${line}`);
  if ('refused' in outcome) {
    const field = path === '' ? outcome.field : `${path}.${outcome.field}`;
    result.rejected.push({ ...place, path: field, message: outcome.refused });
    result.refused += 1;
    return;
  }
  result[outcome.saved] += 1;
  for (const message of outcome.notes) result.warnings.push({ ...place, path, message });
}

function unreadable(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (codeOf(error) === 'ENOENT') return 'There is no such file.';
  return `The file cannot be read: ${messageOf(error)}.`;
}
