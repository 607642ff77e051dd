import { type Clock, toIso } from './clock.ts';

/** An outage that is over is reported to the editor if it lasted at least so long, in milliseconds. */
export const REPORTED_OUTAGE_MS = 15 * 60_000;

/** How old the schedule's last good check may be, in milliseconds; it is checked every minute. */
export const MAX_CHECK_AGE_MS = 5 * 60_000;

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
  /** Requests that were not accepted at once, counted by why. */
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
  failed(reason: string): void;
  /** @returns The outage that this ends, where it lasted long enough to be reported. */
  worked(): Outage | null;
}

/** A failure that nothing followed for so long is over without anybody having noticed, in milliseconds. */
const FORGOTTEN_AFTER_MS = 2 * 60 * 60_000;

/** Keeps when something began to fail, so that an outage can be reported when it is over. */
export function createOutageWatch(clock: Clock): OutageWatch {
  let began: { since: number; latest: number; reason: string } | null = null;
  const isForgotten = () => began !== null && clock.now() - began.latest > FORGOTTEN_AFTER_MS;
  return {
    failed: (reason) => {
      if (isForgotten()) began = null;
      const now = clock.now();
      began = { since: began?.since ?? now, latest: now, reason };
    },
    worked: () => {
      const ended = isForgotten() ? null : began;
      began = null;
      const until = clock.now();
      if (ended === null || until - ended.since < REPORTED_OUTAGE_MS) return null;
      return { since: ended.since, until, reason: ended.reason };
    },
  };
}

/** An outage in a sentence, for the editor and the log. */
export function outageInWords({ since, until, reason }: Outage): string {
  return `From ${toIso(since)} until ${toIso(until)}: ${reason}`;
}
