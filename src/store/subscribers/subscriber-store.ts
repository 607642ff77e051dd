import { setImmediate } from 'node:timers/promises';
import { and, asc, gt, lte, max, sql } from 'drizzle-orm';
import { sqliteEngine } from '../../sqlite/engine.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { SubscriberStatus } from '../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../subscribers/subscriber-store.ts';
import { subscribers } from '../schema/index.ts';
import { createBulkStore } from './bulk-changes.ts';
import { createSignUpStore } from './sign-up-store.ts';
import { erase } from './subscriber-erasure.ts';
import { findHistory, findOwnData, listed, selectListed } from './subscriber-history.ts';
import { prepareImport } from './subscriber-import.ts';
import { liftSuppression } from './subscriber-lifting.ts';
import { createSubscriberList } from './subscriber-list.ts';
import { undoUnsubscription, unsubscribe } from './unsubscribe.ts';

export function createSubscriberStore(db: SqliteDatabase): SubscriberStore {
  const page = preparePage(db);
  return {
    ...createSignUpStore(sqliteEngine(db)),
    ...createSubscriberList(db),
    ...createBulkStore(db),
    ...prepareImport(db),
    findHistory: async (emailKey) => findHistory(db, emailKey),
    findOwnData: async (emailKey) => findOwnData(db, emailKey),
    liftSuppression: async (request) => liftSuppression(db, request),
    unsubscribe: async (emailKey, provenance) => unsubscribe(db, emailKey, provenance),
    undoUnsubscription: async (request) => undoUnsubscription(db, request),
    erase: async (request) => erase(db, request),
    page: async (query) => page.all(query).map(listed),
    count: async () => count(db),
  };
}

function preparePage(db: SqliteDatabase) {
  return selectListed(db)
    .where(gt(subscribers.id, sql.placeholder('after')))
    .orderBy(asc(subscribers.id))
    .limit(sql.placeholder('limit'))
    .prepare();
}

/** Ids read before yielding to the event loop. */
const COUNT_CHUNK_SIZE = 5_000;

async function count(db: SqliteDatabase): Promise<Record<SubscriberStatus, number>> {
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0 };
  const last =
    db
      .select({ id: max(subscribers.id) })
      .from(subscribers)
      .get()?.id ?? 0;
  for (let after = 0; after < last; after += COUNT_CHUNK_SIZE) {
    const part = db
      .select({ status: subscribers.status, count: sql<number>`count(*)` })
      .from(subscribers)
      .where(and(gt(subscribers.id, after), lte(subscribers.id, after + COUNT_CHUNK_SIZE)))
      .groupBy(subscribers.status)
      .all();
    for (const row of part) counts[row.status] += row.count;
    await setImmediate();
  }
  return counts;
}
