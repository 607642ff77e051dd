import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import {
  batches,
  consentEvents,
  deliveries,
  issues,
  subscribers,
  suppressions,
} from '../../../src/store/schema/index.ts';
import { createSubscriberStore } from '../../../src/store/subscribers/subscriber-store.ts';
import {
  type OpenedSubscriberList,
  subscriberListContract,
} from '../../contracts/subscriber-list-contract.ts';
import { subscriberStoreContract } from '../../contracts/subscriber-store-contract.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';

function openStore() {
  const db = openDatabase(emptyDatabase());
  return { db, store: createSubscriberStore(sqliteEngine(db)) };
}

function openForContract(): OpenedSubscriberList {
  const { db, store } = openStore();
  return {
    store,
    suppress: (key, suppression) => {
      db.insert(suppressions)
        .values({ key, ...suppression })
        .run();
    },
    suppressions: () =>
      Object.fromEntries(
        db
          .select()
          .from(suppressions)
          .all()
          .map(({ key, ...suppression }) => [key, suppression]),
      ),
    skipIds: (last) => {
      db.$client.prepare("update sqlite_sequence set seq = ? where name = 'subscribers'").run(last);
    },
  };
}

subscriberStoreContract('SQLite', openForContract);
subscriberListContract('SQLite', openForContract);

const AT = Date.UTC(2026, 10, 17, 9);
const terms = { event: 'imported', source: 'import:list.csv', at: AT, erasedKeys: () => [] } as const;
const row = {
  email: 'a@x.example',
  emailKey: 'a@x.example',
  name: null,
  status: 'confirmed' as const,
  suppression: null,
  pausedUntil: null,
  createdAt: null,
};

describe('the record of consent', () => {
  async function openWithSubscriber() {
    const opened = openStore();
    await opened.store.importSubscribers([row], terms);
    return opened;
  }

  test('a record of consent cannot be changed', async () => {
    const { db } = await openWithSubscriber();
    expect(() => db.update(consentEvents).set({ at: 1 }).run()).toThrow(/append-only/);
    expect(() => db.delete(consentEvents).run()).toThrow(/append-only/);
    expect(db.select().from(consentEvents).all()).toHaveLength(1);
  });

  test('a record of consent is removed with its subscriber', async () => {
    const { db } = await openWithSubscriber();
    db.delete(subscribers).run();
    expect(db.select().from(consentEvents).all()).toEqual([]);
  });

  test('a record of consent is accepted only for a known event and subscriber', async () => {
    const { db } = await openWithSubscriber();
    const { subscriberId = 0 } = db.select().from(consentEvents).get() ?? {};
    const insert = (values: object) => () =>
      db
        .insert(consentEvents)
        .values({ subscriberId, event: 'added', at: AT, source: 'command', ...values })
        .run();
    expect(insert({})).not.toThrow();
    expect(insert({ event: 'forgotten' })).toThrow(/CHECK/);
    expect(insert({ source: '  ' })).toThrow(/CHECK/);
    expect(insert({ at: 'yesterday' })).toThrow(/CHECK/);
    expect(insert({ subscriberId: 99 })).toThrow(/FOREIGN KEY/);
  });
});

describe('the tables refuse', () => {
  test.each([
    { status: 'bounced' },
    { email: ' ' },
    { emailKey: '' },
    { name: '' },
    { name: 'n'.repeat(201) },
    { createdAt: -1 },
    { createdAt: 1.5 },
    { pausedUntil: 'tomorrow' },
  ])('the tables refuse a subscriber with %o', (wrong) => {
    const { db } = openStore();
    const insert = (values: object) => () =>
      db
        .insert(subscribers)
        .values({
          email: 'a@x.example',
          emailKey: 'a@x.example',
          status: 'confirmed',
          createdAt: AT,
          ...values,
        })
        .run();
    expect(insert(wrong)).toThrow(/CHECK/);
    expect(insert({})).not.toThrow();
    expect(insert({ email: 'A@x.example' })).toThrow(/UNIQUE/);
  });

  test('the tables refuse a suppression without a known reason', () => {
    const { db } = openStore();
    const insert = (reason: string) => () =>
      db.$client.prepare('insert into suppressions (key, reason, at) values (?, ?, ?)').run('k', reason, AT);
    expect(insert('disliked')).toThrow(/CHECK/);
    expect(insert('erased')).not.toThrow();
  });
});

test('an id is not used again after its subscriber is gone', async () => {
  const { db, store } = openStore();
  await store.importSubscribers([row], terms);
  const before = await store.findHistory(row.emailKey);
  db.delete(subscribers).run();
  await store.importSubscribers([row], terms);
  const after = await store.findHistory(row.emailKey);
  expect(after?.id).toBeGreaterThan(before?.id ?? Number.POSITIVE_INFINITY);
});

test('a subscriber’s history lists the deliveries by slot', async () => {
  const { db, store } = openStore();
  await store.importSubscribers([row], terms);
  const { id: subscriberId = 0 } = (await store.findHistory(row.emailKey)) ?? {};
  for (const slot of ['2026-W48', '2026-W47']) {
    const { issueId } = db
      .insert(issues)
      .values({ slot, status: 'draft', scheduledAt: AT, createdAt: AT })
      .returning({ issueId: issues.id })
      .get();
    db.insert(batches).values({ issueId, number: 1, status: 'open', size: 1 }).run();
    db.insert(deliveries).values({ issueId, subscriberId, batchNumber: 1, updatedAt: AT }).run();
  }
  db.update(deliveries)
    .set({ status: 'submitted', providerId: 'p-1', updatedAt: AT + 1 })
    .where(eq(deliveries.issueId, 2))
    .run();
  expect((await store.findHistory(row.emailKey))?.deliveries).toMatchObject([
    { slot: '2026-W47', status: 'submitted', providerId: 'p-1', at: AT + 1 },
    { slot: '2026-W48', status: 'pending', providerId: null, at: AT },
  ]);
});
