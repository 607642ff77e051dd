import { describe, expect, test } from 'vitest';
import { firingsBetween, nextFirings } from '../../src/schedule/firings.ts';
import { addWeeks, slotOf } from '../../src/schedule/slot.ts';
import { formatTime } from '../../src/shared/format.ts';
import { ZONES } from '../support/samples/zones.ts';
import { scheduleOf } from '../support/scheduler.ts';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 6);

describe.each([...ZONES, 'Pacific/Chatham'])('over ten years in %s', (zone) => {
  const schedule = scheduleOf('30 8 * * 2', zone);
  const firings = firingsBetween(schedule, { from: START, now: START + 3652 * DAY });

  test('each slot fires once, in order, at the same local time', () => {
    expect(firings.length).toBeGreaterThanOrEqual(521);
    const first = firings[0]?.slot ?? '';
    expect(firings.map(({ slot }) => slot)).toEqual(firings.map((_, week) => addWeeks(first, week)));
    for (const { slot, instant } of firings) {
      expect(formatTime(instant, zone)).toMatch(/^Tue \d+ [A-Z][a-z]{2,3}, 08:30 (UTC|GMT|[A-Z]+)/);
      expect(slotOf(instant, zone)).toBe(slot);
    }
  });

  test('the firings looked at afterwards are those foreseen', () => {
    for (let index = 0; index + 3 < firings.length; index += 26) {
      const instant = firings[index]?.instant ?? 0;
      expect(nextFirings(schedule, instant, 3)).toEqual(firings.slice(index + 1, index + 4));
      expect(nextFirings(schedule, instant - 1, 1)).toEqual(firings.slice(index, index + 1));
    }
  });
});

test('a period of firings includes both its ends', () => {
  const schedule = scheduleOf('0 9 * * 2');
  const [tuesday, next] = [Date.UTC(2026, 10, 17, 9), Date.UTC(2026, 10, 24, 9)];
  const between = (from: number, now: number) =>
    firingsBetween(schedule, { from, now }).map(({ slot }) => slot);
  expect(between(tuesday, next)).toEqual(['2026-W47', '2026-W48']);
  expect(between(tuesday + 1, next)).toEqual(['2026-W48']);
  expect(between(tuesday, next - 1)).toEqual(['2026-W47']);
  expect(between(next, tuesday)).toEqual([]);
});

test('weeks in which a monthly schedule does not fire are not slots', () => {
  const schedule = scheduleOf('0 9 1-7 * 1');
  const from = Date.UTC(2026, 0, 1);
  const firings = firingsBetween(schedule, { from, now: from + 364 * DAY });
  expect(firings).toHaveLength(12);
  expect(nextFirings(schedule, from, 12)).toEqual(firings);
});

test.each([
  ['2026-W53', Date.UTC(2026, 11, 29), '2027-W01'],
  ['2025-W52', Date.UTC(2025, 11, 23), '2026-W01'],
  ['2020-W53', Date.UTC(2020, 11, 29), '2021-W01'],
])('after %s comes the first week of the next year', (slot, from, next) => {
  const firings = firingsBetween(scheduleOf('0 9 * * 2'), { from, now: from + 8 * DAY });
  expect(firings.map((firing) => firing.slot)).toEqual([slot, next]);
});

test('a time is shown with its offset, which changes with the clocks', () => {
  expect(formatTime(Date.UTC(2026, 9, 20, 7), 'Europe/Berlin')).toBe('Tue 20 Oct, 09:00 CEST');
  expect(formatTime(Date.UTC(2026, 9, 27, 8), 'Europe/Berlin')).toBe('Tue 27 Oct, 09:00 CET');
  expect(formatTime(Date.UTC(2026, 9, 27, 8), 'UTC')).toBe('Tue 27 Oct, 08:00 UTC');
});
