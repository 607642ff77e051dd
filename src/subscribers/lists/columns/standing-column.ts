import { type ListStatus, normaliseWord } from '../products/export-form.ts';
import type { NamedPlace } from './file-survey.ts';
import { isUnset, saysNoLists, wordClass, yesOrNo } from './status-words.ts';

/** Bits, since a row may say several things at once. */
export const STATUS_BITS = {
  confirmed: 1,
  pending: 2,
  unsubscribed: 4,
  bounced: 8,
  complained: 16,
  erased: 32,
  unknown: 64,
} as const;

/** The statuses of people who must not be emailed. */
export const OPTED_OUT_BITS =
  STATUS_BITS.unsubscribed | STATUS_BITS.bounced | STATUS_BITS.complained | STATUS_BITS.erased;

export interface StatusColumn extends NamedPlace {
  words: ReadonlyMap<string, number>;
  empty: number;
  other: number;
  /** Whether to check other words for those of people who left. */
  guessesOptedOut: boolean;
  /** The cells are joining dates, unless a word says that someone did not join. */
  isOfDates: boolean;
  /** Set if the column holds only yes and no. Spreadsheets write `true` as `1` or `WAHR`. */
  flag: { yes: number; no: number } | null;
  /** Set if it names the lists that someone is on; `ended`: each ends in a semicolon, so anything else is unknown. */
  lists: 'ended' | 'any' | null;
  /** A cache: a column has few distinct cells. */
  known: Map<string, number>;
}

const MAX_CACHED = 1_000;

export function createStatusColumn(
  { place, label }: NamedPlace,
  form: {
    words: Iterable<readonly [string, ListStatus | 'erased']>;
    empty?: ListStatus | undefined;
    other?: ListStatus | undefined;
    isOfDates?: boolean | undefined;
    isFlag?: boolean | undefined;
    lists?: StatusColumn['lists'] | undefined;
  },
): StatusColumn {
  const words = new Map([...form.words].map(([word, status]) => [normaliseWord(word), STATUS_BITS[status]]));
  return {
    place,
    label,
    words,
    empty: form.empty === undefined ? STATUS_BITS.unknown : STATUS_BITS[form.empty],
    other: form.other === undefined ? STATUS_BITS.unknown : STATUS_BITS[form.other],
    guessesOptedOut: form.other === undefined || form.isOfDates === true,
    isOfDates: form.isOfDates === true,
    flag: form.isFlag === true ? flagOf(words) : null,
    lists: form.lists ?? null,
    known: new Map(),
  };
}

function flagOf(words: ReadonlyMap<string, number>): StatusColumn['flag'] {
  const yes = words.get('true') ?? words.get('yes');
  const no = words.get('false') ?? words.get('no');
  return yes === undefined || no === undefined ? null : { yes, no };
}

export function statusBits(column: StatusColumn, cell: string): number {
  const known = column.known.get(cell);
  if (known !== undefined) return known;
  const bits = lookUp(column, cell);
  if (column.known.size < MAX_CACHED) column.known.set(cell, bits);
  return bits;
}

function lookUp(column: StatusColumn, cell: string): number {
  const named = column.words.get(normaliseWord(cell));
  if (named !== undefined) return named;
  if (column.lists !== null) return lookUpLists(column, cell);
  if (column.flag === null) return lookUpUnnamed(column, cell);
  if (isUnset(cell)) return column.empty;
  const answer = yesOrNo(cell);
  return answer === null ? lookUpUnnamed(column, cell) : column.flag[answer];
}

function lookUpLists({ empty, other, lists }: StatusColumn, cell: string): number {
  if (cell.trim() === '') return empty;
  if (cell.includes(';')) return other;
  if (saysNoLists(cell)) return STATUS_BITS.unsubscribed;
  return lists === 'ended' ? STATUS_BITS.unknown : other;
}

function lookUpUnnamed({ empty, other, guessesOptedOut, isOfDates }: StatusColumn, cell: string): number {
  const word = normaliseWord(cell);
  if (word === '' || NO_DATE.test(word)) return empty;
  if (isOfDates && /^\d+[-./年 ]/.test(word)) return other;
  const kind = wordClass(cell);
  if (!guessesOptedOut) return kind === 'no' && empty !== STATUS_BITS.unknown ? empty : other;
  if (kind === 'opted-out' || (isOfDates && kind === 'no')) return STATUS_BITS.unsubscribed;
  if (kind === 'bounced' || kind === 'complained' || kind === 'pending') return STATUS_BITS[kind];
  return other;
}

/** MySQL's "no date". */
const NO_DATE = /^0000-?00/;

export function statusBitsOfRow(fields: readonly string[], columns: readonly StatusColumn[]): number {
  let bits = 0;
  for (const column of columns) bits |= statusBits(column, fields[column.place] ?? '');
  return bits;
}

/** Of several statuses, the one that keeps email away wins. */
export function strongestStatus(bits: number): ListStatus | 'erased' | 'unknown' {
  const order = ['complained', 'bounced', 'erased', 'unsubscribed', 'unknown', 'pending'] as const;
  return order.find((status) => (bits & STATUS_BITS[status]) !== 0) ?? 'confirmed';
}
