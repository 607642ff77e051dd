import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpWriter } from '../../../src/subscribers/sign-ups/sign-up-writer.ts';
import type { SubscriberStore } from '../../../src/subscribers/subscriber-store.ts';
import { type TestClock, testClock } from '../../support/clock.ts';
import { HOUR } from '../../support/comparisons.ts';
import { runFor } from '../../support/sending/transactional-emails.ts';
import { aSignUp, knownSignUpKeys, SECRET } from '../../support/sign-ups.ts';

let stores: ReturnType<typeof openSqliteStores>;
let store: SubscriberStore;
let clock: TestClock;
beforeEach(() => {
  stores = openSqliteStores(':memory:');
  store = stores.subscriberStore;
  clock = testClock();
});
afterEach(() => stores.close());

const { signUpKeys } = knownSignUpKeys();

/** Signs everybody up at once, each from a network of their own. */
async function signUpAll(emails: readonly string[]) {
  const writer = createSignUpWriter({
    subscriberStore: store,
    signUpKeys,
    signingSecrets: [SECRET],
    clock,
    onObstacle: () => undefined,
  });
  const signUps = emails.map((email) => aSignUp({ email, at: clock.now(), networkAddress: aNetwork(email) }));
  await Promise.all(signUps.map((signUp) => writer.write(signUp, { isProven: false })));
}

/** Each reader has a network of their own. */
const aNetwork = (email: string) => `2001:db8:${Number(/\d+/.exec(email)).toString(16)}::1`;
const MOST = EMAIL_LIMITS.hourly - EMAIL_LIMITS.keptForOwnData;

/** Settles for so many milliseconds of the clock; says when it was told that sign-ups wait, and what failed. */
async function settleFor(milliseconds: number, given: Partial<SubscriberStore> = {}) {
  const waits: number[] = [];
  const told = await runFor(milliseconds, clock, (job) =>
    settleSignUps({
      ...job,
      store: { ...store, ...given },
      signUpKeys,
      onWaiting: (until) => waits.push(until),
    }),
  );
  return { waits, told };
}

test('sign-ups are all settled soon', async () => {
  const emails = Array.from({ length: 350 }, (_, index) => `reader${index}@verdicts.test`);
  await signUpAll(emails);
  expect(await settleFor(1_000)).toEqual({ waits: [], told: [] });
  expect(await store.count()).toMatchObject({ pending: 350 });
});

test('the log says once that sign-ups wait for room, and they are settled when there is room', async () => {
  const emails = Array.from({ length: MOST + 5 }, (_, index) => `r${index}@verdicts.test`);
  await signUpAll(emails);
  const begun = clock.now();
  expect(await settleFor(60_000)).toEqual({ waits: [begun + HOUR], told: [] });
  expect(await store.count()).toMatchObject({ pending: MOST });
  clock.advance(HOUR);
  await settleFor(1_000);
  expect(await store.count()).toMatchObject({ pending: MOST + 5 });
});

test('a failure to settle sign-ups is reported and retried', async () => {
  await store.keepSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
  let failed = false;
  const { told } = await settleFor(2_000, {
    settleSignUps: async (step) => {
      if (failed) return store.settleSignUps(step);
      failed = true;
      throw new Error('The disk is full.');
    },
  });
  expect(told).toEqual(['The disk is full.']);
  expect(await store.count()).toMatchObject({ pending: 1 });
});
