import type { DateOrder } from '../read-date.ts';

/** What a list says of someone, in the words of our own `status` column. */
export const LIST_STATUSES = ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

/** A column of an export that says who gets email. Names and words are in the form of {@link normaliseWord}. */
export interface StatusForm {
  columns: readonly string[];
  /** Without it, a file does not say who gets email. */
  required?: true;
  words: Readonly<Record<string, ListStatus>>;
  /** Undefined: the row is refused. */
  empty?: ListStatus;
  /** What any other word, such as a date, means; undefined: the row is refused. */
  other?: ListStatus;
  /** It names the lists that someone is on, each with a semicolon, or says in any language that there are none. */
  isOfLists?: true;
  /** Words for people who get no email without having left: what the file leaves open, by word. */
  assumed?: Readonly<Record<string, string>>;
}

/** A product's CSV of subscribers. Columns and words are in the form of {@link normaliseWord}. */
export interface KnownExport {
  name: string;
  /** A header with all columns of one of these is the product's. */
  signatures: readonly (readonly string[])[];
  /** So is a header with exactly these columns. */
  exactHeaders?: readonly (readonly string[])[];
  /** The English name of a last column that other languages name differently. */
  lastColumn?: { name: string; inOtherLanguages: RegExp };
  /** If a header has several, the first counts. */
  email: readonly string[];
  createdAt: readonly string[];
  /** If several columns disagree, the one that keeps email away wins. */
  statusColumns: readonly StatusForm[];
  /** Columns that only the file of people who left has. An empty cell says nothing. */
  fileMarks?: Readonly<Record<string, ListStatus>>;
  /** Its files may hold people who never asked for email: their `createdAt` is empty. */
  hasNonSubscribers?: true;
  /** What a file without a column of `statusColumns` does not say; undefined: all in it are subscribers. */
  cannotTell?: string;
  /** What the file never says, and what else to import. */
  note?: string;
  /** Columns about something else, despite their names. */
  unrelated?: RegExp;
  dateOrder?: DateOrder;
  /** Placeholder addresses of people whom the product erased. */
  erased?: RegExp;
}

export function normaliseWord(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** A column in which any value, such as a date, means the same. */
export function markColumn(column: string, status: ListStatus): StatusForm {
  return { columns: [column], words: {}, empty: 'confirmed', other: status };
}

/** For a column in which yes means no email. */
export const YES_MEANS_OPTED_OUT = {
  yes: 'unsubscribed',
  true: 'unsubscribed',
  '1': 'unsubscribed',
  no: 'confirmed',
  false: 'confirmed',
  '0': 'confirmed',
} as const;
