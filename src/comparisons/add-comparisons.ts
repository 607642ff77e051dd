import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ComparisonCopy } from './comparison.ts';
import { type EntryProblem, pathText } from './explain-issues.ts';
import { unknownFieldsWarning } from './json-entry/known-fields.ts';
import { readJsonEntry } from './json-entry/read-json-entry.ts';
import type { Defaults } from './read-entry.ts';
import { entriesOf, strayFields } from './read-json.ts';
import { createSaver, type SaveComparison, type SaveDeps } from './save-comparisons.ts';

export interface AddDeps extends SaveDeps, Pick<Defaults, 'startOfDay'> {}

export const MAX_COMPARISONS = 100;

/** Per entry: with more, it is not a comparison at all. */
export const MAX_PROBLEMS = 20;

export const entryRejectionSchema = z
  .object({
    index: z
      .int()
      .min(0)
      .nullable()
      .describe("the comparison's place in the list, from 0; null for the whole body"),
    path: z.string().meta({
      description: 'where in the comparison; empty if no field is at fault',
      examples: ['tools[0].reviews[2].score'],
    }),
    message: z.string().describe('what is wrong, and what to do about it'),
  })
  .describe(`One problem of a comparison; each has at most ${MAX_PROBLEMS}.`);
export type EntryRejection = z.infer<typeof entryRejectionSchema>;

const count = z.int().min(0);

export const addResultSchema = z.object({
  added: count.describe('comparisons that are new'),
  updated: count.describe('known comparisons that have changed'),
  unchanged: count.describe('known comparisons that are as they were'),
  rejected: z.array(entryRejectionSchema),
  warnings: z
    .array(entryRejectionSchema)
    .describe('what was changed, left out, or kept from earlier although the entry does not say it'),
});
export type AddResult = z.infer<typeof addResultSchema>;

/**
 * Adds the comparisons of a JSON document: one, a list, or `{"comparisons": [...]}`. Each is accepted or rejected as a
 * whole, by the import's rules, independently of the others; repeating a document changes nothing. A document with none
 * or too many is rejected. Yields to the event loop after every comparison.
 */
export async function addComparisons(document: unknown, deps: AddDeps): Promise<AddResult> {
  const entries = entriesOf(document);
  const result: AddResult = { added: 0, updated: 0, unchanged: 0, rejected: [], warnings: [] };
  if (entries.length === 0 || entries.length > MAX_COMPARISONS) {
    const message = `Send 1 to ${MAX_COMPARISONS} comparisons at a time, not ${entries.length}`;
    return { ...result, rejected: [{ index: null, path: '', message }] };
  }
  const save = createSaver(deps);
  const unknown = strayFields(document);
  for (const [index, { value }] of entries.entries()) {
    const read = readJsonEntry({ value, source: deps });
    for (const path of read.unknown) unknown.push(path);
    const withIndex = ({ path, message }: EntryProblem) => ({ index, path: pathText(path), message });
    result.rejected.push(...read.problems.slice(0, MAX_PROBLEMS).map(withIndex));
    result.warnings.push(...read.warnings.slice(0, MAX_PROBLEMS).map(withIndex));
    if (read.comparison !== null) await addEntry({ comparison: read.comparison, index, result }, save);
    await setImmediate();
  }
  const message = unknownFieldsWarning(unknown);
  if (message !== null) result.warnings.unshift({ index: null, path: '', message });
  return result;
}

async function addEntry(
  { comparison, index, result }: { comparison: ComparisonCopy; index: number; result: AddResult },
  save: SaveComparison,
): Promise<void> {
  const outcome = await save(comparison, `entry ${index}`);
  if ('refused' in outcome) {
    result.rejected.push({ index, path: outcome.field, message: outcome.refused });
    return;
  }
  result[outcome.saved] += 1;
  for (const message of outcome.notes) result.warnings.push({ index, path: '', message });
}
