import { afterEach, expect, test, vi } from 'vitest';
import { followClock, type SharedClock } from '../../src/shared/shared-clock.ts';

let clock: SharedClock | undefined;

afterEach(() => {
  clock?.end();
  vi.useRealTimers();
});

const AN_HOUR = 3_600_000;

test('the time is the other clock’s, whatever this machine’s clock says or is set to', async () => {
  vi.useFakeTimers();
  const start = Date.now();
  const ahead = () => start + performance.now() + AN_HOUR;
  clock = await followClock(async () => ahead());
  expect(clock.now()).toBeCloseTo(ahead(), -1);
  vi.setSystemTime(0);
  vi.advanceTimersByTime(1_000);
  expect(clock.now()).toBeCloseTo(ahead(), -1);
});

test('a change of the other clock is followed within a minute', async () => {
  vi.useFakeTimers();
  let other = 1_000;
  clock = await followClock(async () => other + performance.now());
  const before = clock.now();
  other += AN_HOUR;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.now() - before).toBeCloseTo(AN_HOUR + 60_000, -1);
});

test('while the other clock cannot be asked, time goes on', async () => {
  vi.useFakeTimers();
  let fails = false;
  clock = await followClock(async () => {
    if (fails) throw new Error('away');
    return performance.now();
  });
  const before = clock.now();
  fails = true;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(clock.now() - before).toBeCloseTo(120_000, -1);
});

test('answers that come late do not move the time', async () => {
  vi.useFakeTimers();
  let answerTakes = 0;
  clock = await followClock(async () => {
    const instant = performance.now();
    if (answerTakes > 0) await new Promise((resolve) => setTimeout(resolve, answerTakes));
    return instant;
  });
  answerTakes = 8_000;
  const before = clock.now();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(clock.now() - before).toBeCloseTo(120_000, -1);
});
