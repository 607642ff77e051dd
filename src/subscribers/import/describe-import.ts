import type { ImportPlan } from './import-plan.ts';
import type { Totals } from './prepare-import.ts';
import { SAYS, type StandingColumn, standingOf } from './standing-column.ts';

/** What each column of a file is read as; `nothing` where it is not read. */
export interface ReadColumn {
  column: string;
  /** From 1. */
  place: number;
  readAs: string;
}

/** Every column of a file with what it is read as, in the order of the file. */
export function readColumns(plan: ImportPlan): ReadColumn[] {
  const { email, name, createdAt, standings, fileMarks, pausedUntil, unread } = plan;
  const as = (readAs: string) => (one: { place: number; label: string }) => ({
    ...{ column: one.label, place: one.place + 1 },
    readAs,
  });
  return [
    as('email')(email),
    ...name.map(as('name')),
    ...createdAt.map(as('created_at')),
    ...standings.map((one) => as(roleOf(one))(one)),
    ...fileMarks.map(as('status')),
    ...(pausedUntil === null ? [] : [as('paused_until')(pausedUntil)]),
    ...unread.map(as('nothing')),
  ].sort((one, other) => one.place - other.place);
}

/** A column in which anything means the same is read as that. */
function roleOf({ words, other }: StandingColumn): string {
  return words.size === 0 && other !== SAYS.unknown ? standingOf(other) : 'status';
}

/** Which column is read as what and which are not, in lines. */
export function columnLines(plan: ImportPlan): string[] {
  const columns = readColumns(plan);
  const roles = [...new Set(columns.map(({ readAs }) => readAs))].filter((role) => role !== 'nothing');
  const named = (readAs: string) =>
    columns.filter((one) => one.readAs === readAs).map(({ column, place }) => `"${column || `#${place}`}"`);
  const unread = named('nothing');
  return [
    `Read: ${roles.map((role) => `${role} from ${LIST.format(named(role))}`).join('; ')}.`,
    unread.length === 0 ? 'All columns are read.' : `Not read: ${unread.join(', ')}.`,
  ];
}

const LIST = new Intl.ListFormat('en');

/** What the rows come to, such as `120 confirmed, 3 unsubscribed`. */
export function totalsText(totals: Totals): string {
  const said = Object.entries(totals).filter(([, count]) => count > 0);
  const words = said.map(
    ([word, count]) => `${count} ${word === 'unknown' ? 'with an unknown status' : word}`,
  );
  return words.join(', ') || 'no rows';
}

/** What the export of a product does not tell, and what else to bring. */
export function notesOn({ product, standings }: ImportPlan): string[] {
  const { cannotTell, note } = product ?? {};
  const isSilent = cannotTell !== undefined && standings.length === 0;
  return [...(isSilent ? [`It does not tell ${cannotTell}.`] : []), ...(note === undefined ? [] : [note])];
}
