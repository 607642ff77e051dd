import { setImmediate } from 'node:timers/promises';
import type { SubscriberChunk } from './read-csv.ts';
import type { SubscriberRow } from './subscriber-row.ts';

/** How many rows are sorted at a time: some 10 MB. */
const WINDOW_SIZE = 40_960;
/** Rows per store call: with its share of a checkpoint, 25 ms at most. */
const CHUNK_SIZE = 500;

/**
 * Sorts a long file's rows by email address, in windows. Neighbours in an index are then written together, which makes
 * importing a million rows several times faster. Rows of one address keep their order, and so does a file shorter than
 * a window.
 */
export async function* sortedRows(chunks: AsyncIterable<SubscriberChunk>): AsyncGenerator<SubscriberChunk> {
  let parts: SubscriberRow[][] = [];
  let size = 0;
  let isWhole = true;
  for await (const { rows, rejected, leftOut } of chunks) {
    yield { rows: [], rejected, leftOut };
    parts.push(rows);
    size += rows.length;
    if (size < WINDOW_SIZE) continue;
    isWhole = false;
    yield* inSteps(await sorted(parts));
    parts = [];
    size = 0;
  }
  yield* inSteps(isWhole ? parts.flat() : await sorted(parts));
}

/** Removes the rows from the list, so that stored ones can be freed. */
function* inSteps(rows: SubscriberRow[]): Generator<SubscriberChunk> {
  while (rows.length > 0) yield { rows: rows.splice(0, CHUNK_SIZE), rejected: [], leftOut: [] };
}

/** A merge sort that yields to the event loop: sorting in one go would block it for 50 ms. */
async function sorted(parts: SubscriberRow[][]): Promise<SubscriberRow[]> {
  let runs = parts;
  for (const run of runs) {
    run.sort((one, other) => (one.emailKey < other.emailKey ? -1 : Number(one.emailKey > other.emailKey)));
    await setImmediate();
  }
  while (runs.length > 1) {
    const longer: SubscriberRow[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      longer.push(merged(runs[index] ?? [], runs[index + 1] ?? []));
      await setImmediate();
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

/** Stable: of equal rows, the first list's comes first. */
function merged(first: readonly SubscriberRow[], second: readonly SubscriberRow[]): SubscriberRow[] {
  const rows: SubscriberRow[] = [];
  let [one, other] = [0, 0];
  while (one < first.length || other < second.length) {
    const [left, right] = [first[one], second[other]];
    const takesRight = right !== undefined && (left === undefined || right.emailKey < left.emailKey);
    const next = takesRight ? right : left;
    if (next !== undefined) rows.push(next);
    if (takesRight) other += 1;
    else one += 1;
  }
  return rows;
}
