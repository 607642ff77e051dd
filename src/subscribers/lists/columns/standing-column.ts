import { exportWord, type Standing } from '../products/export-form.ts';
import type { NamedPlace } from './file-survey.ts';
import { answerOf, saysNeither, saysNoLists, wordClass } from './standing-words.ts';

/** What a row says of somebody: any of these together, since a row may say several things. */
export const SAYS = {
  confirmed: 1,
  pending: 2,
  unsubscribed: 4,
  bounced: 8,
  complained: 16,
  erased: 32,
  /** A word that nobody knows. */
  unknown: 64,
} as const;

/** What is said of those who must not be mailed. */
export const GONE = SAYS.unsubscribed | SAYS.bounced | SAYS.complained | SAYS.erased;

/** A column that says who gets mail, and what its words mean. */
export interface StandingColumn extends NamedPlace {
  words: ReadonlyMap<string, number>;
  /** What nothing in it says. */
  empty: number;
  /** What any other word says, where that is known. */
  other: number;
  /** Whether an unknown word may be one of those for people who left. */
  guessesGone: boolean;
  /** Its cells are dates of joining, of which some may say instead that somebody did not join. */
  isOfDates: boolean;
  /** What a yes and a no say, where these are all that it may hold. Spreadsheets write `true` as `1` or `WAHR`. */
  flag: { yes: number; no: number } | null;
  /**
   * Whether it names the lists that somebody is on; with `ended`, each of them ends in a semicolon, so that anything else
   * is a word that nobody knows.
   */
  lists: 'ended' | 'any' | null;
  /** Cells that were looked up already: a column has few. */
  known: Map<string, number>;
}

const MAX_CACHED = 1_000;

export function standingColumn(
  { place, label }: NamedPlace,
  form: {
    words: Iterable<readonly [string, Standing | 'erased']>;
    empty?: Standing | undefined;
    other?: Standing | undefined;
    isOfDates?: boolean | undefined;
    isFlag?: boolean | undefined;
    lists?: StandingColumn['lists'] | undefined;
  },
): StandingColumn {
  const words = new Map([...form.words].map(([word, standing]) => [exportWord(word), SAYS[standing]]));
  return {
    place,
    label,
    words,
    empty: form.empty === undefined ? SAYS.unknown : SAYS[form.empty],
    other: form.other === undefined ? SAYS.unknown : SAYS[form.other],
    guessesGone: form.other === undefined || form.isOfDates === true,
    isOfDates: form.isOfDates === true,
    flag: form.isFlag === true ? flagOf(words) : null,
    lists: form.lists ?? null,
    known: new Map(),
  };
}

function flagOf(words: ReadonlyMap<string, number>): StandingColumn['flag'] {
  const yes = words.get('true') ?? words.get('yes');
  const no = words.get('false') ?? words.get('no');
  return yes === undefined || no === undefined ? null : { yes, no };
}

/** What a cell of the column says of somebody. */
export function saidBy(column: StandingColumn, cell: string): number {
  const known = column.known.get(cell);
  if (known !== undefined) return known;
  const said = lookUp(column, cell);
  if (column.known.size < MAX_CACHED) column.known.set(cell, said);
  return said;
}

function lookUp(column: StandingColumn, cell: string): number {
  const named = column.words.get(exportWord(cell));
  if (named !== undefined) return named;
  if (column.lists !== null) return lookUpLists(column, cell);
  if (column.flag === null) return lookUpUnnamed(column, cell);
  if (saysNeither(cell)) return column.empty;
  const answer = answerOf(cell);
  return answer === null ? lookUpUnnamed(column, cell) : column.flag[answer];
}

/** What a cell says that names lists, in whatever language it says that there are none. */
function lookUpLists({ empty, other, lists }: StandingColumn, cell: string): number {
  if (cell.trim() === '') return empty;
  if (cell.includes(';')) return other;
  if (saysNoLists(cell)) return SAYS.unsubscribed;
  return lists === 'ended' ? SAYS.unknown : other;
}

/** What a cell says that is none of the column's words. */
function lookUpUnnamed({ empty, other, guessesGone, isOfDates }: StandingColumn, cell: string): number {
  const word = exportWord(cell);
  if (word === '' || NO_DATE.test(word)) return empty;
  if (isOfDates && /^\d+[-./年 ]/.test(word)) return other;
  const kind = wordClass(cell);
  if (!guessesGone) return kind === 'no' && empty !== SAYS.unknown ? empty : other;
  if (kind === 'gone' || (isOfDates && kind === 'no')) return SAYS.unsubscribed;
  if (kind === 'bounced' || kind === 'complained' || kind === 'pending') return SAYS[kind];
  return other;
}

/** How MySQL writes that there is no date. */
const NO_DATE = /^0000-?00/;

/** All that a row says of somebody. */
export function saidByRow(fields: readonly string[], columns: readonly StandingColumn[]): number {
  let said = 0;
  for (const column of columns) said |= saidBy(column, fields[column.place] ?? '');
  return said;
}

/** Of several things, the one that keeps mail away. */
export function standingOf(said: number): Standing | 'erased' | 'unknown' {
  const order = ['complained', 'bounced', 'erased', 'unsubscribed', 'unknown', 'pending'] as const;
  return order.find((standing) => (said & SAYS[standing]) !== 0) ?? 'confirmed';
}
