import { type HeaderKind, headerKind, speaksOfGone, type WordClass, wordClass } from './standing-words.ts';
import type { ColumnSurvey } from './survey-file.ts';

/** A column with more values than this is a text, a date or a number rather than a state. */
export const FEW_VALUES = 12;

/**
 * Whether a column that nobody reads may say who must not be mailed, by its name or by what stands in it. A needless
 * question costs a minute, a missed one mails somebody who left.
 */
export function mayTellWhoLeft(column: ColumnSurvey, rows: number): boolean {
  const { label, filled, values, goneWords, samples } = column;
  // A consent that nobody gave: the column is there, and empty.
  if (filled === 0) return rows > 0 && headerKind(label) === 'standing';
  if (samples.every(isLink)) return false;
  const cells = [...(values?.keys() ?? [])];
  if (goneWords.size > 0 || cells.some(saysGone)) return true;
  const seen: SeenColumn = { kind: headerKind(label), isFull: filled === rows, cells };
  return values === null || values.size > FEW_VALUES ? manyMayTell(seen, samples) : fewMayTell(seen);
}

/** Whether a column has dates only, such as the days on which people left. */
export function hasDatesOnly({ values, samples }: ColumnSurvey): boolean {
  const cells = values === null ? samples : [...values.keys()];
  return cells.length > 0 && cells.every(isDate);
}

interface SeenColumn {
  kind: HeaderKind;
  /** There is something in every row. */
  isFull: boolean;
  cells: readonly string[];
}

function manyMayTell({ kind, isFull }: SeenColumn, samples: readonly string[]): boolean {
  return kind === 'gone' || (kind === 'standing' && !isFull && !samples.every(isNumber));
}

function fewMayTell({ kind, isFull, cells }: SeenColumn): boolean {
  const classes = new Set(cells.map(classOf));
  const isOnly = (...kinds: WordClass[]) => [...classes].every((one) => kinds.includes(one));
  switch (kind) {
    case 'gone':
      return !isOnly('no');
    case 'standing':
      return !(isFull && (isOnly('yes') || cells.every(isDate)));
    case 'place-or-state':
      // `NO` may be Novara, but no place is called `A` or `2`.
      return (
        isOnly('yes', 'no') ||
        cells.some((cell) => cell.length === 1 || isNumber(cell) || (cell.length > 2 && isYesOrNo(cell)))
      );
    case 'reason':
    case 'text':
      return false;
    case 'none':
      if (isOnly('yes', 'no')) return classes.has('no') || !isFull;
      return !cells.every(isCode) && cells.some((cell) => cell.length > 1 && classOf(cell) === 'no');
  }
}

const saysGone = (cell: string) => !isDate(cell) && speaksOfGone(cell);

const isYesOrNo = (cell: string) => ['yes', 'no'].includes(classOf(cell));

function classOf(cell: string): WordClass {
  return isDate(cell) || (isNumber(cell) && !/^[01]$/.test(cell)) ? 'other' : wordClass(cell);
}

/** `NO` beside `SE` is Norway. */
const isCode = (cell: string) => /^[A-Z]{2,3}$/.test(cell);
const isLink = (cell: string) => /^https?:/i.test(cell);
const isNumber = (cell: string) => /^-?\d+([.,]\d+)?%?$/.test(cell);
const isDate = (cell: string) => /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(cell);
