import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ARRIVAL_DELAY_MS, nextTurnAt } from '../../../src/transport/resend/next-turn.ts';
import { mostInAnySecond } from '../../fake-resend/limits/rate-window.ts';

/** Requests at the given times, each made as late after its turn as is allowed. */
function instants(perSecond: number, steps: readonly { idle: number; late: number }[]): number[] {
  const turns: number[] = [];
  const made: number[] = [];
  let now = 1_000_000;
  for (const { idle, late } of steps) {
    now += idle;
    const at = nextTurnAt({ now, perSecond, turns, blockedUntil: 0 });
    turns.unshift(at);
    turns.length = Math.min(turns.length, perSecond);
    now = at + late;
    made.push(now);
  }
  return made;
}

const step = fc.record({
  idle: fc.oneof(fc.constant(0), fc.nat(3_000)),
  late: fc.nat(MAX_ARRIVAL_DELAY_MS),
});

test('no second, wherever it begins, has more requests than the limit, however late each is made', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step, { maxLength: 100 }), (perSecond, steps) => {
      expect(mostInAnySecond(instants(perSecond, steps))).toBeLessThanOrEqual(perSecond);
    }),
  );
});

test.each([2, 5, 10])('at %d requests a second, at least 99 in a hundred are made', (perSecond) => {
  const made = instants(
    perSecond,
    Array.from({ length: 100 * perSecond }, () => ({ idle: 0, late: 0 })),
  );
  const seconds = ((made.at(-1) ?? 0) - (made[0] ?? 0)) / 1_000;
  expect((made.length - 1) / seconds / perSecond).toBeGreaterThan(0.99);
});

test('a request that is very late is made up for, as far as the limit allows', () => {
  const steady = Array.from({ length: 50 }, () => ({ idle: 0, late: 0 }));
  const stalled = steady.map((one, index) => (index === 20 ? { idle: 80, late: 0 } : one));
  const end = (steps: typeof steady) => instants(10, steps).at(-1) ?? 0;
  expect(end(stalled) - end(steady)).toBeLessThan(80);
});

test('no request is made before the provider allows it', () => {
  expect(nextTurnAt({ now: 5_000, perSecond: 10, turns: [], blockedUntil: 9_000 })).toBe(9_000);
  expect(nextTurnAt({ now: 5_000, perSecond: 10, turns: [], blockedUntil: 0 })).toBe(5_000);
});
