import type { ColumnSurvey } from './file-survey.ts';
import { asksAboutEmail, type HeaderKind, headerKind, isAboutEmail, isQuestion } from './header-kind.ts';
import { isNoneWord, saysOptedOut, type WordClass, wordClass } from './status-words.ts';

/** A column with more distinct values holds text, dates or numbers rather than a status. */
export const MAX_STATUS_VALUES = 12;

/** Judged by name and values. A needless question costs a minute; a missed one emails someone who left. */
export function maySayWhoLeft(column: ColumnSurvey, rows: number): boolean {
  const { label, filled, values, samples } = column;
  const kind = headerKind(label);
  // A consent that no one gave: the column exists and is empty.
  if (filled === 0) return rows > 0 && kind === 'status';
  if (samples.every(isLink)) return false;
  if (saysSomeoneLeft(column)) return true;
  const cells = [...(values?.keys() ?? [])];
  // People answer in their own words, so anything but a yes may be a no.
  if (asksAboutEmail(label))
    return filled < rows || values === null || cells.some((cell) => classOf(cell) !== 'yes');
  if (isQuestion(label) && cells.some((cell) => classOf(cell) === 'opted-out')) return true;
  const seen: SeenColumn = { kind, isFull: filled === rows, cells, isAboutMail: isAboutEmail(label) };
  return values === null || values.size > MAX_STATUS_VALUES
    ? manyMayBeStatus(seen, cells.length > 0 ? cells : samples)
    : fewMayBeStatus(seen);
}

export function saysSomeoneLeft({ label, values, optedOutWords }: ColumnSurvey): boolean {
  const kind = headerKind(label);
  return (
    optedOutWords.size > 0 ||
    [...(values?.keys() ?? [])].some((cell) => !isDate(cell) && saysOptedOut(kind, cell))
  );
}

export function hasDatesOnly({ values, samples }: ColumnSurvey): boolean {
  const cells = values === null ? samples : [...values.keys()];
  return cells.length > 0 && cells.every(isDate);
}

interface SeenColumn {
  kind: HeaderKind;
  isFull: boolean;
  cells: readonly string[];
  isAboutMail: boolean;
}

function manyMayBeStatus({ kind, isFull }: SeenColumn, some: readonly string[]): boolean {
  if (kind === 'none') return !isFull && some.every(isDate);
  return kind === 'opted-out' || (kind === 'status' && !isFull && !some.every(isNumber));
}

function fewMayBeStatus(column: SeenColumn): boolean {
  const { kind, isFull, cells } = column;
  const classes = new Set(cells.map(classOf));
  const isOnly = (...kinds: WordClass[]) => [...classes].every((one) => kinds.includes(one));
  switch (kind) {
    case 'opted-out':
      return !cells.every((cell) => classOf(cell) === 'no' || isNullLike(cell));
    case 'status':
      return !(isFull && (isOnly('yes') || cells.every(isDate)));
    case 'place-or-state':
      // `NO` may be Novara, but no place is called `A` or `2`.
      return (
        isOnly('yes', 'no') ||
        cells.some((cell) => cell.length === 1 || isNumber(cell) || (cell.length > 2 && isYesOrNo(cell)))
      );
    case 'reason':
      return cells.some(isReplyCode);
    case 'text':
    case 'harmless':
    case 'date':
      return false;
    case 'none':
      // "None" does not answer a question about companies, but does one about email.
      return unnamedMayBeStatus(
        column.isAboutMail ? column : { ...column, cells: cells.filter((cell) => !isNoneWord(cell)) },
      );
  }
}

function unnamedMayBeStatus({ isFull, cells }: SeenColumn): boolean {
  if (cells.length === 0) return false;
  if (!isFull && cells.every(isDate)) return true;
  if (cells.every(isSmtpCode) && cells.some(isReplyCode)) return true;
  const classes = new Set(cells.map(classOf));
  if ([...classes].every((one) => one === 'yes' || one === 'no')) return classes.has('no') || !isFull;
  return !cells.every(isCode) && cells.some((cell) => cell.length > 1 && classOf(cell) === 'no');
}

export const isNullLike = (cell: string) =>
  /^(\[\s*\]|\{\s*\}|\(\s*\)|""|''|null|nil|nan|undefined|#?n\/a)$/i.test(cell);

const isYesOrNo = (cell: string) => ['yes', 'no'].includes(classOf(cell));

function classOf(cell: string): WordClass {
  return isDate(cell) || (isNumber(cell) && !/^[01]([.,]0+)?$/.test(cell)) ? 'other' : wordClass(cell);
}

/** `NO` beside `SE` is Norway. */
const isCode = (cell: string) => /^[A-Z]{2,3}$/.test(cell);
const isLink = (cell: string) => /^https?:/i.test(cell);
const isNumber = (cell: string) => /^-?[$€£¥]?\d+([.,]\d+)*[%€]?$/.test(cell);
const isReplyCode = (cell: string) => /^[45]\d\d$/.test(cell);
/** RFC 5321, section 4.2.3. */
const isSmtpCode = (cell: string) => /^(2[15][0-4]|220|4[25][0-5]|50[0-4]|55[0-6])$/.test(cell);
export const isDate = (cell: string) => IN_NUMBERS.test(cell) || IN_LETTERS.test(cell);
const IN_NUMBERS =
  /^(\d{1,4}[-./]\d{1,2}[-./]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日?)\.?([ T,]+[\d:.+\-zapmutcg ]*)?$/i;
const IN_LETTERS =
  /^([a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.?[ -]+\p{L}{3,10}\.?[ ,-]+\d{4})([ T,]+[\d:.+\-zapmutcg ]*)?$/iu;
