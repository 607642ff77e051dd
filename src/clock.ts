/** Tells the time. An instant is a number of milliseconds since 1970-01-01T00:00:00Z, everywhere in the program. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** An instant as ISO 8601 in UTC, the form of every instant that the program prints. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
