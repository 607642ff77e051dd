import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { type SendSlotDeps, sendSlot } from '../../src/issue-actions/send-slot.ts';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { openResend } from '../../src/transport/resend/resend.ts';
import {
  FAKE_KEY,
  type FakeResend,
  type FakeResendOptions,
  startFakeResend,
} from '../fake-resend/fake-resend.ts';
import { mostInAnySecond } from '../fake-resend/limits/rate-window.ts';
import { testClock } from '../support/clock.ts';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { addReaders, aNewSubscriber, approveIssue, IMPORTED, SLOT } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { sendDeps } from '../support/sending/send-deps.ts';

let place: Place;
let stores: SqliteStores;
let fake: FakeResend;

beforeEach(async () => {
  place = await makePlace();
  stores = openSqliteStores(place.database);
});
afterEach(async () => {
  await stores.close();
  await fake.stop();
  await place.remove();
});

const begin = async (readers: number, options: FakeResendOptions = {}) => {
  fake = await startFakeResend({ rateLimit: 100, ...options });
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
};

const openTransport = (own: SqliteStores, clock: Clock, requestsPerSecond: number | null = null) =>
  openResend({ apiKey: FAKE_KEY, baseUrl: fake.url, requestsPerSecond, paceStore: own.paceStore, clock });

function depsOf(
  given: { own?: SqliteStores; clock?: Clock; owner?: string; dailyLimit?: number } = {},
): SendSlotDeps {
  const { own = stores, clock = systemClock, owner = 'a', dailyLimit = null } = given;
  return sendDeps(own, { transport: openTransport(own, clock), clock, owner, dailyLimit });
}

const once = (count: number) =>
  new Map(Array.from({ length: count }, (_, index) => [`reader${index + 1}@verdicts.test`, 1]));

/** The day of each accepted email, counted from the first, and how many were accepted on it. */
async function perDay(): Promise<number[]> {
  const { accepted } = await fake.history();
  const days = new Map<number, number>();
  for (const { at } of accepted) days.set(Math.floor(at / DAY), (days.get(Math.floor(at / DAY)) ?? 0) + 1);
  return [...days.values()];
}

describe('a daily quota', () => {
  test('the free plan’s hundred a day bring an issue to a list of 350 in four days, without help', async () => {
    const clock = testClock();
    await begin(350, { dailyQuota: 100, now: clock.now });
    const { issue } = await sendSlot(SLOT, { ...depsOf({ clock }), waitOutPauses: true });
    expect(issue).toMatchObject({ status: 'sent', deliveries: { submitted: 350 } });
    expect((await fake.history()).timesAccepted()).toEqual(once(350));
    expect(await perDay()).toEqual([100, 100, 100, 50]);
  });

  test('a quota that other emails use up in part does not leave anybody waiting for ever', async () => {
    const clock = testClock();
    await begin(150, { dailyQuota: 60, now: clock.now });
    const { issue } = await sendSlot(SLOT, { ...depsOf({ clock }), waitOutPauses: true });
    expect(issue.status).toBe('sent');
    expect((await fake.history()).timesAccepted()).toEqual(once(150));
  });

  test('SEND_DAILY_LIMIT is exact, and without --wait the issue is paused until 00:00 UTC', async () => {
    const clock = testClock();
    await begin(180, { now: clock.now });
    const deps = depsOf({ clock, dailyLimit: 70 });
    const { issue, reason } = await sendSlot(SLOT, deps);
    expect(issue).toMatchObject({
      status: 'paused',
      pausedUntil: Date.parse('2026-11-18T00:00:00Z'),
      deliveries: { submitted: 70, pending: 110 },
    });
    expect(reason).toContain('SEND_DAILY_LIMIT');
    expect((await sendSlot(SLOT, deps)).reason).toContain('paused until Wed 18 Nov, 00:00 UTC: ');
    await sendSlot(SLOT, { ...deps, waitOutPauses: true });
    expect(await perDay()).toEqual([70, 70, 40]);
    expect((await fake.history()).timesAccepted()).toEqual(once(180));
  });

  test('a pause by a person is not ended by the next day’s quota', async () => {
    const clock = testClock();
    await begin(20, { now: clock.now });
    const deps = depsOf({ clock, dailyLimit: 10 });
    await sendSlot(SLOT, deps);
    const change = { slot: SLOT, scheduledAt: TUESDAY, reason: 'Wait for me.', at: clock.now() };
    await stores.issueStore.changeStatus({ ...change, from: 'paused', to: 'paused' });
    clock.advance(2 * DAY);
    await expect(sendSlot(SLOT, deps)).rejects.toThrow('Wait for me.');
    expect((await fake.history()).accepted).toHaveLength(10);
  });
});

test('two senders on one database share the limit, and nobody gets the issue twice', async () => {
  await begin(2_000, { rateLimit: 10 });
  const other = openSqliteStores(place.database);
  const [one, two] = await Promise.all([
    sendIssue(SLOT, depsOf()),
    sendIssue(SLOT, depsOf({ own: other, owner: 'b' })),
  ]);
  await other.close();
  expect([one.status, two.status]).toEqual(['sent', 'sent']);
  const history = await fake.history();
  expect(history.timesAccepted()).toEqual(once(2_000));
  expect(history.keysWithSeveralBodies()).toEqual([]);
  // The turns rather than the arrivals: the benchmark measures what a loaded machine adds between them.
  expect(mostInAnySecond(turnsIn(place.database))).toBeLessThanOrEqual(10);
});

/** The times that a database's senders reserved for their requests. */
function turnsIn(path: string): number[] {
  const database = new Database(path, { readonly: true });
  const turns = database.prepare<[], { at: number }>('select at from request_turns').all();
  database.close();
  return turns.map(({ at }) => at);
}

test('the same list produces the same bodies, whatever the concurrency', async () => {
  await begin(750);
  await sendIssue(SLOT, depsOf());
  const many = (await fake.history()).acceptedBodies();
  await fake.stop();
  await stores.close();
  stores = openSqliteStores(emptyDatabase());
  await begin(750);
  const transport = { ...openTransport(stores, systemClock), concurrency: 1 };
  await sendIssue(SLOT, { ...depsOf(), transport });
  expect((await fake.history()).acceptedBodies()).toEqual(many);
  expect(many).toHaveLength(8);
});

describe('a subscriber who leaves while the issue is being sent', () => {
  const ways: [string, () => Promise<unknown>][] = [
    [
      'unsubscribes',
      () =>
        stores.subscriberStore.unsubscribe('reader350@verdicts.test', { ...IMPORTED, event: 'unsubscribed' }),
    ],
    [
      'bounces',
      () =>
        stores.subscriberStore.importSubscribers(
          [aNewSubscriber({ email: 'reader350@verdicts.test', suppression: 'bounced' })],
          IMPORTED,
        ),
    ],
    [
      'is erased',
      async () => {
        const database = new Database(place.database);
        database.pragma('foreign_keys = ON');
        database.prepare(`delete from subscribers where email_key = 'reader350@verdicts.test'`).run();
        database.close();
      },
    ],
  ];
  test.each(ways)(
    'a subscriber who leaves, and %s, gets nothing in a batch that is first attempted afterwards',
    async (_, leave) => {
      let left: Promise<unknown> | undefined;
      await begin(400, {
        rateLimit: 10,
        faults: () => {
          left ??= leave();
          return 'none';
        },
      });
      const issue = await sendIssue(SLOT, depsOf());
      await left;
      expect(issue).toMatchObject({ status: 'sent', deliveries: { submitted: 399, excluded: 1 } });
      expect((await fake.history()).timesAccepted().has('reader350@verdicts.test')).toBe(false);
    },
  );
});

describe('a decision while the issue is being sent', () => {
  test.each(['paused', 'cancelled'] as const)(
    'an issue that is %s while it is being sent stops within one batch',
    async (to) => {
      let requests = 0;
      let decided: Promise<number> | undefined;
      const decide = async () => {
        const change = { slot: SLOT, scheduledAt: TUESDAY, reason: 'Stop.', at: TUESDAY };
        await stores.issueStore.changeStatus({ ...change, to });
        return requests;
      };
      await begin(2_000, {
        rateLimit: 20,
        faults: ({ number }) => {
          requests = number;
          if (number === 3) decided = decide();
          return 'none';
        },
      });
      const issue = await sendIssue(SLOT, depsOf());
      const requestsBefore = (await decided) ?? 0;
      expect(issue.status).toBe(to);
      expect(requests).toBeLessThanOrEqual(requestsBefore + 1);
      expect(issue.deliveries.submitted).toBe((await fake.history()).accepted.length);
    },
  );
});
