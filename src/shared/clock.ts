import { setTimeout } from 'node:timers/promises';

/** Tells the time. An instant is a number of milliseconds since 1970-01-01T00:00:00Z, everywhere in the program. */
export interface Clock {
  now(): number;
  /** Waits so many milliseconds, or until `signal` is aborted; never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** An instant as ISO 8601 in UTC, the form of every instant that the program prints. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
