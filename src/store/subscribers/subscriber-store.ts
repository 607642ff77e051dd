import { setImmediate } from 'node:timers/promises';
import { and, asc, gt, lte, max, sql } from 'drizzle-orm';
import type { SubscriberStatus } from '../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Engine } from '../engine.ts';
import { subscribers } from '../schema/index.ts';
import { all, first, prepared } from '../steps.ts';
import { createBulkStore } from './bulk-changes.ts';
import { createSignUpStore } from './sign-up-store.ts';
import { eraseAddress } from './subscriber-erasure.ts';
import { findHistory, findOwnData, listed, selectListed } from './subscriber-history.ts';
import { createImport } from './subscriber-import.ts';
import { liftSuppression } from './subscriber-lifting.ts';
import { createSubscriberList } from './subscriber-list.ts';
import { undoUnsubscription, unsubscribe } from './unsubscribe.ts';

export function createSubscriberStore(engine: Engine): SubscriberStore {
  const { read, readAtOnce, write } = engine;
  return {
    ...createSignUpStore(engine),
    ...createSubscriberList(engine),
    ...createBulkStore(engine),
    ...createImport(engine),
    findHistory: (emailKey) => readAtOnce((db) => findHistory(db, emailKey)),
    findOwnData: (emailKey) => readAtOnce((db) => findOwnData(db, emailKey)),
    liftSuppression: (request) => write((db) => liftSuppression(db, request)),
    unsubscribe: (emailKey, provenance) => write((db) => unsubscribe(db, emailKey, provenance)),
    undoUnsubscription: (request) => write((db) => undoUnsubscription(db, request)),
    erase: (request) => write((db) => db.words.overwriting(eraseAddress(db, request))),
    page: async (query) => (await read(() => all(page, query))).map(listed),
    count: () => count(engine),
  };
}

const page = prepared((db) =>
  selectListed(db)
    .where(gt(subscribers.id, sql.placeholder('after')))
    .orderBy(asc(subscribers.id))
    .limit(sql.placeholder('limit')),
);

/** Ids read before yielding to the event loop. */
const COUNT_CHUNK_SIZE = 5_000;

async function count({ read }: Engine): Promise<Record<SubscriberStatus, number>> {
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0 };
  const { id, status } = subscribers;
  const last = await read((db) => first(db.select({ id: max(id) }).from(subscribers)));
  for (let after = 0; after < (last?.id ?? 0); after += COUNT_CHUNK_SIZE) {
    const part = await read((db) =>
      all(
        db
          .select({ status, count: sql<number>`count(*)` })
          .from(subscribers)
          .where(and(gt(id, after), lte(id, after + COUNT_CHUNK_SIZE)))
          .groupBy(status),
      ),
    );
    for (const row of part) counts[row.status] += row.count;
    await setImmediate();
  }
  return counts;
}
