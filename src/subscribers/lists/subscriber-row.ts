import { parseAddress } from '../../shared/address.ts';
import { personName } from '../../shared/clean-text.ts';
import { MAX_NAME_LENGTH, type SubscriberStatus, type SuppressionReason } from '../subscriber.ts';
import type { NewSubscriber } from '../subscriber-store.ts';
import { OPTED_OUT_BITS, STATUS_BITS, statusBits, statusBitsOfRow } from './columns/standing-column.ts';
import { isOptedOutWord, mentionsOptedOut, wordClass } from './columns/status-words.ts';
import type { CsvRow } from './csv-rows.ts';
import type { ImportPlan } from './import-plan.ts';
import { wordsFor } from './import-surface.ts';
import { normaliseWord } from './products/export-form.ts';
import { exportId, KNOWN_EXPORTS } from './products/known-exports.ts';
import { readDate } from './read-date.ts';
import { cleanAddress, withoutProtection } from './tidy-cell.ts';

/** A subscriber as read from a file, with the line, from 1. */
export interface SubscriberRow extends NewSubscriber {
  line: number;
}

/** `leftOut`: the label of a column that could not be read. */
export type RowReading = { ok: true; row: SubscriberRow; leftOut?: string } | { ok: false; reason: string };

const REASONS = {
  name: `The name is longer than ${MAX_NAME_LENGTH} characters.`,
  encoding:
    'Letters of the name were lost because the file was not saved as UTF-8. Export it again as "CSV UTF-8".',
  erased: 'This person asked to be erased where the file comes from.',
};

/**
 * Reads a row as the plan says, or says in a sentence what is wrong. A row which says that someone left, or must not be
 * emailed, is refused only for its address. Called a million times for a long list.
 */
export function readSubscriberRow(row: CsvRow, plan: ImportPlan): RowReading {
  const { fields } = row;
  const wrongWidth = widthProblem(fields, plan);
  const ownBits =
    wrongWidth === undefined ? statusBitsOfRow(fields, plan.statusColumns) : statusBitsAnywhere(fields, plan);
  const bits = plan.fileMarks.length === 0 ? ownBits : ownBits | statusBitsOfRow(fields, plan.fileMarks);
  const isOptedOut = (bits & OPTED_OUT_BITS) !== 0;
  const wrong = isOptedOut ? undefined : (wrongWidth ?? statusProblem(fields, { plan, bits }));
  if (wrong !== undefined) return refused(wrong);
  const addressPlace = wrongWidth === undefined ? plan.email.place : addressIndex(fields, plan.email.place);
  return readPerson(row, { plan, bits, isOptedOut, addressPlace });
}

function readPerson(
  { line, fields }: CsvRow,
  {
    plan,
    bits,
    isOptedOut,
    addressPlace,
  }: { plan: ImportPlan; bits: number; isOptedOut: boolean; addressPlace: number },
): RowReading {
  const address = parseAddress(cleanAddress(fields[addressPlace] ?? ''));
  if (!address.ok) return address;
  if (plan.product?.erased?.test(address.email) === true) return refused(REASONS.erased);
  const name = nameOf(fields, plan);
  const pausedUntil = pauseOf(fields, plan);
  const createdAt = createdAtOf(fields, plan);
  const wrongName = nameProblem(name);
  const wrong = wrongName ?? dateProblem(fields, { plan, pausedUntil, createdAt });
  if (wrong !== undefined && !isOptedOut) return refused(wrong);
  const row: SubscriberRow = {
    line,
    email: address.email,
    emailKey: address.emailKey,
    name: wrongName === undefined && name !== '' ? name : null,
    status: statusOf(bits),
    suppression: suppressionOf(bits),
    pausedUntil: pausedUntil ?? null,
    createdAt: createdAt ?? null,
  };
  return createdAt === undefined
    ? { ok: true, row, leftOut: plan.createdAt[0]?.label ?? '' }
    : { ok: true, row };
}

/** An unparsable line counts only if it says that someone left. */
export function readBrokenRow(line: number, fields: readonly string[], plan: ImportPlan): RowReading | null {
  if ((statusBitsAnywhere(fields, plan) & OPTED_OUT_BITS) === 0) return null;
  const reading = readSubscriberRow({ line, lastLine: line, fields: [...fields] }, plan);
  return reading.ok ? reading : null;
}

/** A row that was cut off could have lost the word "unsubscribed". */
function widthProblem(fields: readonly string[], { width, email, statusColumns, fileMarks }: ImportPlan) {
  if (fields.length === width) return undefined;
  const isCut = [email, ...statusColumns, ...fileMarks].some(({ place }) => place >= fields.length);
  const isShifted = fields.slice(width).some((field) => field !== '');
  return isCut || isShifted ? `Fields in this row: ${fields.length}; in the header: ${width}.` : undefined;
}

/** In a row of the wrong width, the address is in its column, or else the only one there is. */
function addressIndex(fields: readonly string[], place: number): number {
  const places = [...fields.keys()].filter((at) => parseAddress(cleanAddress(fields[at] ?? '')).ok);
  const [only, ...others] = places;
  return only === undefined || others.length > 0 || places.includes(place) ? place : only;
}

/** In a row of the wrong width, a word for people who left counts in any field. */
function statusBitsAnywhere(fields: readonly string[], { statusColumns }: ImportPlan): number {
  let bits: number = STATUS_BITS.unknown;
  for (const column of statusColumns.filter(({ guessesOptedOut }) => guessesOptedOut)) {
    for (const field of fields) {
      if (column.words.has(normaliseWord(field)) || isOptedOutWord(field))
        bits |= statusBits(column, field) & OPTED_OUT_BITS;
    }
  }
  return bits;
}

function statusProblem(
  fields: readonly string[],
  { plan, bits }: { plan: ImportPlan; bits: number },
): string | undefined {
  const { statusColumns, fileMarks, product, createdAt } = plan;
  if ((bits & STATUS_BITS.unknown) !== 0) {
    const column = statusColumns.find(
      (one) => statusBits(one, fields[one.place] ?? '') === STATUS_BITS.unknown,
    );
    return column && unknownWord(column, fields[column.place] ?? '', plan.surface);
  }
  const [fileMark] = fileMarks;
  // A status is enough; without one, only the kind of file says who left.
  if (fileMark !== undefined && statusColumns.length === 0) {
    return `${fileMark.label} is empty, so we cannot tell whether this person left. Import the files of the export one by one, each as it came.`;
  }
  if (product?.hasNonSubscribers === true && createdAt.length > 0 && bits <= STATUS_BITS.confirmed) {
    const isEmpty = createdAt.every(({ place }) => (fields[place] ?? '').trim() === '');
    if (isEmpty) {
      const labels = createdAt.map(({ label }) => label).join(' or ');
      return `There is nothing in ${labels}, so nothing shows that this person asked for mail.`;
    }
  }
  return undefined;
}

function unknownWord(
  { label, words }: { label: string; words: ReadonlyMap<string, number> },
  cell: string,
  surface: ImportPlan['surface'],
) {
  const known = `use ${[...words.keys()].join(', ')}`;
  const word = normaliseWord(cell);
  const owners = KNOWN_EXPORTS.filter(({ statusColumns }) =>
    statusColumns.some((form) => form.columns.includes('status') && Object.hasOwn(form.words, word)),
  );
  const whose =
    owners.length === 0
      ? ''
      : ` It is a word of ${LIST.format(owners.map(({ name }) => name))}: for such an export, ${wordsFor(surface, { command: `add ${LIST.format(owners.map((owner) => `--from ${exportId(owner)}`))}`, studio: 'choose the product under "Read it as"' })}.`;
  return label === 'status'
    ? `The status is not known: ${known}.${whose}`
    : `${cell.trim() === '' ? 'An empty cell' : `"${cell.trim().slice(0, MAX_SHOWN_LENGTH)}"`} in ${label} is not known: ${known}, or say what it means ${wordsFor(surface, HOW_TO_SAY_MEANING)}.`;
}

const MAX_SHOWN_LENGTH = 40;

const HOW_TO_SAY_MEANING = { command: 'with --map', studio: 'under “What the columns mean”' };

const LIST = new Intl.ListFormat('en', { type: 'disjunction' });

function nameOf(fields: readonly string[], { name: [first, ...others] }: ImportPlan): string {
  if (first === undefined) return '';
  const whole = withoutProtection(fields[first.place] ?? '');
  const parts = others.map(({ place }) => withoutProtection(fields[place] ?? ''));
  return personName(parts.length === 0 ? whole : [whole, ...parts].join(' '));
}

function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return REASONS.name;
  return name.includes('\ufffd') ? REASONS.encoding : undefined;
}

/** Null if there is none, undefined if it cannot be read. */
function createdAtOf(
  fields: readonly string[],
  { createdAt, statusColumns }: ImportPlan,
): number | null | undefined {
  for (const { place, orderOf } of createdAt) {
    const cell = (fields[place] ?? '').trim();
    const read = readDate(cell, orderOf);
    const isWord = read === undefined && wordClass(cell) !== 'other';
    const isStatus = isWord && statusColumns.some((one) => one.place === place);
    if (read !== null && !isStatus) return read;
  }
  return null;
}

/** A date column may say by a word that someone did not subscribe: `Subscribed` with `no` in it. */
function dateProblem(
  fields: readonly string[],
  read: { plan: ImportPlan; pausedUntil: number | null | undefined; createdAt: number | null | undefined },
): string | undefined {
  if (read.pausedUntil === undefined) return unreadableDate(read.plan.pausedUntil?.label);
  if (read.createdAt !== undefined) return undefined;
  const found = read.plan.createdAt.find(({ place }) => mentionsNo(fields[place] ?? ''));
  return (
    found &&
    `"${fields[found.place]}" in ${found.label} is not a date, and may mean that this person gets no email. Say what the column means ${wordsFor(read.plan.surface, HOW_TO_SAY_MEANING)}.`
  );
}

const mentionsNo = (cell: string) => mentionsOptedOut(cell) || wordClass(cell) === 'no';

function pauseOf(fields: readonly string[], { pausedUntil }: ImportPlan): number | null | undefined {
  if (pausedUntil === null) return null;
  return readDate((fields[pausedUntil.place] ?? '').trim(), pausedUntil.orderOf);
}

const unreadableDate = (column = 'paused_until') =>
  `We cannot read the date in ${column}. Write it as 2026-11-17T09:00:00Z.`;

const refused = (reason: string) => ({ ok: false as const, reason });

function statusOf(bits: number): SubscriberStatus {
  if ((bits & STATUS_BITS.unsubscribed) !== 0) return 'unsubscribed';
  return (bits & STATUS_BITS.pending) !== 0 ? 'pending' : 'confirmed';
}

function suppressionOf(bits: number): SuppressionReason | null {
  if ((bits & STATUS_BITS.complained) !== 0) return 'complained';
  if ((bits & STATUS_BITS.bounced) !== 0) return 'bounced';
  return (bits & STATUS_BITS.erased) !== 0 ? 'erased' : null;
}
