import type { Clock } from '../shared/clock.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import { formatTime } from '../shared/format.ts';

/** A shorter outage is not reported to the editor. */
export const REPORTED_OUTAGE_MS = 15 * MINUTE_MS;
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

export function describeOutage({ since, until, reason }: Outage, zone: string): string {
  return `From ${formatTime(since, zone)}, until ${formatTime(until, zone)}: ${reason}`;
}
