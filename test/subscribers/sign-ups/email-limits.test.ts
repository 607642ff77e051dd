import { describe, expect, test } from 'vitest';
import { EMAIL_LIMITS, nextRoomAt } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { HOUR, TUESDAY } from '../../support/comparisons.ts';

const MINUTE = 60_000;
const OLDEST = TUESDAY - MINUTE;
const { maxPerHour, reservedForOwnData } = EMAIL_LIMITS;
const FOR_SIGN_UPS = maxPerHour - reservedForOwnData;

const hasRoom = (kind: 'confirm' | 'data', count: number, ofNetwork: number | null) =>
  nextRoomAt(kind, { count, oldestAt: OLDEST, ofNetwork }, TUESDAY) <= TUESDAY;

describe('the emails of an hour', () => {
  test('the emails of an hour are 1,000, of which 50 are reserved for data links', () => {
    expect([maxPerHour, reservedForOwnData]).toEqual([1_000, 50]);
    expect([hasRoom('confirm', FOR_SIGN_UPS - 1, 0), hasRoom('confirm', FOR_SIGN_UPS, 0)]).toEqual([
      true,
      false,
    ]);
    expect([hasRoom('data', maxPerHour - 1, 0), hasRoom('data', maxPerHour, 0)]).toEqual([true, false]);
  });

  test('the emails of an hour are available again when the oldest is an hour old', () => {
    const full = { count: maxPerHour, oldestAt: OLDEST, ofNetwork: null };
    expect(nextRoomAt('confirm', full, TUESDAY)).toBe(OLDEST + HOUR);
    expect(nextRoomAt('confirm', { count: 0, oldestAt: null, ofNetwork: 0 }, TUESDAY)).toBe(TUESDAY);
  });

  test('a tenth of the hour’s emails go to the sign-ups of one network, and a tenth of the rest to the next', () => {
    /** How many emails each of so many networks gets that ask for as many as they can, one after the other. */
    const shares = [];
    for (let total = 0; shares.length < 40; total += shares.at(-1) ?? 0) {
      let own = 0;
      while (hasRoom('confirm', total + own, own)) own += 1;
      shares.push(own);
    }
    expect(shares.slice(0, 4)).toEqual([95, 86, 77, 70]);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThan(FOR_SIGN_UPS);
  });

  test('emails requested by the studio or a command, and data links, are not shared out by network', () => {
    expect(hasRoom('confirm', 500, null)).toBe(true);
    expect(hasRoom('data', 500, 400)).toBe(true);
  });
});
