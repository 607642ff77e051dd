import { DAY_MS } from '../shared/durations.ts';

/** The UTC day of an instant, counted from 1970-01-01. */
export function utcDay(instant: number): number {
  return Math.floor(instant / DAY_MS);
}

/** The beginning of the UTC day after an instant: when a day's quota begins anew (Resend: account quotas and limits). */
export function nextUtcDay(instant: number): number {
  return (utcDay(instant) + 1) * DAY_MS;
}
