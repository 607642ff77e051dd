import { setImmediate } from 'node:timers/promises';
import { AppError, codeOf, messageOf } from '../errors.ts';
import { type FoundComparison, type Rejection, readComparisons } from './read-comparisons.ts';
import { createSaver, type SaveComparison, type SaveDeps, type Saved } from './save-comparisons.ts';

export interface ImportRequest {
  sources: readonly { name: string; read: () => Promise<string> }[];
  /** What fills a page that does not say it. */
  publishedAt?: string;
  url?: string;
}

export interface ImportResult {
  added: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
}

/**
 * Imports comparisons, each wholly or not at all. What cannot be read is reported with its place and costs nothing
 * else; the same input again changes nothing.
 */
export async function importComparisons(
  { sources, publishedAt, url }: ImportRequest,
  deps: SaveDeps,
): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, unchanged: 0, rejected: [] };
  const saveOne = createSaver(deps);
  for (const { name, read } of sources) {
    const content = await read().catch((error: unknown) => {
      result.rejected.push({ file: name, path: '', message: unreadable(error) });
      return null;
    });
    if (content === null) continue;
    const { comparisons, rejected } = readComparisons({
      name,
      content,
      publishedAt: publishedAt ?? null,
      url: url ?? null,
    });
    for (const rejection of rejected) result.rejected.push(rejection);
    for (const found of comparisons) {
      const outcome = await save({ file: name, found }, saveOne);
      if (typeof outcome === 'string') result[outcome] += 1;
      else result.rejected.push(outcome);
      await setImmediate();
    }
  }
  return result;
}

async function save(
  { file, found }: { file: string; found: FoundComparison },
  saveOne: SaveComparison,
): Promise<Saved | Rejection> {
  const { comparison, line, path } = found;
  const outcome = await saveOne(comparison, line === undefined ? file : `${file}:${line}`);
  if (typeof outcome === 'string') return outcome;
  const lineOf = line === undefined ? {} : { line };
  return { file, ...lineOf, path: path === '' ? 'slug' : `${path}.slug`, message: outcome.refused };
}

function unreadable(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (codeOf(error) === 'ENOENT') return 'There is no such file.';
  return `The file cannot be read: ${messageOf(error)}.`;
}
