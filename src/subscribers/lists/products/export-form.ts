import type { DateOrder } from '../read-date.ts';

/** What a list says of somebody, in the words of our own column `status`. */
export const STANDINGS = ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A column of an export that says who gets mail. Names and words are in the form of {@link exportWord}. */
export interface StandingForm {
  /** Its names; a file has one of them. */
  columns: readonly string[];
  /** Without it, a file does not tell who gets mail. */
  needed?: true;
  words: Readonly<Record<string, Standing>>;
  /** What nothing in it means; undefined: nobody knows, so the row is refused. */
  empty?: Standing;
  /** What any other word means, a date for instance; undefined: the row is refused. */
  other?: Standing;
  /** It names the lists that somebody is on, each with a semicolon after it, or says in the owner's language that there are none. */
  isOfLists?: true;
  /** Words that do not say that somebody left, though these people get no mail: what the file leaves open, by word. */
  assumed?: Readonly<Record<string, string>>;
}

/** How a product writes its subscribers as CSV. Columns and words are in the form of {@link exportWord}. */
export interface KnownExport {
  name: string;
  /** A header that has all columns of one of these is its own. */
  signs: readonly (readonly string[])[];
  /** A header that has these columns and no others is its own, too. */
  whole?: readonly (readonly string[])[];
  /** How the last column is named in a header in English, where other languages have another name for it. */
  lastColumn?: { name: string; inOtherLanguages: RegExp };
  /** Of several names for the same, a header has one; where it has more, the first counts. */
  email: readonly string[];
  createdAt: readonly string[];
  /** Of what several columns say of somebody, what keeps mail away counts. */
  standings: readonly StandingForm[];
  /** The file of people who left has this column, the file of subscribers has not. With nothing in it nobody knows. */
  fileMarks?: Readonly<Record<string, Standing>>;
  /** Its files may hold people who never asked for mail: they have nothing in `createdAt`. */
  holdsOthers?: true;
  /** What a file without any of the columns of `standings` does not tell; undefined: all in it are subscribers. */
  cannotTell?: string;
  /** What the file does not tell in any case, and what else to bring. */
  note?: string;
  /** Columns that are about something else, though their names look otherwise. */
  otherMatters?: RegExp;
  dateOrder?: DateOrder;
  /** Addresses that stand for people whom the product erased. */
  erased?: RegExp;
}

/** The name of a column, or a word that stands in one, whatever its capitals and what is between its words. */
export function exportWord(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** A column in which anything at all, a date for instance, means the same. */
export function mark(column: string, standing: Standing): StandingForm {
  return { columns: [column], words: {}, empty: 'confirmed', other: standing };
}

/** Words of a column that says yes where somebody must not be mailed. */
export const YES_IS_GONE = {
  yes: 'unsubscribed',
  true: 'unsubscribed',
  '1': 'unsubscribed',
  no: 'confirmed',
  false: 'confirmed',
  '0': 'confirmed',
} as const;
