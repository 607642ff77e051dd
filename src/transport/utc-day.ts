import { DAY_MS } from '../shared/durations.ts';

/** Days since 1970-01-01. */
export function utcDay(instant: number): number {
  return Math.floor(instant / DAY_MS);
}

/** When daily quotas reset (Resend: account quotas and limits). */
export function nextUtcDay(instant: number): number {
  return (utcDay(instant) + 1) * DAY_MS;
}
