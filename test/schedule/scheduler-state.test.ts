import { describe, expect, test } from 'vitest';
import { copyEvidence, type SchedulerState, stateAfterCheck } from '../../src/schedule/scheduler-state.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 17, 9);

const watch = (given: Partial<SchedulerState> = {}): SchedulerState => ({
  database: 'a',
  checks: 7,
  firstCheckedAt: NOW - 9 * DAY,
  checkedAt: NOW - DAY,
  pattern: '0 9 * * 2',
  zone: 'UTC',
  madeAt: NOW - 100 * DAY,
  since: NOW - 100 * DAY,
  because: 'made',
  ...given,
});

const SAME = {
  now: NOW,
  pattern: '0 9 * * 2',
  zone: 'UTC',
  marker: { database: 'a', checks: 7, latestAt: NOW - DAY },
};

test('a check is counted and dated, and changes nothing else', () => {
  expect(stateAfterCheck(watch(), SAME)).toEqual(watch({ checks: 8, checkedAt: NOW }));
});

describe('a database is a copy of itself', () => {
  test.each([
    ['proved', 'its marker knows of more checks', watch(), { database: 'a', checks: 8, latestAt: NOW - DAY }],
    [
      'proved',
      'it was never checked, and its marker knows better',
      watch({ checks: 0 }),
      { database: 'a', checks: 8, latestAt: NOW - DAY },
    ],
    ['suspected', 'it has been checked, and its marker is missing', watch(), null],
    [
      'suspected',
      'the marker is that of another',
      watch(),
      { database: 'b', checks: 7, latestAt: NOW - DAY },
    ],
    ['none', 'its marker agrees', watch(), { database: 'a', checks: 7, latestAt: NOW - DAY }],
    ['none', 'its marker was not told in time', watch(), { database: 'a', checks: 6, latestAt: NOW - DAY }],
    ['none', 'it was never checked', watch({ checks: 0 }), null],
    [
      'none',
      'it is new, and stands where another stood',
      watch({ checks: 0 }),
      { database: 'b', checks: 99, latestAt: NOW - DAY },
    ],
  ] as const)('the database is %s as a copy if %s', (evidence, _, of, marker) => {
    expect(copyEvidence(of, marker)).toBe(evidence);
    const { since, because } = stateAfterCheck(of, { ...SAME, marker });
    expect([since, because]).toEqual(evidence === 'none' ? [of.since, 'made'] : [NOW, 'restored']);
  });
});

describe('slots go out by themselves from now on', () => {
  test.each([
    ['the hour', { pattern: '0 10 * * 2' }],
    ['the time zone', { zone: 'Europe/Berlin' }],
  ])('slots count from now if %s was changed', (_, change) => {
    expect(stateAfterCheck(watch(), { ...SAME, ...change })).toMatchObject({
      since: NOW,
      because: 'schedule',
    });
  });

  test('slots count from now if the clock was weeks ahead when the database was made', () => {
    const ahead = watch({ since: NOW + 400 * DAY });
    expect(stateAfterCheck(ahead, SAME)).toMatchObject({ since: NOW, because: 'made' });
  });
});

test('the first schedule does not count as a change', () => {
  const fresh = watch({ checks: 0, firstCheckedAt: null, checkedAt: null, pattern: null, zone: null });
  expect(stateAfterCheck(fresh, { ...SAME, marker: null })).toMatchObject({
    firstCheckedAt: NOW,
    since: fresh.since,
    because: 'made',
  });
});

test('a clock that is set back for a while does not make the database older', () => {
  const made = watch({ since: NOW + DAY });
  expect(stateAfterCheck(made, SAME).since).toBe(NOW + DAY);
  const later = { database: 'a', checks: 8, latestAt: NOW + 2 * DAY };
  expect(stateAfterCheck(made, { ...SAME, marker: later }).since).toBe(NOW + 2 * DAY + 1);
  expect(stateAfterCheck(made, { ...SAME, marker: null })).toMatchObject({
    since: NOW + DAY,
    because: 'restored',
  });
});
