import { setImmediate } from 'node:timers/promises';
import { and, count, gt, inArray, isNotNull, lte, max } from 'drizzle-orm';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { consentEvents } from '../schema/index.ts';

/** Ids per step; between steps the event loop is free. */
const STEP = 20_000;

/**
 * Counts by slot who unsubscribed through an issue's links, less those who came back through them. Consent events are
 * only ever added, so that each is read once per process, and no index is needed.
 */
export function createUnsubscribeTally(db: SqliteDatabase): () => Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let readUpTo = 0;
  const add = (slot: string | null, change: number) => {
    if (slot !== null) counts.set(slot, (counts.get(slot) ?? 0) + change);
  };
  const read = async () => {
    const last = lastId(db);
    while (readUpTo < last) {
      const upTo = Math.min(last, readUpTo + STEP);
      for (const { slot, event, total } of readStep(db, { after: readUpTo, upTo }))
        add(slot, event === 'unsubscribed' ? total : -total);
      readUpTo = upTo;
      if (readUpTo < last) await setImmediate();
    }
    return counts;
  };
  let latest: Promise<unknown> = Promise.resolve();
  return () => {
    // One after the other, so that no event counts twice.
    const next = latest.then(read, read);
    latest = next;
    return next;
  };
}

function lastId(db: SqliteDatabase): number {
  const last = db
    .select({ id: max(consentEvents.id) })
    .from(consentEvents)
    .get();
  return last?.id ?? 0;
}

function readStep(db: SqliteDatabase, { after, upTo }: { after: number; upTo: number }) {
  const { id, event, slot } = consentEvents;
  return db
    .select({ slot, event, total: count() })
    .from(consentEvents)
    .where(
      and(gt(id, after), lte(id, upTo), isNotNull(slot), inArray(event, ['unsubscribed', 'resubscribed'])),
    )
    .groupBy(slot, event)
    .all();
}
