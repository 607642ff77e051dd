import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { formatNumber } from '../shared/format.ts';
import { markWords } from './mark-words.ts';
import type {
  MovableTable,
  MoveMark,
  MoveSource,
  MoveTarget,
  OpenSource,
  OpenTarget,
  RowText,
  TableCount,
} from './move-ends.ts';

export interface MoveDeps {
  source: MoveSource;
  target: MoveTarget;
  /** Each after those that it refers to. */
  tables: readonly MovableTable[];
  clock: Clock;
  /** Told what happens now, in words. */
  onStep?: (words: string) => void;
  /** Told how many rows of all are copied, or compared. */
  onRows?: (progress: { doing: 'Copying' | 'Comparing'; table: string; done: number; total: number }) => void;
}

export interface Moved {
  from: string;
  to: string;
  /** What became of an earlier run that was interrupted, if it left something. */
  earlierMove: 'none' | 'started-over' | 'finished';
  tables: TableCount[];
  /** Tables and views that are not the program's, and stayed behind. */
  leftBehind: string[];
}

/**
 * Moves everything. The target is complete, compared and kept under a mark; then the source gets its mark; then the
 * target loses its own. So at most one of them can be opened at any time, and until its mark the source is as it was. If
 * it is killed, the same command starts over, or does what is missing.
 *
 * @throws AppError `refused` if the source is in use or has something that cannot be moved, or the target is not empty.
 */
export async function moveDatabase(deps: MoveDeps): Promise<Moved> {
  const { source, target, tables, clock, onStep } = deps;
  const earlier = await source.mark();
  if (earlier !== null) return finishEarlierMove(earlier, deps);
  onStep?.('making sure that nobody uses the database');
  const from = await source.open();
  try {
    onStep?.('looking for what cannot be moved');
    const problems = await from.problems(tables);
    if (problems.length > 0) throw new AppError('refused', problems.join('\n'));
    const leftBehind = await from.foreign(tables);
    const facts = { move: randomUUID(), database: from.database, at: clock.now() };
    const arriving = { ...facts, state: 'arriving', other: source.name } as const;
    onStep?.('making the tables');
    const to = await target.open(arriving);
    let moved: TableCount[];
    try {
      moved = await fill(to, from, deps);
      onStep?.('keeping everything');
      await to.keep(arriving);
    } finally {
      await to.close();
    }
    await from.leave({ ...facts, state: 'moved', other: target.name });
    await target.release(facts.move);
    const earlierMove = to.beginsAnew ? 'started-over' : 'none';
    return { from: source.name, to: target.name, earlierMove, tables: moved, leftBehind };
  } finally {
    await from.close();
  }
}

async function finishEarlierMove(mark: MoveMark, { source, target, tables }: MoveDeps): Promise<Moved> {
  const there = mark.state === 'moved' ? await markOfTarget(mark, target) : null;
  if (there?.state !== 'arriving' || there.move !== mark.move) throw new AppError('refused', markWords(mark));
  await target.release(mark.move);
  return {
    from: source.name,
    to: target.name,
    earlierMove: 'finished',
    tables: await target.counts(tables),
    leftBehind: [],
  };
}

/** Null if it is another database than the one that was moved to, and cannot be reached. */
async function markOfTarget({ other }: MoveMark, target: MoveTarget): Promise<MoveMark | null> {
  try {
    return await target.mark();
  } catch (error) {
    if (other === target.name) throw error;
    return null;
  }
}

/** @throws Error if what arrived differs. */
async function fill(
  to: OpenTarget,
  from: OpenSource,
  { tables, onStep, onRows }: MoveDeps,
): Promise<TableCount[]> {
  onStep?.('counting');
  const counts = new Map<string, number>();
  for (const table of tables) counts.set(table.name, await from.rows(table));
  const total = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  const progress = { Copying: 0, Comparing: 0 };
  const follow = (doing: keyof typeof progress, table: string) => (rows: number) => {
    progress[doing] += rows;
    onRows?.({ doing, table, done: progress[doing], total });
  };
  const sent = new Map<string, Fingerprint>();
  for (const table of tables) {
    const print = fingerprint(follow('Copying', table.name));
    await to.write(table, print.through(from.read(table)));
    sent.set(table.name, print.result());
  }
  onStep?.('making the indexes');
  await to.complete(await from.latestIds());
  for (const table of tables) {
    const print = fingerprint(follow('Comparing', table.name));
    for await (const _ of print.through(to.read(table)));
    const sums = [await from.sums(table), await to.sums(table)];
    compare(table.name, { sent: sent.get(table.name), arrived: print.result(), sums });
  }
  return tables.map(({ name }) => ({ table: name, rows: counts.get(name) ?? 0 }));
}

interface Fingerprint {
  rows: number;
  /** SHA-256 of every value of every row, in the order of the key. */
  hash: string;
}

function fingerprint(onRows: (rows: number) => void) {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    through: async function* (chunks: RowText): RowText {
      for await (const chunk of chunks) {
        hash.update(chunk);
        const more = lineEnds(chunk);
        rows += more;
        onRows(more);
        yield chunk;
      }
    },
    result: (): Fingerprint => ({ rows, hash: hash.digest('hex') }),
  };
}

const LINE_END = 0x0a;

function lineEnds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) count += 1;
  return count;
}

interface Compared {
  sent: Fingerprint | undefined;
  arrived: Fingerprint;
  sums: Record<string, number>[];
}

function compare(table: string, { sent, arrived, sums: [before, after] }: Compared): void {
  const sameRows = sent?.hash === arrived.hash && sent.rows === arrived.rows && before?.rows === arrived.rows;
  if (sameRows && isDeepStrictEqual(before, after)) return;
  throw new AppError(
    'storage',
    `Nothing was moved, and the database is as it was: of ${table}, ${formatNumber(arrived.rows)} of ${formatNumber(before?.rows ?? 0)} rows arrived, or a value differs. Run the command again; if it says the same, report it.`,
  );
}
