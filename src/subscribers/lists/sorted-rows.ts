import { setImmediate } from 'node:timers/promises';
import type { SubscriberChunk } from './read-csv.ts';
import type { SubscriberRow } from './subscriber-row.ts';

/** How many rows are put in order at a time: they take some 10 MB. */
const WINDOW = 40_960;
/** Rows in one step of the store. With the step's share of a checkpoint that is some 25 ms at most. */
const CHUNK_SIZE = 500;

/**
 * The rows of a long file in windows, and in each window by address. Neighbours in an index are then written together,
 * which makes an import of a million rows several times faster than in the order of a file that knows nothing of the
 * index. Rows of one address keep their order, and so do all rows of a file that is shorter than a window.
 */
export async function* sortedRows(chunks: AsyncIterable<SubscriberChunk>): AsyncGenerator<SubscriberChunk> {
  let parts: SubscriberRow[][] = [];
  let size = 0;
  let isWhole = true;
  for await (const { rows, rejected, leftOut } of chunks) {
    yield { rows: [], rejected, leftOut };
    parts.push(rows);
    size += rows.length;
    if (size < WINDOW) continue;
    isWhole = false;
    yield* inSteps(await sorted(parts));
    parts = [];
    size = 0;
  }
  yield* inSteps(isWhole ? parts.flat() : await sorted(parts));
}

/** Takes the rows out of the list, so that those that were stored can be forgotten. */
function* inSteps(rows: SubscriberRow[]): Generator<SubscriberChunk> {
  while (rows.length > 0) yield { rows: rows.splice(0, CHUNK_SIZE), rejected: [], leftOut: [] };
}

/** A merge sort that lets others have their turn: sorting the whole in one go would hold them up for 50 ms. */
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

/** Of two rows with one address, the one of the first list stays first. */
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
