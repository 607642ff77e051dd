import { expect, test } from 'vitest';
import type { DeliveryProgress } from '../../src/delivery/delivery-store.ts';
import { sendingPace } from '../../src/delivery/sending-pace.ts';
import { TUESDAY } from '../support/comparisons.ts';

const progress = (given: Partial<DeliveryProgress> = {}): DeliveryProgress => ({
  status: 'sending',
  deliveries: { pending: 5_000, submitted: 3_000, rejected: 0, uncertain: 0, excluded: 0 },
  batches: { open: 50, taken: 0, done: 30, uncertain: 0 },
  audienceFixed: true,
  nextTurnAt: TUESDAY,
  nextFixedTurnAt: null,
  lastProblem: null,
  outcomes: { delayed: 0, delivered: 0, bounced: 0, complained: 0 },
  leasedUntil: TUESDAY + 3_600_000,
  recentSubmissions: { messages: 3_000, since: TUESDAY - 6_000, until: TUESDAY },
  ...given,
});

test('the pace is that of the last minutes, and gives the time that is left', () => {
  expect(sendingPace(progress(), { now: TUESDAY })).toEqual({
    perSecond: 500,
    remainingSeconds: 10,
    waitsFor: null,
    noActiveSender: false,
  });
});

test('the pace falls while nothing is submitted, and without any submission no time is given', () => {
  expect(sendingPace(progress(), { now: TUESDAY + 294_000 }).perSecond).toBe(10);
  expect(sendingPace(progress({ recentSubmissions: null }), { now: TUESDAY })).toMatchObject({
    perSecond: 0,
    remainingSeconds: null,
  });
});

test('the first second of sending counts as a whole second', () => {
  const recentSubmissions = { messages: 100, since: TUESDAY - 5, until: TUESDAY };
  expect(sendingPace(progress({ recentSubmissions }), { now: TUESDAY }).perSecond).toBe(100);
});

test('a postponed attempt is shown as what is waited for, with the reason', () => {
  const waiting = progress({ nextTurnAt: TUESDAY + 4_000, lastProblem: 'Too many requests.' });
  const wait = { until: TUESDAY + 4_000, reason: 'Too many requests.' };
  expect(sendingPace(waiting, { now: TUESDAY }).waitsFor).toEqual(wait);
  expect(sendingPace(waiting, { now: TUESDAY + 4_000 }).waitsFor).toBeNull();
});

test('a pause that ends by itself is shown as what is waited for', () => {
  const pause = { until: TUESDAY + 3_600_000, reason: 'The day is full.' };
  const nothingMoves = { perSecond: 0, remainingSeconds: null, noActiveSender: false };
  const paused = progress({ status: 'paused' });
  expect(sendingPace(paused, { now: TUESDAY, pause })).toEqual({ ...nothingMoves, waitsFor: pause });
  expect(sendingPace(paused, { now: TUESDAY })).toEqual({ ...nothingMoves, waitsFor: null });
});

test.each([
  ['every lease has lapsed', { leasedUntil: TUESDAY }],
  ['no batch is in hand', { leasedUntil: null }],
  ['nothing was ever submitted', { leasedUntil: null, recentSubmissions: null }],
])('after a sender was killed, no remaining time is given if %s', (_, given) => {
  const recentSubmissions = { messages: 3_000, since: TUESDAY - 36_000, until: TUESDAY - 30_000 };
  expect(sendingPace(progress({ recentSubmissions, ...given }), { now: TUESDAY })).toEqual({
    perSecond: 0,
    remainingSeconds: null,
    waitsFor: null,
    noActiveSender: true,
  });
});

test.each([
  ['a lease is held', { leasedUntil: TUESDAY + 1 }],
  [
    'the last batch was done a moment ago',
    { recentSubmissions: { messages: 9, since: 0, until: TUESDAY - 1_000 } },
  ],
  ['the audience is still being fixed', { audienceFixed: false }],
])('an issue is not called abandoned while %s', (_, given) => {
  const nothing = { leasedUntil: null, recentSubmissions: null };
  expect(sendingPace(progress({ ...nothing, ...given }), { now: TUESDAY }).noActiveSender).toBe(false);
});
