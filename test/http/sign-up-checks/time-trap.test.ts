import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createTimeTrap,
  MAX_FORM_AGE_MS,
  MIN_FILL_TIME_MS,
} from '../../../src/http/sign-up-checks/time-trap.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { testClock } from '../../support/clock.ts';
import { SECRET } from '../../support/sign-ups.ts';

const OTHER = 'another secret for tests, as long as the first';

function openTrap({ secrets = [SECRET], clock = testClock() } = {}) {
  return { ...createTimeTrap({ secrets, clock }), clock };
}

/** The verdict on a stamp that comes back after this many milliseconds. */
function judgedAfter(age: number) {
  const { stamp, judge, clock } = openTrap();
  const given = stamp();
  clock.advance(age);
  return judge(given);
}

describe('a stamp in time', () => {
  test.each([
    ['refused', -1],
    ['early', 0],
    ['early', MIN_FILL_TIME_MS - 1],
    ['passed', MIN_FILL_TIME_MS],
    ['passed', MAX_FORM_AGE_MS],
    ['refused', MAX_FORM_AGE_MS + 1],
  ])('a form is %s after %i ms', (judgement, age) => {
    expect(judgedAfter(age)).toBe(judgement);
  });

  test('a stamp is judged by the time it carries, whatever the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_FORM_AGE_MS, max: 3 * MAX_FORM_AGE_MS }), (age) => {
        expect(judgedAfter(age) === 'passed').toBe(age >= MIN_FILL_TIME_MS && age <= MAX_FORM_AGE_MS);
      }),
    );
  });
});

describe('a stamp', () => {
  const { stamp, judge, clock } = openTrap();
  const given = stamp();
  clock.advance(MIN_FILL_TIME_MS);

  test('a stamp needs no escaping', () => {
    expect(given).toMatch(/^[\w-]{32}$/);
  });

  test('a stamp that is altered in any character is refused', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=';
    fc.assert(
      fc.property(fc.nat(given.length - 1), fc.constantFrom(...alphabet), (at, character) => {
        fc.pre(given[at] !== character);
        expect(judge(given.slice(0, at) + character + given.slice(at + 1))).toBe('refused');
      }),
      { numRuns: 1_000 },
    );
  });

  test('a made-up stamp is refused', () => {
    const madeUp = fc.oneof(
      fc.string(),
      fc
        .uint8Array({ minLength: 24, maxLength: 24 })
        .map((bytes) => Buffer.from(bytes).toString('base64url')),
    );
    fc.assert(
      fc.property(madeUp, (text) => {
        expect(judge(text)).toBe('refused');
      }),
    );
    for (const text of [`${given}=`, ` ${given}`, `${given}\n`, given.slice(1)])
      expect(judge(text)).toBe('refused');
  });

  test('a stamp of another secret is refused', () => {
    const elsewhere = openTrap({ secrets: [OTHER] });
    elsewhere.clock.advance(-MIN_FILL_TIME_MS);
    expect(judge(elsewhere.stamp())).toBe('refused');
  });

  test('a link’s token is refused as a stamp, even if its subscriber and slot look like a time', () => {
    // As a number, the bytes of the subject are the id followed by 24 bits of year and week.
    const subject = { subscriberId: 107_000, slot: '2026-W47' };
    const time = subject.subscriberId * 2 ** 24 + 2026 * 64 + 47;
    const clockThen = testClock(new Date(time + MIN_FILL_TIME_MS).toISOString());
    for (const purpose of ['unsubscribe', 'preferences'] as const) {
      const token = createTokenSigner([SECRET]).sign({ purpose, ...subject, form: 'base64url' });
      expect(Buffer.from(token, 'base64url').readBigUInt64BE()).toBe(BigInt(time));
      expect(openTrap({ clock: clockThen }).judge(token)).toBe('refused');
    }
  });

  test('a stamp stays valid after a new secret is put before the one that signed it', () => {
    expect(openTrap({ secrets: [OTHER, SECRET], clock }).judge(given)).toBe('passed');
    expect(openTrap({ secrets: [OTHER], clock }).judge(given)).toBe('refused');
  });
});
