import { type Clock, toIso } from './clock.ts';
import { MINUTE_MS } from './durations.ts';

/** A shorter outage is not reported to the editor. */
export const REPORTED_OUTAGE_MS = 15 * MINUTE_MS;

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

/**
 * Why the schedule is unreliable at `now`; null if it is not. Before the first check, its age counts from the start.
 */
export function scheduleProblem({ startedAt, schedule }: ServeHealth, now: number): string | null {
  if (schedule.problem !== null) return `The last check of the schedule failed: ${schedule.problem}`;
  const checkedAt = schedule.checkedAt ?? startedAt;
  return now - checkedAt > MAX_CHECK_AGE_MS ? `The schedule was last checked at ${toIso(checkedAt)}.` : null;
}

/** A failure that lasted for a while and is over. */
export interface Outage {
  since: number;
  until: number;
  reason: string;
}

export interface OutageWatch {
  /** @param since When this was first attempted, possibly before this process started. */
  failed(reason: string, since?: number): void;
  /** @returns The outage that this ends, if it was long enough to report. */
  worked(since?: number): Outage | null;
  /** Ends an outage without reporting it, because someone decided about it. */
  forget(): void;
}

/** Remembers when a failure began, so that the outage can be reported when it is over. */
export function createOutageWatch(clock: Clock, unknownReason: string): OutageWatch {
  let began: { since: number; reason: string } | null = null;
  /** Attempts from before this instant are irrelevant: since then it worked, or someone decided. */
  let settledAt = Number.NEGATIVE_INFINITY;
  const settle = () => {
    began = null;
    settledAt = clock.now();
  };
  return {
    failed: (reason, since = clock.now()) => {
      // If the clock was set back, the outage counts from the earlier time.
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

export function outageInWords({ since, until, reason }: Outage): string {
  return `From ${toIso(since)} until ${toIso(until)}: ${reason}`;
}
