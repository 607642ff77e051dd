import { describe, expect, test } from 'vitest';
import { decideSignUp, type SignedUpAddress } from '../../../src/subscribers/sign-ups/decide-sign-up.ts';
import { DAY, HOUR, TUESDAY } from '../../support/comparisons.ts';

const MINUTE = 60_000;
const EMPTY = { toMailbox: [], nextRoomAt: TUESDAY };
const FULL = { toMailbox: [], nextRoomAt: TUESDAY + HOUR - MINUTE };

function decide(address: Partial<SignedUpAddress>, emails = {}, askedAt = TUESDAY) {
  return decideSignUp({
    address: { status: null, suppressions: [], ...address },
    askedAt,
    emails: { ...EMPTY, ...emails },
    now: TUESDAY,
  });
}

describe('the sign-up of an address', () => {
  test.each([
    ['that is unknown adds a subscriber and asks', {}, 'add'],
    ['that is pending asks again', { status: 'pending' }, 'ask'],
    ['that is confirmed does nothing', { status: 'confirmed' }, 'nothing'],
    ['that unsubscribed asks', { status: 'unsubscribed' }, 'ask'],
    ['that bounced does nothing', { status: 'confirmed', suppressions: ['bounced'] }, 'nothing'],
    [
      'that bounced before it confirmed does nothing',
      { status: 'pending', suppressions: ['bounced'] },
      'nothing',
    ],
    ['that complained does nothing', { status: 'unsubscribed', suppressions: ['complained'] }, 'nothing'],
    ['that was erased is like an unknown one', { suppressions: ['erased'] }, 'add'],
    [
      'that was erased and asked again is like a pending one',
      { status: 'pending', suppressions: ['erased'] },
      'ask',
    ],
    ['that was erased after a complaint does nothing', { suppressions: ['complained'] }, 'nothing'],
    ['that was erased and complained does nothing', { suppressions: ['erased', 'complained'] }, 'nothing'],
  ] as const)('the sign-up of an address %s', (_, address, kind) => {
    expect(decide(address).kind).toBe(kind);
  });
});

describe('the limits on emails', () => {
  test.each([
    ['none', [], true],
    ['one of ten minutes ago', [10 * MINUTE], true],
    ['one of less than ten minutes ago', [10 * MINUTE - 1], false],
    ['one of a clock that was set back since', [-MINUTE], false],
    ['two', [HOUR, 2 * HOUR], true],
    ['three', [HOUR, 2 * HOUR, 3 * HOUR], false],
  ])('an email to a mailbox after earlier ones: %s', (_, ages, allowed) => {
    const toMailbox = ages.map((age) => TUESDAY - age);
    const decision = decide({}, { toMailbox });
    expect(decision).toEqual(allowed ? { kind: 'add' } : { kind: 'nothing', because: 'mailbox-full' });
  });

  test('an email beyond the overall limit waits for room', () => {
    expect(decide({}, FULL)).toEqual({ kind: 'wait', until: TUESDAY - MINUTE + HOUR });
  });

  test('a sign-up that needs no email does not wait for room', () => {
    expect(decide({ status: 'confirmed' }, FULL).kind).toBe('nothing');
    expect(decide({}, { ...FULL, toMailbox: [TUESDAY] }).kind).toBe('nothing');
  });

  test('a sign-up that has waited for a day gets no email', () => {
    expect(decide({}, FULL, TUESDAY - DAY)).toEqual({ kind: 'nothing', because: 'waited-too-long' });
    expect(decide({}, FULL, TUESDAY - DAY + 1).kind).toBe('wait');
  });
});
