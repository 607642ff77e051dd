import { DateTime } from 'luxon';
import { HOUR_MS } from '../../shared/durations.ts';

/** Whether day or month comes first in ambiguous dates. */
export type DateOrder = 'day-first' | 'month-first';

/** What a column's dates with one separator reveal about their order. */
export interface DateEvidence {
  dayFirst: boolean;
  monthFirst: boolean;
}

export type DateEvidences = Record<string, DateEvidence>;

/** Our own format, and most exports': Luxon takes thirty times as long to read it. */
const EXPORTED_FORMAT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Mailchimp's and beehiiv's format, always UTC. */
const SECONDS_FORMAT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?: UTC|Z)?$/;
/** Go's format, in listmonk's files: the offset, then the zone's name or the offset again. */
const GO_FORMAT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?\d* ([+-]\d\d):?(\d\d)(?: \S+)?$/;
/** What spreadsheets write: `17.11.2026 09:00`, `11/17/2026 9:00:00 AM`, `2026/11/17 7:01:33 PM GMT+2`. */
const NUMERIC =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:,? +(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([ap])\.?m\.?)?(?: ?(?:GMT|UTC)(?:([+-]\d{1,2})(?::?(\d\d))?)?)?)?$/i;
/** `17-Nov-2026`, `17 November 2026 09:00`. */
const DAY_IN_LETTERS = /^(\d{1,2})[ .-]+([a-z]{3,9})\.?[ ,-]+(\d{4})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?)?$/i;
/** `Nov 17, 2026`. */
const MONTH_IN_LETTERS = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The instant of a date, in UTC if it names no zone. Null if empty; undefined if it is no instant of the years 1970 to
 * 9999, or if nothing tells whether `03/04/2026` is in March or April.
 * @param orderOf The order of dates with a separator, `/`, `-` or `.`; undefined if unknown.
 */
export function readDate(
  text: string,
  orderOf: (separator: string) => DateOrder | undefined,
): number | null | undefined {
  if (text === '') return null;
  const instant = EXPORTED_FORMAT.test(text)
    ? readExported(text)
    : SECONDS_FORMAT.test(text)
      ? readExported(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`)
      : readOther(text, orderOf);
  return instant >= 0 && instant <= LAST_INSTANT ? instant : undefined;
}

/** `Date.parse` reads 30 February as 2 March. */
function readExported(text: string): number {
  const instant = Date.parse(text);
  const day = Number(text.slice(8, 10));
  return day <= 28 || new Date(instant).getUTCDate() === day ? instant : Number.NaN;
}

function readOther(text: string, orderOf: (separator: string) => DateOrder | undefined): number {
  const go = GO_FORMAT.exec(text);
  if (go !== null) return readIso(`${go[1]}T${go[2]}${go[3] ?? ''}${go[4]}:${go[5]}`);
  if (/^\d{4}-\d\d/.test(text)) {
    const iso = readIso(text);
    if (!Number.isNaN(iso)) return iso;
  }
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return readNumeric(numeric, orderOf);
  const [, day, month, ...later] = DAY_IN_LETTERS.exec(text) ?? [];
  if (month !== undefined) return readInLetters(day, month, later);
  const [, name, date, ...rest] = MONTH_IN_LETTERS.exec(text) ?? [];
  return name === undefined ? Number.NaN : readInLetters(date, name, rest);
}

function readIso(text: string): number {
  return DateTime.fromISO(text.toUpperCase().replace(' ', 'T'), { zone: 'utc' }).toMillis();
}

function readNumeric(parts: RegExpExecArray, orderOf: (separator: string) => DateOrder | undefined): number {
  const [, first = '', separator = '', second = '', third = '', hour, minute, seconds, half] = parts;
  const clock = clockOf([hour, minute, seconds], half);
  const zone =
    (Number(parts[9] ?? 0) + (Number(parts[10] ?? 0) / 60) * (parts[9]?.startsWith('-') ? -1 : 1)) * HOUR_MS;
  if (first.length === 4) return instantOf([first, second, third], clock) - zone;
  const year = third.length === 2 ? `20${third}` : third;
  if (year.length !== 4) return Number.NaN;
  // In `26/11/17`, any of the three may be the year.
  const own = third.length === 2 ? undefined : unambiguousOrder(Number(first), Number(second));
  const order = own ?? orderOf(separator);
  if (order === undefined) return Number.NaN;
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return instantOf([year, month, day], clock) - zone;
}

/** The order of an unambiguous date; `05/05/2026` is the same either way. */
function unambiguousOrder(first: number, second: number): DateOrder | undefined {
  if (first === second || first > 12) return 'day-first';
  return second > 12 ? 'month-first' : undefined;
}

function readInLetters(
  day: string | undefined,
  month: string,
  time: readonly (string | undefined)[],
): number {
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const [year, ...clock] = time;
  return instantOf([year, String(number), day], clockOf(clock));
}

function clockOf([hour = '0', minute = '0', seconds = '0']: readonly (string | undefined)[], half?: string) {
  const shift = half === undefined ? 0 : half.toLowerCase() === 'p' ? 12 : 0;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + shift;
  return { hour: hours, minute: Number(minute), second: Number(seconds) };
}

function instantOf(
  [year, month, day]: readonly (string | undefined)[],
  clock: { hour: number; minute: number; second: number },
): number {
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return DateTime.fromObject({ ...date, ...clock }, { zone: 'utc' }).toMillis();
}

const TWO_NUMBERS = /^(\d{1,2})([./-])(\d{1,2})\2\d{4}/;

export function addDateEvidence(known: DateEvidences, text: string): void {
  const [, first, separator = '', second] = TWO_NUMBERS.exec(text) ?? [];
  if (first === undefined) return;
  known[separator] ??= { dayFirst: false, monthFirst: false };
  const evidence = known[separator];
  evidence.dayFirst ||= Number(first) > 12;
  evidence.monthFirst ||= Number(second) > 12;
}

/**
 * The order of a whole column, per separator. Dates with dots are day first unless they show otherwise; contradictory
 * evidence tells nothing.
 * @param known The order in which the product writes dates.
 */
export function dateOrderOf(
  evidences: DateEvidences,
  known?: DateOrder,
): (separator: string) => DateOrder | undefined {
  return (separator) => {
    const { dayFirst, monthFirst } = evidences[separator] ?? { dayFirst: false, monthFirst: false };
    if (dayFirst && monthFirst) return undefined;
    if (dayFirst || monthFirst) return dayFirst ? 'day-first' : 'month-first';
    return known ?? (separator === '.' ? 'day-first' : undefined);
  };
}
