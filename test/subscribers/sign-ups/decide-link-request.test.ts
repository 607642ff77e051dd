import { expect, test } from 'vitest';
import { decideLinkRequest } from '../../../src/subscribers/sign-ups/decide-link-request.ts';
import { MAX_SIGN_UP_WAIT_MS } from '../../../src/subscribers/sign-ups/decide-sign-up.ts';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import type { SubscriberStatus, SuppressionReason } from '../../../src/subscribers/subscriber.ts';
import { TUESDAY } from '../../support/comparisons.ts';

const decide = (
  status: SubscriberStatus | null,
  suppressions: SuppressionReason[] = [],
  toMailbox: number[] = [],
  { nextRoomAt = TUESDAY, askedAt = TUESDAY } = {},
) =>
  decideLinkRequest({
    address: { status, suppressions },
    askedAt,
    emails: { toMailbox, nextRoomAt },
    now: TUESDAY,
  });

test.each<[SubscriberStatus | null, string]>([
  ['confirmed', 'send'],
  ['unsubscribed', 'send'],
  ['pending', 'ask'],
  [null, 'nothing'],
])('a request for links by somebody who is %s leads to: %s', (status, decision) => {
  expect(decide(status)).toBe(decision);
});

test.each<[SubscriberStatus, SuppressionReason, string]>([
  ['confirmed', 'bounced', 'nothing'],
  ['confirmed', 'complained', 'nothing'],
  ['pending', 'complained', 'nothing'],
  // They came back after an erasure.
  ['confirmed', 'erased', 'send'],
])(
  'a request for links by somebody who is %s, whose address %s, leads to: %s',
  (status, reason, decision) => {
    expect(decide(status, [reason])).toBe(decision);
  },
);

test('a mailbox that got links just now, or enough in a day, gets no others', () => {
  const { minGapMs, maxPerDay } = EMAIL_LIMITS;
  expect(decide('confirmed', [], [TUESDAY - minGapMs + 1])).toBe('nothing');
  expect(decide('confirmed', [], [TUESDAY - minGapMs])).toBe('send');
  expect(
    decide(
      'confirmed',
      [],
      Array.from({ length: maxPerDay }, (_, at) => TUESDAY - (at + 1) * minGapMs),
    ),
  ).toBe('nothing');
});

test('a request for links waits for room among the emails of the hour, for a day at most', () => {
  const later = TUESDAY + 1;
  expect(decide('confirmed', [], [], { nextRoomAt: later })).toBe('wait');
  expect(decide('unsubscribed', [], [], { nextRoomAt: later, askedAt: later - MAX_SIGN_UP_WAIT_MS })).toBe(
    'wait',
  );
  expect(decide('confirmed', [], [], { nextRoomAt: later, askedAt: TUESDAY - MAX_SIGN_UP_WAIT_MS })).toBe(
    'nothing',
  );
  expect(decide(null, [], [], { nextRoomAt: later })).toBe('nothing');
});
