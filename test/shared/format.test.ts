import { expect, test } from 'vitest';
import {
  counted,
  formatDuration,
  formatNumber,
  formatPercent,
  formatTime,
  formatTimeAndYear,
  formatWeek,
} from '../../src/shared/format.ts';

const TUESDAY = Date.UTC(2026, 11, 1, 9);

test('times are read in one form, with the name of the zone', () => {
  expect(formatTime(TUESDAY, 'UTC')).toBe('Tue 1 Dec, 09:00 UTC');
  expect(formatTime(TUESDAY, 'Europe/Berlin')).toBe('Tue 1 Dec, 10:00 CET');
  expect(formatTime(Date.UTC(2026, 5, 30, 22), 'Europe/Berlin')).toBe('Wed 1 Jul, 00:00 CEST');
  expect(formatTime(TUESDAY, 'America/New_York')).toBe('Tue 1 Dec, 04:00 EST');
  expect(formatTime(TUESDAY, 'Asia/Tokyo')).toBe('Tue 1 Dec, 18:00 GMT+9');
  expect(formatTimeAndYear(TUESDAY, 'UTC')).toBe('Tue 1 Dec 2026, 09:00 UTC');
});

test('numbers, percentages, durations and weeks are read in one form', () => {
  expect(formatNumber(1_000)).toBe('1,000');
  expect(counted(1_204, 'vote')).toBe('1,204 votes');
  expect([formatPercent(999, 1_000), formatPercent(3, 3), formatPercent(0, 0)]).toEqual([
    '99%',
    '100%',
    '100%',
  ]);
  expect([90_000, 600_000, 9_000_000, 400_000_000, 10].map(formatDuration)).toEqual([
    '90 s',
    '10 min',
    '2.5 h',
    '5 days',
    '1 s',
  ]);
  expect([formatWeek('2026-W49'), formatWeek('2027-W01')]).toEqual(['Week 49', 'Week 1']);
});
