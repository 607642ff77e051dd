import { and, asc, gte, max, type SQL, sql } from 'drizzle-orm';
import type { outgoingEmails, signUps } from '../schema/index.ts';
import { all, first, prepared, type Steps } from '../steps.ts';

/** Assigns turns to rows added in one transaction, in order. */
export type NextTurn = (networkKey: string) => number;

/**
 * Makes a queue fair to networks. Every waiting row has the number of a round, and a network has one place in each:
 * its next row waits for the next round. A new row joins the current round, so a network with nothing else waiting is
 * served before another network's second row.
 *
 * @param waiting Condition for rows that still wait; without it, all do.
 * @param due Condition for those that could be served at the placeholder `now`, if different: their earliest round is
 * the current one.
 * @returns A function that starts assigning turns, for the transaction that adds rows of these networks.
 */
export function prepareTurns(
  queue: typeof outgoingEmails | typeof signUps,
  { waiting, due = waiting }: { waiting?: SQL; due?: SQL | undefined } = {},
): (networkKeys: readonly string[], now?: number) => Steps<NextTurn> {
  const { turn, networkKey } = queue;
  const underWay = prepared((db) =>
    db
      .select({ turn: sql<number>`${turn}` })
      .from(queue)
      .where(and(due, gte(turn, FIRST_ROUND)))
      .orderBy(asc(turn))
      .limit(1),
  );
  // For all networks at once: doing it in each INSERT takes ten times as long.
  const latest = prepared((db) =>
    db
      .select({ networkKey: sql<string>`${networkKey}`, turn: sql<number>`${max(turn)}` })
      .from(queue)
      .where(and(waiting, db.words.inSet(networkKey, sql.placeholder('networkKeys'))))
      .groupBy(networkKey),
  );
  return function* (networkKeys, now = 0) {
    let round = (yield* first(underWay, { now }))?.turn;
    const rows = yield* all(latest, { networkKeys: JSON.stringify([...new Set(networkKeys)]) });
    const latestOf = new Map(rows.map((row) => [row.networkKey, row.turn]));
    return (networkKey) => {
      const turn = Math.max(round ?? FIRST_ROUND, (latestOf.get(networkKey) ?? 0) + 1);
      round ??= turn;
      latestOf.set(networkKey, turn);
      return turn;
    };
  };
}

/** Rows that no network asked for precede all rounds. */
export const BEFORE_ALL = 0;
const FIRST_ROUND = 1;
