import { DateTime } from 'luxon';

/** An instant as the clocks of a time zone show it, with their offset from UTC: `Tue 2026-11-24 09:00 +01:00`. */
export function inLocalTime(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('ccc yyyy-MM-dd HH:mm ZZ');
}
