import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWeeks, localInstant, parseSlot, slotDays, slotEnd, slotOf } from '../../src/schedule/slot.ts';
import { AppError } from '../../src/shared/errors.ts';
import { ZONES } from '../support/samples/zones.ts';

const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });

test.each([
  ['2024-12-30', '2025-W01'],
  ['2026-12-28', '2026-W53'],
  ['2027-01-01', '2026-W53'],
  ['2027-01-03', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2021-01-03', '2020-W53'],
])('the ISO week of %s is %s', (date, slot) => {
  for (const zone of ZONES) expect(slotOf(localInstant({ date, hour: 12, zone }), zone)).toBe(slot);
});

test('the week is that of the local date: late on a Sunday in New York, it is Monday in UTC', () => {
  const sundayEvening = Date.parse('2026-11-22T23:30:00-05:00');
  expect(slotOf(sundayEvening, 'America/New_York')).toBe('2026-W47');
  expect(slotOf(sundayEvening, 'UTC')).toBe('2026-W48');
});

test('every instant lies in one of the days of its slot, and not after its end', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
      const slot = slotOf(instant, zone);
      const [monday = ''] = slotDays(slot);
      expect(localInstant({ date: monday, zone })).toBeLessThanOrEqual(instant);
      expect(instant).toBeLessThanOrEqual(slotEnd(slot, zone));
      expect(slotOf(slotEnd(slot, zone), zone)).toBe(slot);
      expect(slotOf(slotEnd(slot, zone) + 1, zone)).toBe(addWeeks(slot, 1));
    }),
  );
});

test('slots sort as text, week after week', () => {
  const slots = Array.from({ length: 530 }, (_, weeks) => addWeeks('2025-W50', weeks));
  expect(slots.toSorted()).toEqual(slots);
  expect(new Set(slots).size).toBe(530);
  expect(slots).toContain('2026-W53');
  expect(slots).not.toContain('2027-W53');
});

test('a slot typed by a person is read, or refused with what is expected', () => {
  expect(parseSlot(' 2026-W47 ')).toEqual({ ok: true, slot: '2026-W47', year: 2026, week: 47 });
  expect(parseSlot('2026-W53')).toMatchObject({ ok: true });
  expect(parseSlot('2025-W53')).toEqual({
    ok: false,
    reason: '"2025-W53" is not a slot: 2025 has no week 53, its last is 2025-W52.',
    why: '2025 has no week 53, its last is 2025-W52',
  });
  for (const text of ['', 'W47', '2026-47', '2026-W7', '2026-w47', '2026-W471', '2026-W00', '2026-W54']) {
    expect(parseSlot(text), text).toMatchObject({ ok: false, reason: expect.stringContaining('2026-W') });
  }
});

test('a malformed slot and an unknown zone are errors that say what to do', () => {
  expect(() => slotDays('2025-W53')).toThrow(AppError);
  expect(() => slotOf(0, 'Mars/Olympus')).toThrow(/not a time zone/);
});

test('a local time that occurs twice is the first, and one that is skipped is moved forward', () => {
  const zone = 'Europe/Berlin';
  const at = (date: string, hour: number) => new Date(localInstant({ date, hour, minute: 30, zone }));
  expect(at('2026-10-25', 2).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2027-03-28', 2).toISOString()).toBe('2027-03-28T01:30:00.000Z');
});
