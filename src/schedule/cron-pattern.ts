import { validateDetailed } from 'node-cron';
import { DAY_MS } from '../shared/durations.ts';

/** node-cron joins day of month and day of week by AND, other crons by OR. */
export interface FiringDays {
  months: readonly number[];
  daysOfMonth: readonly number[];
  /** 0 is Sunday. */
  daysOfWeek: readonly number[];
}

export interface ClockTime {
  hour: number;
  minute: number;
  second: number;
}

export type PatternReading =
  | { ok: true; days: FiringDays; time: ClockTime }
  | { ok: false; messages: string[] };

type ParsedFields = NonNullable<ReturnType<typeof validateDetailed>['fields']>;

/** Calendar dates repeat their weekdays after 28 years: every possible week. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);
const WEEKS = 1461;

const EXAMPLE = '0 9 * * 2 for Tuesdays at 09:00';
const FORM = `Write minute, hour, day of the month, month and day of the week, such as ${EXAMPLE}`;

/** Reads a cron pattern that fires at most once per ISO week, or returns everything wrong with it. */
export function readCronPattern(pattern: string): PatternReading {
  const { fields, errors } = validateDetailed(pattern);
  if (fields === undefined) return { ok: false, messages: errors.map((error) => describe(error, pattern)) };
  const days = numericDays(fields);
  if (days === null) {
    return {
      ok: false,
      messages: [`must give days as numbers or names: L, W and # are not supported. ${FORM}`],
    };
  }
  const { second, minute, hour } = fields;
  const perDay = second.length * minute.length * hour.length;
  const perWeek = perDay * maxDaysPerWeek(days);
  const time = { second: second[0] ?? 0, minute: minute[0] ?? 0, hour: hour[0] ?? 0 };
  if (perWeek === 1) return { ok: true, days, time };
  return {
    ok: false,
    messages: [
      perWeek === 0
        ? `never fires. ${FORM}`
        : `fires up to ${perWeek} times in one week (Monday to Sunday), but at most one issue goes out in a week. Name one time on one day, such as ${EXAMPLE}`,
    ],
  };
}

export function firesOn(days: FiringDays, day: Date): boolean {
  return (
    days.daysOfWeek.includes(day.getUTCDay()) &&
    days.daysOfMonth.includes(day.getUTCDate()) &&
    days.months.includes(day.getUTCMonth() + 1)
  );
}

function maxDaysPerWeek(days: FiringDays): number {
  // Every command reads the schedule, and ten thousand dates take it longer than most of what else it does.
  if (days.months.length === 12 && days.daysOfMonth.length === 31) return days.daysOfWeek.length;
  let most = 0;
  for (let week = 0; week < WEEKS; week++) {
    let inWeek = 0;
    for (let day = 0; day < 7; day++) {
      if (firesOn(days, new Date(FIRST_MONDAY + (week * 7 + day) * DAY_MS))) inWeek++;
    }
    most = Math.max(most, inWeek);
  }
  return most;
}

function numericDays({ month, dayOfMonth, dayOfWeek }: ParsedFields): FiringDays | null {
  const [daysOfMonth, daysOfWeek] = [onlyNumbers(dayOfMonth), onlyNumbers(dayOfWeek)];
  return daysOfMonth && daysOfWeek && { months: month, daysOfMonth, daysOfWeek };
}

function onlyNumbers(values: readonly (number | string)[]): number[] | null {
  const all = values.filter((value) => typeof value === 'number');
  return all.length === values.length ? all : null;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  dayOfMonth: 'day of the month',
  dayOfWeek: 'day of the week',
};

function describe({ field, message }: { field: string; message: string }, pattern: string): string {
  if (field === 'expression') return `"${pattern}" cannot be read. ${FORM}`;
  return `has a ${FIELD_WORDS[field] ?? field} that cannot be: ${message.replace(/ is an? .*$/, '')}. ${FORM}`;
}
