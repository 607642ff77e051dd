import type { SqliteDatabase } from '../open-database.ts';

/** Gives out the turns of what is added in one transaction, in its order. */
export type NextTurn = (networkKey: string) => number;

/**
 * Turns make a queue fair to networks. Everything that waits has the number of the round in which it is its turn, and a
 * network has one place in a round: what it asks for next comes a round later. Something new takes part in the round that
 * is under way, so a network that waits for nothing else is served before the second thing that another one asked for.
 *
 * @param waiting What of the table still waits, in SQL.
 * @param due What of that could be served at `@now`, where that makes a difference: its earliest round is the one under way.
 * @returns What begins to give out turns, in the transaction that adds the rows of these networks.
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
  // For all networks at once: one by one, in the statement that adds a row, this takes ten times as long.
  const latest = $client
    .prepare<[networkKeys: string], [networkKey: string, turn: number]>(`
      select network_key, max(turn) from json_each(?) as added cross join ${table} on network_key = added.value
      where ${waiting} group by added.value`)
    .raw();
  return (networkKeys, now = 0) => {
    const round = underWay.get({ now }) ?? FIRST_ROUND;
    const latestOf = new Map(latest.all(JSON.stringify([...new Set(networkKeys)])));
    return (networkKey) => {
      const turn = Math.max(round, (latestOf.get(networkKey) ?? 0) + 1);
      latestOf.set(networkKey, turn);
      return turn;
    };
  };
}

/** What no network asked for comes before all rounds. */
export const BEFORE_ALL = 0;
const FIRST_ROUND = 1;
