import { DateTime } from 'luxon';
import { formatTime } from '../shared/format.ts';

/** "24 November 2026". */
export function formatDate(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toLocaleString(DateTime.DATE_FULL);
}

/** "Tue 1 Dec, 09:00 UTC". */
export function scheduleTime(instant: number, zone: string): string {
  return formatTime(instant, zone);
}
