import type { SqliteDatabase } from '../open-database.ts';

/** Assigns turns to rows added in one transaction, in order. */
export type NextTurn = (networkKey: string) => number;

/**
 * Makes a queue fair to networks. Every waiting row has the number of a round, and a network has one place in each:
 * its next row waits for the next round. A new row joins the current round, so a network with nothing else waiting is
 * served before another network's second row.
 *
 * @param waiting SQL condition for rows that still wait.
 * @param due SQL condition for those that could be served at `@now`, if different: their earliest round is the
 * current one.
 * @returns A function that starts assigning turns, for the transaction that adds rows of these networks.
 */
export function prepareTurns(
  { $client }: SqliteDatabase,
  table: string,
  { waiting, due = waiting }: { waiting: string; due?: string },
): (networkKeys: readonly string[], now?: number) => NextTurn {
  const underWay = $client
    .prepare<[{ now: number }], number>(
      `select turn from ${table} where ${due} and turn >= ${FIRST_ROUND} order by turn limit 1`,
    )
    .pluck();
  // For all networks at once: doing it in each INSERT takes ten times as long.
  const latest = $client
    .prepare<[networkKeys: string], [networkKey: string, turn: number]>(`
      select network_key, max(turn) from json_each(?) as added cross join ${table} on network_key = added.value
      where ${waiting} group by added.value`)
    .raw();
  return (networkKeys, now = 0) => {
    let round = underWay.get({ now });
    const latestOf = new Map(latest.all(JSON.stringify([...new Set(networkKeys)])));
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
