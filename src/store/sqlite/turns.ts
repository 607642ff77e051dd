/**
 * Turns make a queue fair to networks. Everything that waits has the number of the round in which it is its turn, and a
 * network has one place in a round: what it asks for next comes a round later. Something new takes part in the round that
 * is under way, so a network that waits for nothing else is served before the second thing that another one asked for.
 *
 * @param waiting What of the table still waits.
 * @param due What of that could be served now: its earliest round is the one under way.
 * @returns An SQL expression for the round of a new row of the network in `@networkKey`.
 */
export function nextTurn(
  table: string,
  { waiting, due = waiting }: { waiting: string; due?: string },
): string {
  return `max(
    coalesce((select turn from ${table} where ${due} and turn >= ${FIRST_ROUND} order by turn limit 1), ${FIRST_ROUND}),
    coalesce((select max(turn) from ${table} where ${waiting} and network_key = @networkKey), 0) + 1)`;
}

/** What no network asked for comes before all rounds. */
export const BEFORE_ALL = 0;
const FIRST_ROUND = 1;
