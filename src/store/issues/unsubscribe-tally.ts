import { setImmediate } from 'node:timers/promises';
import { and, count, gt, inArray, isNotNull, lte, max, sql } from 'drizzle-orm';
import type { Engine } from '../engine.ts';
import { consentEvents } from '../schema/index.ts';
import { all, first, prepared } from '../steps.ts';

/** Ids per step; between steps the event loop is free. */
const STEP = 20_000;

/**
 * Counts by slot who unsubscribed through an issue's links, less those who came back through them. Consent events are
 * only ever added, so that each is read once per process, and no index is needed.
 */
export function createUnsubscribeTally({ read }: Engine): () => Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let readUpTo = 0;
  const add = (slot: string | null, change: number) => {
    if (slot !== null) counts.set(slot, (counts.get(slot) ?? 0) + change);
  };
  const readNew = async () => {
    const last = (await read(() => first(lastId)))?.id ?? 0;
    while (readUpTo < last) {
      const upTo = Math.min(last, readUpTo + STEP);
      const step = { after: readUpTo, upTo };
      for (const { slot, event, total } of await read(() => all(changesByLink, step)))
        add(slot, event === 'unsubscribed' ? total : -total);
      readUpTo = upTo;
      if (readUpTo < last) await setImmediate();
    }
    return counts;
  };
  let latest: Promise<unknown> = Promise.resolve();
  return () => {
    // One after the other, so that no event counts twice.
    const next = latest.then(readNew, readNew);
    latest = next;
    return next;
  };
}

const { id, event, slot } = consentEvents;

const lastId = prepared((db) => db.select({ id: max(id) }).from(consentEvents));

const changesByLink = prepared((db) =>
  db
    .select({ slot, event, total: count() })
    .from(consentEvents)
    .where(
      and(
        gt(id, sql.placeholder('after')),
        lte(id, sql.placeholder('upTo')),
        isNotNull(slot),
        inArray(event, ['unsubscribed', 'resubscribed']),
      ),
    )
    .groupBy(slot, event),
);
