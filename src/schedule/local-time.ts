import { DateTime } from 'luxon';

/** Such as `Tue 2026-11-24 09:00 +01:00`. */
export function inLocalTime(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('ccc yyyy-MM-dd HH:mm ZZ');
}

/** "24 November 2026". */
export function formatDate(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toLocaleString(DateTime.DATE_FULL);
}

/** "Tue 1 Dec, 09:00 UTC", "Tue 1 Dec, 09:00 CET". */
export function shortTime(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toFormat('ccc d LLL, HH:mm ZZZZ');
}
