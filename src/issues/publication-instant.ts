import { DAY_MS } from '../shared/durations.ts';

/** Made up to this long after its time, an issue is still that day's. */
const ON_SCHEDULE_MS = DAY_MS;

interface IssueTimes {
  scheduledAt: number;
  frozenAt: number;
  /** When sending begins; null if it is left to the schedule. */
  sendingAt: number | null;
}

/**
 * The one date of an issue, in its email, on its page, in the archive, the feeds and the site map: when it is due, for
 * its emails say so before they go out. One that a person sends ahead of its time bears the time of sending, so that
 * nothing names an instant still to come. An issue that is made more than a day later bears the time of its making,
 * since nobody got it on the day it was due; so does one of a week in which the schedule does not fire.
 */
export function publicationInstant({ scheduledAt, frozenAt, sendingAt }: IssueTimes): number {
  const isLate = frozenAt - scheduledAt > ON_SCHEDULE_MS;
  if (isLate || isWeeksEnd(scheduledAt)) return frozenAt;
  return Math.min(scheduledAt, sendingAt ?? scheduledAt);
}

/** Schedules fire on whole seconds; a week without a firing has its last millisecond as instant (`scheduledInstant`). */
const isWeeksEnd = (instant: number) => instant % 1000 === 999;
