import { setImmediate } from 'node:timers/promises';
import { pathText } from './explain-issues.ts';
import { readEntry } from './read-entry.ts';
import { entriesOf, strayFields } from './read-json.ts';
import { createSaver, type SaveComparison, type SaveDeps, type Saved } from './save-comparisons.ts';

/** The most comparisons of one document. */
export const MOST_COMPARISONS = 100;

/** The most problems that are told of one entry: whoever has that many sends something else. */
export const MOST_PROBLEMS = 20;

/** One thing that is wrong with a document, and what to do about it. */
export interface EntryRejection {
  /** The entry, counted from 0; null where the document is to blame and no entry of it. */
  index: number | null;
  /** Where in the entry, such as `tools[0].reviews[2].score`; empty where no field is to blame. */
  path: string;
  message: string;
}

export interface AddResult {
  added: number;
  updated: number;
  unchanged: number;
  rejected: EntryRejection[];
}

/**
 * Adds the comparisons of a JSON document: one, a list of them, or `{"comparisons": [...]}`. Each is taken wholly or not
 * at all, by the import's rules, and one that is rejected costs no other; the same document again changes nothing. A
 * document with none or too many is rejected as a whole. Whatever else runs gets its turn after every comparison.
 */
export async function addComparisons(document: unknown, deps: SaveDeps): Promise<AddResult> {
  const entries = entriesOf(document);
  const result: AddResult = { added: 0, updated: 0, unchanged: 0, rejected: [] };
  if (entries.length === 0 || entries.length > MOST_COMPARISONS) {
    const message = `Send 1 to ${MOST_COMPARISONS} comparisons at a time, not ${entries.length}`;
    return { ...result, rejected: [{ index: null, path: '', message }] };
  }
  for (const { path, message } of strayFields(document).slice(0, MOST_PROBLEMS))
    result.rejected.push({ index: null, path: pathText(path), message });
  const save = createSaver(deps);
  for (const [index, { value }] of entries.entries()) {
    const outcome = await addEntry({ value, index }, save);
    if (typeof outcome === 'string') result[outcome] += 1;
    else result.rejected.push(...outcome);
    await setImmediate();
  }
  return result;
}

async function addEntry(
  { value, index }: { value: unknown; index: number },
  save: SaveComparison,
): Promise<Saved | EntryRejection[]> {
  const read = readEntry({ value });
  if ('problems' in read)
    return read.problems
      .slice(0, MOST_PROBLEMS)
      .map(({ path, message }) => ({ index, path: pathText(path), message }));
  const outcome = await save(read.comparison, `entry ${index}`);
  return typeof outcome === 'string' ? outcome : [{ index, path: 'slug', message: outcome.refused }];
}
