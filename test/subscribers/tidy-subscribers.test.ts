import { expect, test, vi } from 'vitest';
import { tidySubscribers } from '../../src/subscribers/tidy-subscribers.ts';
import { testClock } from '../support/clock.ts';
import { DAY, HOUR } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { scriptedTransport } from '../support/sending/scripted-transport.ts';
import { runFor, sendFor, writeEmails } from '../support/sending/transactional-emails.ts';
import { aSignUp, FROM_A_BROWSER, knownSignUpKeys } from '../support/sign-ups.ts';

test('subscribers who did not confirm are removed after 30 days, and nobody else', async () => {
  const stores = await openWithTables();
  const { subscriberStore: store, rateLimitStore } = stores;
  const clock = testClock();
  const { signUpKeys: known, tokens } = knownSignUpKeys();
  const emails = Array.from({ length: 450 }, (_, index) => `reader${index}@verdicts.test`);
  await store.storeSignUps(emails.map((email) => aSignUp({ email, at: clock.now() })));
  await store.settleSignUps({ limit: 500, now: clock.now(), signUpKeys: known });
  const { hash = '' } = tokens[7] ?? {};
  await store.confirm({ hash, now: clock.now(), evidence: FROM_A_BROWSER, signUpKeys: known });
  const tidyFor = (milliseconds: number) =>
    runFor(milliseconds, clock, (job) => tidySubscribers({ ...job, subscriberStore: store, rateLimitStore }));
  clock.advance(28 * DAY);
  expect(await tidyFor(2 * DAY - HOUR)).toEqual([]);
  expect(await store.count()).toMatchObject({ pending: 449 });
  await tidyFor(2 * HOUR);
  expect(await store.count()).toEqual({ pending: 0, confirmed: 1, unsubscribed: 0 });
  stores.close();
});

test('the network that requested an email is forgotten after one to two hours', async () => {
  const stores = await openWithTables();
  const { subscriberStore: store, outgoingEmailStore, rateLimitStore } = stores;
  const clock = testClock();
  const emails = Array.from({ length: 250 }, (_, index) => `reader${index}@verdicts.test`);
  await writeEmails(store, emails, clock.now());
  await sendFor(1_000, { outgoingEmailStore, transport: scriptedTransport(), clock });
  const known = async () =>
    ((await stores.tables()).outgoing_emails ?? []).filter((email) => email.network_key !== null).length;
  const tidyFor = (milliseconds: number) =>
    runFor(milliseconds, clock, (job) => tidySubscribers({ ...job, subscriberStore: store, rateLimitStore }));
  await tidyFor(HOUR / 2);
  expect(await known()).toBe(250);
  await tidyFor(HOUR + HOUR / 2);
  expect(await known()).toBe(0);
  stores.close();
});

test('limits’ counts that ended are removed within an hour, and no others', async () => {
  const stores = await openWithTables();
  const { subscriberStore: store, rateLimitStore } = stores;
  const clock = testClock();
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now() });
  const count = rateLimitStore.createCounter('tests', { max: 1, windowMs: HOUR / 2 });
  for (let key = 0; key < 450; key += 1) await count(String(key));
  await rateLimitStore.createCounter('more tests', { max: 1, windowMs: DAY })('0');
  await runFor(HOUR + 1_000, clock, (job) =>
    tidySubscribers({ ...job, subscriberStore: store, rateLimitStore }),
  );
  expect(await rateLimitStore.forgetCounts({ before: clock.now(), limit: 500 })).toBe(0);
  expect(await rateLimitStore.forgetCounts({ before: clock.now() + DAY, limit: 500 })).toBe(1);
  vi.useRealTimers();
  stores.close();
});
