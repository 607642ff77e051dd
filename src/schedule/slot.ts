import { DateTime } from 'luxon';
import { AppError } from '../shared/errors.ts';

export type SlotReading =
  | { ok: true; slot: string; year: number; week: number }
  /** `why` is the part of the reason that does not repeat the text. */
  | { ok: false; reason: string; why: string };

/** The ISO 8601 week of the local date, such as `2026-W47`; slots sort as text. @throws AppError `configuration` */
export function slotOf(instant: number, zone: string): string {
  const isoWeekDay = DateTime.fromMillis(instant, { zone }).toISOWeekDate();
  if (isoWeekDay === null) throw unknownZone(zone);
  return isoWeekDay.slice(0, -'-1'.length);
}

export function parseSlot(text: string): SlotReading {
  const digits = /^(\d{4})-W(\d{2})$/.exec(text.trim());
  if (digits === null) {
    return refused(text, 'expected a year and an ISO week, such as 2026-W47');
  }
  const [year, week] = [Number(digits[1]), Number(digits[2])];
  const weeks = DateTime.fromObject({ weekYear: year }, { zone: 'utc' }).weeksInWeekYear;
  if (week >= 1 && week <= weeks) return { ok: true, slot: text.trim(), year, week };
  return refused(
    text,
    week === 53
      ? `${digits[1]} has no week 53, its last is ${digits[1]}-W52`
      : `${digits[1]} has the weeks ${digits[1]}-W01 to ${digits[1]}-W${weeks}`,
  );
}

/** As `YYYY-MM-DD`, Monday first. @throws AppError `usage` */
export function slotDays(slot: string): string[] {
  const monday = mondayOf(slot);
  return Array.from({ length: 7 }, (_, days) => isoDate(monday.plus({ days })));
}

export function addWeeks(slot: string, weeks: number): string {
  return slotOf(mondayOf(slot).plus({ weeks }).toMillis(), 'utc');
}

export function slotEnd(slot: string, zone: string): number {
  const [nextMonday = ''] = slotDays(addWeeks(slot, 1));
  return localInstant({ date: nextMonday, zone }) - 1;
}

export interface LocalTime {
  /** `YYYY-MM-DD` */
  date: string;
  hour?: number;
  minute?: number;
  second?: number;
  zone: string;
}

/** Of a time that occurs twice, the first (Luxon would use today's offset); a skipped one moves by the gap. */
export function localInstant({ date, hour = 0, minute = 0, second = 0, zone }: LocalTime): number {
  const local = DateTime.fromISO(date, { zone }).set({ hour, minute, second });
  if (!local.isValid) throw unknownZone(zone);
  return Math.min(...local.getPossibleOffsets().map((possible) => possible.toMillis()));
}

function mondayOf(slot: string): DateTime {
  const reading = parseSlot(slot);
  if (!reading.ok) throw new AppError('usage', reading.reason);
  return DateTime.fromObject({ weekYear: reading.year, weekNumber: reading.week }, { zone: 'utc' });
}

function isoDate(day: DateTime): string {
  return day.toISO()?.slice(0, 'YYYY-MM-DD'.length) ?? '';
}

function refused(text: string, why: string): SlotReading {
  return { ok: false, reason: `"${text}" is not a slot: ${why}.`, why };
}

function unknownZone(zone: string): AppError {
  return new AppError(
    'configuration',
    `"${zone}" is not a time zone; name one such as Europe/Berlin or UTC.`,
  );
}
