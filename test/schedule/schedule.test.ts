import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cutOff,
  parseSchedule,
  type Schedule,
  scheduledInstant,
  slotInstant,
} from '../../src/schedule/schedule.ts';
import { addWeeks, slotEnd, slotOf } from '../../src/schedule/slot.ts';
import { ZONES } from '../support/samples/zones.ts';

const DAY = 86_400_000;

function scheduleOf(pattern: string, zone: string): Schedule {
  const reading = parseSchedule({ pattern, zone });
  if (!reading.ok) throw new Error(reading.reasons.map(({ message }) => message).join('; '));
  return reading.schedule;
}

function refusals(pattern: string, zone = 'UTC'): string[] {
  const reading = parseSchedule({ pattern, zone });
  return reading.ok ? [] : reading.reasons.map(({ setting, message }) => `${setting}: ${message}`);
}

function localTime(instant: number, timeZone: string): string {
  const format = {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat('en', format).format(instant);
}

describe('a schedule', () => {
  test.each(ZONES)(
    'a schedule fires once in each of 520 weeks, always at the same local time, in %s',
    (zone) => {
      const schedule = scheduleOf('30 8 * * 2', zone);
      let before = Number.NEGATIVE_INFINITY;
      for (let week = 0; week < 520; week++) {
        const slot = addWeeks('2025-W01', week);
        const instant = slotInstant(schedule, slot) ?? Number.NaN;
        expect(slotOf(instant, zone)).toBe(slot);
        expect(localTime(instant, zone)).toBe('Tue 08:30');
        expect(instant).toBeGreaterThan(before);
        before = instant;
      }
    },
  );

  test('a schedule follows the local clock when that is put forward and back', () => {
    const schedule = scheduleOf('0 9 * * 0', 'Europe/Berlin');
    const days = ['2027-W11', '2027-W12', '2027-W42', '2027-W43'].map(
      (slot) => slotInstant(schedule, slot) ?? 0,
    );
    expect(days.map((instant) => new Date(instant).toISOString())).toEqual([
      '2027-03-21T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
      '2027-10-24T07:00:00.000Z',
      '2027-10-31T08:00:00.000Z',
    ]);
  });

  test('a schedule with day of month and day of week fires on the first Monday of a month only', () => {
    const schedule = scheduleOf('0 9 1-7 * 1', 'UTC');
    expect(slotInstant(schedule, '2026-W45')).toBe(Date.UTC(2026, 10, 2, 9));
    expect(slotInstant(schedule, '2026-W46')).toBeNull();
  });

  test('a schedule may have seconds, and days and months by name', () => {
    expect(slotInstant(scheduleOf('15 0 9 * * tue', 'UTC'), '2026-W47')).toBe(
      Date.UTC(2026, 10, 17, 9, 0, 15),
    );
    expect(slotInstant(scheduleOf('0 9 29 feb *', 'UTC'), '2028-W09')).toBe(Date.UTC(2028, 1, 29, 9));
    expect(slotInstant(scheduleOf('0 9 * * 7', 'UTC'), '2026-W47')).toBe(Date.UTC(2026, 10, 22, 9));
  });

  test('a schedule keeps to its week even if an hour before midnight is skipped', () => {
    const schedule = scheduleOf('30 22 * * 6', 'America/Nuuk');
    for (let week = 0; week < 520; week++) {
      const slot = addWeeks('2025-W01', week);
      expect(slotOf(slotInstant(schedule, slot) ?? 0, 'America/Nuuk')).toBe(slot);
    }
  });
});

describe('a schedule is refused', () => {
  test.each([
    ['0 9 * * *', /up to 7 times in one week/],
    ['0 9,17 * * 2', /up to 2 times/],
    ['0,30 0 9 * * 2', /up to 2 times/],
    ['* 9 * * 2', /up to 60 times/],
    ['0 9 * * 1,4', /up to 2 times/],
    ['0 9 1,31 * *', /up to 2 times/],
    ['0 9 31 2 *', /day of the month that cannot be: 31 2\./],
    ['0 9 L * *', /not supported/],
    ['0 9 * * 1#1', /not supported/],
    ['0 9 * *', /"0 9 \* \*" cannot be read/],
    ['9:00 Tuesday', /"9:00 Tuesday" cannot be read/],
    ['0 9 * * 8', /day of the week that cannot be: 8\./],
    ['0 9 * * tues', /day of the week that cannot be: tues\./],
    ['0 25 * * 2', /hour that cannot be: 25\./],
    ['61 9 * * 2', /minute that cannot be: 61\./],
    ['every Tuesday', /"every Tuesday" cannot be read/],
    ['', /"" cannot be read/],
  ])('a schedule with the pattern "%s" is refused, with a correct example', (pattern, reason) => {
    const [words = '', ...more] = refusals(pattern);
    expect([words, more]).toEqual([expect.stringMatching(reason), []]);
    const example = /such as (.*) for Tuesdays at 09:00$/.exec(words)?.[1] ?? '';
    expect(refusals(example)).toEqual([]);
  });

  test('a schedule before 04:00 is refused in a zone with daylight saving, and nowhere else', () => {
    for (const zone of ['Europe/Berlin', 'Africa/Casablanca', 'America/Santiago', 'Australia/Lord_Howe']) {
      expect(refusals('59 3 * * 2', zone), zone).toEqual([expect.stringMatching(/choose 04:00 or later/)]);
      expect(refusals('0 4 * * 2', zone), zone).toEqual([]);
    }
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/Sao_Paulo']) {
      expect(refusals('0 0 * * 2', zone), zone).toEqual([]);
    }
  });

  test('a schedule is refused with all of its errors at once', () => {
    expect(refusals('61 9 * * 9', 'Mars/Olympus')).toEqual([
      expect.stringMatching(/^zone: "Mars\/Olympus" is not a time zone/),
      expect.stringMatching(/^pattern: has a minute/),
      expect.stringMatching(/^pattern: has a day of the week/),
    ]);
  });
});

describe('the cut-off', () => {
  const schedule = scheduleOf('0 9 * * 2', 'UTC');
  const scheduled = Date.UTC(2026, 10, 17, 9);

  test('the cut-off is the scheduled instant, or now if that lies ahead', () => {
    expect(cutOff({ schedule, slot: '2026-W47', now: scheduled + 3 * DAY })).toBe(scheduled);
    expect(cutOff({ schedule, slot: '2026-W47', now: scheduled })).toBe(scheduled);
    expect(cutOff({ schedule, slot: '2026-W47', now: scheduled - DAY })).toBe(scheduled - DAY);
  });

  test('the cut-off of a slot in which nothing fires is the end of its week, or now if that lies ahead', () => {
    const monthly = scheduleOf('0 9 1 * *', 'Europe/Berlin');
    const end = slotEnd('2026-W47', 'Europe/Berlin');
    expect(slotInstant(monthly, '2026-W47')).toBeNull();
    expect(scheduledInstant(monthly, '2026-W47')).toBe(end);
    expect(cutOff({ schedule: monthly, slot: '2026-W47', now: end + DAY })).toBe(end);
    expect(cutOff({ schedule: monthly, slot: '2026-W47', now: end - DAY })).toBe(end - DAY);
  });

  test('the cut-off never lies in the future', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom('2024-W01', '2030-W52'), (now, slot) => {
        expect(cutOff({ schedule, slot, now })).toBeLessThanOrEqual(now);
      }),
    );
  });
});
