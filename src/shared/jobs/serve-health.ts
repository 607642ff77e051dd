import type { Clock } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { formatTime } from '../format.ts';

/** The schedule is checked every minute. */
export const MAX_CHECK_AGE_MS = 5 * MINUTE_MS;

/** How the jobs of `serve` are doing, for its readiness, metrics and log. */
export interface ServeHealth {
  startedAt: number;
  schedule: {
    /** The last successful check; null before the first. */
    checkedAt: number | null;
    /** Why the last check failed; null if it succeeded. */
    problem: string | null;
  };
  /** When the provider last accepted an email; null before the first. */
  acceptedAt: number | null;
  /** Requests that were not accepted at once, by cause. */
  retries: Map<string, number>;
  /** Damage in the database; null if none was found, or it was not checked yet. */
  databaseProblem: string | null;
}

export function createServeHealth(clock: Clock): ServeHealth {
  return {
    startedAt: clock.now(),
    schedule: { checkedAt: null, problem: null },
    acceptedAt: null,
    retries: new Map(),
    databaseProblem: null,
  };
}

/** A check in the future would count as recent until then. From now, a stalled schedule shows in five minutes. */
export function adjustToClock(health: ServeHealth, now: number): void {
  const { schedule, startedAt } = health;
  health.startedAt = Math.min(startedAt, now);
  if (schedule.checkedAt !== null)
    health.schedule = { ...schedule, checkedAt: Math.min(schedule.checkedAt, now) };
}

/** Why the schedule is unreliable at `now`, or null. Before the first check, its age counts from the start. */
export function scheduleProblem({ startedAt, schedule }: ServeHealth, now: number): string | null {
  if (schedule.problem !== null) return `The last check of the schedule failed: ${schedule.problem}`;
  const checkedAt = schedule.checkedAt ?? startedAt;
  return now - checkedAt > MAX_CHECK_AGE_MS
    ? `The schedule was last checked ${formatTime(checkedAt, 'UTC')}.`
    : null;
}
