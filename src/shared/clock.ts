import { setTimeout } from 'node:timers/promises';

/** An instant is in milliseconds since 1970-01-01T00:00:00Z, everywhere in the program. */
export interface Clock {
  now(): number;
  /** Waits, or until `signal` is aborted; never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** ISO 8601 in UTC, as the program prints every instant. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
