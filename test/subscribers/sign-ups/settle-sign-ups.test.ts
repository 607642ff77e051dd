import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpWriter } from '../../../src/subscribers/sign-ups/sign-up-writer.ts';
import type { SubscriberStore } from '../../../src/subscribers/subscriber-store.ts';
import { type TestClock, testClock } from '../../support/clock.ts';
import { HOUR } from '../../support/comparisons.ts';
import { type OpenedStores, openWithTables } from '../../support/database/tables.ts';
import { runFor } from '../../support/sending/transactional-emails.ts';
import { aSignUp, knownSignUpKeys, SECRET } from '../../support/sign-ups.ts';

let stores: OpenedStores;
let store: SubscriberStore;
let clock: TestClock;
beforeEach(async () => {
  stores = await openWithTables();
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
const MOST = EMAIL_LIMITS.maxPerHour - EMAIL_LIMITS.reservedForOwnData;

/** Settles for so many milliseconds of the clock; says when it was told that sign-ups wait, and what failed. */
async function settleFor(milliseconds: number, given: Partial<SubscriberStore> = {}) {
  const waits: number[] = [];
  const told = await runFor(milliseconds, clock, (job) =>
    settleSignUps({
      ...job,
      subscriberStore: { ...store, ...given },
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
  await store.storeSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
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

describe('while all that wait have no room', () => {
  /** Keeps one more than the hour has room for, and counts how often sign-ups are looked at from then on. */
  async function fillTheHour() {
    await signUpAll(Array.from({ length: MOST + 1 }, (_, index) => `r${index}@verdicts.test`));
    await settleFor(10_000);
    let looks = 0;
    const counted: Partial<SubscriberStore> = {
      settleSignUps: (step) => {
        looks += 1;
        return store.settleSignUps(step);
      },
    };
    return { counted, looks: () => looks };
  }

  test('they are looked at once a minute', async () => {
    const { counted, looks } = await fillTheHour();
    await settleFor(10 * 60_000, counted);
    expect(looks()).toBeLessThanOrEqual(11);
  });

  test('one that comes later, from whichever process, is looked at and settled at once', async () => {
    await signUpAll(Array.from({ length: MOST / 10 + 1 }, (_, index) => `r${index}@verdicts.test`));
    const flood = Array.from({ length: MOST / 10 + 1 }, (_, index) =>
      aSignUp({ email: `f${index}@verdicts.test`, at: clock.now(), networkKey: 'flood' }),
    );
    await store.storeSignUps(flood);
    const begun = clock.now();
    let settledAfter: number | null = null;
    let isKept = false;
    await settleFor(20_000, {
      findLatestSignUp: async () => {
        if (!isKept && clock.now() >= begun + 10_000) {
          isKept = true;
          await store.storeSignUps([aSignUp({ email: 'ada@verdicts.test', at: clock.now() })]);
        }
        if ((await store.findHistory('ada@verdicts.test')) !== null) settledAfter ??= clock.now() - begun;
        return store.findLatestSignUp();
      },
    });
    expect(settledAfter).toBeLessThanOrEqual(11_000);
    expect(settledAfter).toBeGreaterThanOrEqual(10_000);
  });

  test('they are settled as soon as there is room', async () => {
    await fillTheHour();
    const begun = clock.now();
    await settleFor(HOUR);
    expect(clock.now()).toBeLessThanOrEqual(begun + HOUR + 1_000);
    expect(await store.count()).toMatchObject({ pending: MOST + 1 });
  });
});
