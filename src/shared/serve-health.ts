import { type Clock, toIso } from './clock.ts';
import { MINUTE_MS } from './durations.ts';

/** An outage that is over is reported to the editor if it lasted at least so long, in milliseconds. */
export const REPORTED_OUTAGE_MS = 15 * MINUTE_MS;

/** How old the schedule's last good check may be, in milliseconds; it is checked every minute. */
export const MAX_CHECK_AGE_MS = 5 * MINUTE_MS;

/** How the jobs of `serve` are doing, for its readiness, its metrics and its log. */
export interface ServeHealth {
  startedAt: number;
  schedule: {
    /** When the schedule was last checked without a failure; null before that. */
    checkedAt: number | null;
    /** Why the last check failed; null where it did not. */
    problem: string | null;
  };
  /** When the provider last accepted a message; null before that. */
  acceptedAt: number | null;
  /** Requests that were not accepted at once, counted by cause. */
  retries: Map<string, number>;
  /** What is wrong inside the database; null where nothing was found, or nobody has looked yet. */
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

/**
 * Makes what is known fit a clock that was set back: a check in the future would be taken for a good one until then. It
 * counts from now on, so that a schedule that is no longer checked is found out five minutes later.
 */
export function heedClock(health: ServeHealth, now: number): void {
  const { schedule, startedAt } = health;
  health.startedAt = Math.min(startedAt, now);
  if (schedule.checkedAt !== null)
    health.schedule = { ...schedule, checkedAt: Math.min(schedule.checkedAt, now) };
}

/** Why the schedule cannot be relied on at `now`; null where it can. A check that never came is as old as the start. */
export function scheduleProblem({ startedAt, schedule }: ServeHealth, now: number): string | null {
  if (schedule.problem !== null) return `The last check of the schedule failed: ${schedule.problem}`;
  const checkedAt = schedule.checkedAt ?? startedAt;
  return now - checkedAt > MAX_CHECK_AGE_MS ? `The schedule was last checked at ${toIso(checkedAt)}.` : null;
}

/** Something that failed for a while and works again. */
export interface Outage {
  since: number;
  until: number;
  reason: string;
}

export interface OutageWatch {
  /** @param since When what failed was first tried, which may be before this process began. */
  failed(reason: string, since?: number): void;
  /**
   * @param since When what worked was first tried.
   * @returns The outage that this ends, where it lasted long enough to be reported.
   */
  worked(since?: number): Outage | null;
  /** Ends what failed without a word: somebody decided about it. */
  forget(): void;
}

/** Keeps when something began to fail, so that an outage can be reported when it is over. */
export function createOutageWatch(clock: Clock, unknownReason: string): OutageWatch {
  let began: { since: number; reason: string } | null = null;
  /** What was first tried before this instant says nothing: since then it worked, or somebody decided. */
  let settledAt = Number.NEGATIVE_INFINITY;
  const settle = () => {
    began = null;
    settledAt = clock.now();
  };
  return {
    failed: (reason, since = clock.now()) => {
      // Where the clock was set back, an outage counts from the earlier of the two.
      const known = Math.min(began?.since ?? Number.POSITIVE_INFINITY, clock.now());
      began = { since: since > settledAt ? Math.min(known, since) : known, reason };
    },
    worked: (firstTried = clock.now()) => {
      const until = clock.now();
      const earlier = firstTried > settledAt ? firstTried : until;
      const { since, reason } = began ?? { since: earlier, reason: unknownReason };
      settle();
      return until - since < REPORTED_OUTAGE_MS ? null : { since, until, reason };
    },
    forget: settle,
  };
}

/** An outage in a sentence, for the editor and the log. */
export function outageInWords({ since, until, reason }: Outage): string {
  return `From ${toIso(since)} until ${toIso(until)}: ${reason}`;
}
