import { DateTime } from 'luxon';
import { oneLine } from '../clean-text.ts';
import type { NewSubscriber } from '../store/subscriber-store.ts';
import { parseAddress } from './address.ts';
import type { CsvRow } from './csv-rows.ts';
import { KNOWN_EXPORTS } from './known-exports.ts';
import { SUPPRESSION_REASONS, type SubscriberStatus, type SuppressionReason } from './subscriber.ts';
import type { ColumnPlaces } from './subscriber-columns.ts';

/** A subscriber as a file has them, with the line of the file, from 1. */
export interface SubscriberRow extends NewSubscriber {
  line: number;
}

export type RowReading = { ok: true; row: SubscriberRow } | { ok: false; reason: string };

/** The longest name, in UTF-16 code units. The database's CHECK repeats it. */
export const LONGEST_NAME = 200;

/**
 * A row without a status counts as confirmed: an operator imports a list of people who agreed. `bounced` and
 * `complained` are confirmed subscribers whose address must not be mailed.
 */
const STATUSES = new Map<string, { status: SubscriberStatus; suppression: SuppressionReason | null }>([
  ['', { status: 'confirmed', suppression: null }],
  ['confirmed', { status: 'confirmed', suppression: null }],
  ['pending', { status: 'pending', suppression: null }],
  ['unsubscribed', { status: 'unsubscribed', suppression: null }],
  ['bounced', { status: 'confirmed', suppression: 'bounced' }],
  ['complained', { status: 'confirmed', suppression: 'complained' }],
]);

const SUPPRESSIONS = new Map<string, SuppressionReason | null>([
  ['', null],
  ...SUPPRESSION_REASONS.map((reason) => [reason, reason] as const),
]);

const REASONS = {
  name: `The name is longer than ${LONGEST_NAME} characters.`,
  encoding: 'The name is not UTF-8: save the file as "CSV UTF-8".',
  status: `The status is not known: use ${[...STATUSES.keys()].filter(Boolean).join(', ')}.`,
  suppressed: `What stands in suppressed is not known: use ${SUPPRESSION_REASONS.join(', ')}, or nothing.`,
};

const noInstant = (column: string) =>
  `What stands in ${column} is no instant: write it as 2026-11-17T09:00:00Z.`;

/**
 * The subscriber of a row, or a sentence that says what is wrong with it. A name stays as it is, even `=1+1`.
 *
 * Called a million times for a long list, and so without a closure or a copied object for each row.
 */
export function readSubscriberRow({ line, fields }: CsvRow, places: ColumnPlaces): RowReading {
  if (hasWrongWidth(fields, places.width)) return refused(wrongWidth(fields, places.width));
  const address = parseAddress(fields[places.email] ?? '');
  if (!address.ok) return address;
  const name = oneLine(fieldOf(fields, places.name));
  if (name.length > LONGEST_NAME) return refused(REASONS.name);
  if (name.includes('\ufffd')) return refused(REASONS.encoding);
  const word = fieldOf(fields, places.status).toLowerCase();
  const known = STATUSES.get(word);
  if (known === undefined) return refused(REASONS.status + whoseWord(word));
  const suppressed = SUPPRESSIONS.get(fieldOf(fields, places.suppressed).toLowerCase());
  if (suppressed === undefined) return refused(REASONS.suppressed);
  const createdAt = readInstant(fieldOf(fields, places.created_at));
  if (createdAt === undefined) return refused(noInstant(places.createdAtLabel ?? 'created_at'));
  const pausedUntil = readInstant(fieldOf(fields, places.paused_until));
  if (pausedUntil === undefined) return refused(noInstant('paused_until'));
  const { email, emailKey } = address;
  const { status } = known;
  const suppression = suppressed ?? known.suppression;
  const row = { line, email, emailKey, name: name || null, status, suppression, pausedUntil, createdAt };
  return { ok: true, row };
}

/** A row that was cut off could have lost the word "unsubscribed". */
export function hasWrongWidth(fields: readonly string[], width: number): boolean {
  if (fields.length === width) return false;
  return fields.length < width || fields.slice(width).some((field) => field !== '');
}

export function wrongWidth(fields: readonly string[], width: number): string {
  return `Fields in this row: ${fields.length}; in the header: ${width}.`;
}

/** The export of which a word may be, where its header has our own columns alone. */
function whoseWord(word: string): string {
  const owner = KNOWN_EXPORTS.find(
    ({ status }) => status?.columns.includes('status') && Object.hasOwn(status.words, word),
  );
  return owner === undefined
    ? ''
    : ` It is a word of ${owner.name}: for its export, add --from ${owner.name.toLowerCase()}.`;
}

function fieldOf(fields: readonly string[], place: number | undefined): string {
  return place === undefined ? '' : (fields[place] ?? '').trim();
}

const refused = (reason: string) => ({ ok: false as const, reason });

/** Our own form, and that of most other exports: Luxon takes thirty times as long to read it. */
const EXPORTED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Mailchimp's and beehiiv's form, which is in UTC whether it says so or not. */
const TO_THE_SECOND = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?: UTC|Z)?$/;
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An instant in ISO 8601, with a space for the T as databases write it, in UTC where no zone is given. Null for
 * nothing, undefined for what is no instant of the years 1970 to 9999.
 */
function readInstant(text: string): number | null | undefined {
  if (text === '') return null;
  if (!/^\d{4}-/.test(text)) return undefined;
  const instant = EXPORTED.test(text)
    ? readExported(text)
    : TO_THE_SECOND.test(text)
      ? readExported(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`)
      : readIso(text);
  return instant >= 0 && instant <= LAST_INSTANT ? instant : undefined;
}

/** `Date.parse` takes the thirtieth of February for the second of March. */
function readExported(text: string): number {
  const instant = Date.parse(text);
  const day = Number(text.slice(8, 10));
  return day <= 28 || new Date(instant).getUTCDate() === day ? instant : Number.NaN;
}

function readIso(text: string): number {
  return DateTime.fromISO(text.toUpperCase().replace(' ', 'T'), { zone: 'utc' }).toMillis();
}
