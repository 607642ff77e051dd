const DAY = 24 * 60 * 60 * 1000;

/** The beginning of the UTC day after an instant: when a day's quota begins anew (Resend: account quotas and limits). */
export function nextUtcDay(instant: number): number {
  return (Math.floor(instant / DAY) + 1) * DAY;
}
