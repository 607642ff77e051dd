import type { Clock } from '../../src/shared/clock.ts';

/** A clock that only the test moves; sleeping moves it. */
export interface TestClock extends Clock {
  set(instant: string): void;
  advance(milliseconds: number): void;
}

export function testClock(start = '2026-11-17T09:00:00Z'): TestClock {
  let now = Date.parse(start);
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    set: (instant) => {
      now = Date.parse(instant);
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
