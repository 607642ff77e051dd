import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumeSending } from '../../src/issue-actions/resume-sending.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from '../support/issues.ts';
import { type ScriptedTransport, scriptedTransport } from '../support/sending/scripted-transport.ts';
import { sendDeps } from '../support/sending/send-deps.ts';

// On SQLite: its clock moves by itself, and would not wait for a server.
let stores: Stores;
let clock: TestClock;
beforeEach(async () => {
  stores = openSqliteStores(emptyDatabase());
  clock = testClock();
  await addReaders(stores.subscriberStore, 30);
  await approveIssue(stores);
});
afterEach(() => stores.close());

/** Keeps sending for this many milliseconds of the clock, and returns the failures. */
async function keepFor(milliseconds: number, transport: ScriptedTransport, issueStore = stores.issueStore) {
  const stop = new AbortController();
  const end = clock.now() + milliseconds;
  const failures: string[] = [];
  await resumeSending({
    ...sendDeps(stores, {
      issueStore,
      transport,
      clock: {
        now: clock.now,
        sleep: async (wait, signal) => {
          await clock.sleep(wait, signal);
          // Gives concurrent work its turns, as that much time would.
          for (let turn = 0; turn < 100; turn += 1) await setImmediate();
          if (clock.now() >= end) stop.abort();
        },
      },
      signal: stop.signal,
      config: { review: 'required' },
    }),
    onError: (slot, reason) => failures.push(`${slot}: ${reason}`),
  });
  return failures;
}

const statusOf = async () => (await stores.issueStore.findIssue(SLOT))?.status;

test('an issue whose sending began is continued, whoever began it', async () => {
  await freezeWholeAudience(stores.deliveryStore);
  const transport = scriptedTransport();
  expect(await keepFor(10_000, transport)).toEqual([]);
  expect(await statusOf()).toBe('sent');
  expect(transport.taken).toHaveLength(30);
});

test('no issue is begun by the sender itself', async () => {
  const transport = scriptedTransport();
  await keepFor(10_000, transport);
  expect([await statusOf(), transport.requests]).toEqual(['approved', []]);
});

test('a pause that ends by itself is waited for, and a person’s pause is left alone', async () => {
  await freezeWholeAudience(stores.deliveryStore);
  const change = { slot: SLOT, scheduledAt: TUESDAY, reason: 'x', at: TUESDAY };
  await stores.issueStore.changeStatus({ ...change, to: 'paused' });
  await keepFor(HOUR, scriptedTransport());
  expect(await statusOf()).toBe('paused');
  await stores.issueStore.changeStatus({ ...change, to: 'sending' });
  await stores.issueStore.changeStatus({ ...change, to: 'paused', pausedUntil: clock.now() + HOUR });
  await keepFor(HOUR / 2, scriptedTransport());
  expect(await statusOf()).toBe('paused');
  await keepFor(HOUR, scriptedTransport());
  expect(await statusOf()).toBe('sent');
});

test('a failure is reported and retried', async () => {
  await freezeWholeAudience(stores.deliveryStore);
  const failing = { ...stores.issueStore };
  const broken = ['listIssues', 'readFrozenIssue'] as const;
  for (const name of broken) {
    let failed = false;
    const works = failing[name] as (...parameters: unknown[]) => Promise<never>;
    failing[name] = async (...parameters: unknown[]) => {
      if (failed) return works(...parameters);
      failed = true;
      throw new Error(`${name} is out of order`);
    };
  }
  const failures = await keepFor(60_000, scriptedTransport(), failing);
  expect(failures).toEqual(['null: listIssues is out of order', `${SLOT}: readFrozenIssue is out of order`]);
  expect(await statusOf()).toBe('sent');
});
