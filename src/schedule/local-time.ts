import { DateTime } from 'luxon';
import { formatTime } from '../shared/format.ts';

/** "Tue 24 Nov, 09:00 CET". */
export const inLocalTime = formatTime;

/** "24 November 2026". */
export function formatDate(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toLocaleString(DateTime.DATE_FULL);
}

/** "Tue 1 Dec, 09:00 UTC", "Tue 1 Dec, 09:00 CET". */
export function shortTime(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toFormat('ccc d LLL, HH:mm ZZZZ');
}
