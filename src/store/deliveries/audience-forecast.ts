import { setImmediate } from 'node:timers/promises';
import { and, asc, count, eq, gt, isNotNull, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import type { Audience } from '../../issues/audience.ts';
import { createSqliteChangeStore } from '../../sqlite/change-store.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { subscribers, suppressions } from '../schema/index.ts';
import { isConfirmed, isTheirSuppression, reasonNotToEmail } from './who-may-be-emailed.ts';

/** Index rows read before yielding to the event loop. */
const FORECAST_CHUNK_SIZE = 25_000;

/** Suppressions looked up before yielding to the event loop. */
const SUPPRESSION_CHUNK_SIZE = 1_000;

/**
 * See {@link DeliveryStore.forecastAudience}. Reads only indexes, and the rows of suppressed and paused subscribers.
 * Counts that do not depend on the time are cached until the database changes.
 */
export function createAudienceForecast(db: SqliteDatabase): (at: number) => Promise<Audience> {
  const changes = createSqliteChangeStore(db);
  let known: { version: string; candidates: number; suppressed: number } | null = null;
  return async (at) => {
    // Read before counting, so that a change in between is counted next time.
    const version = await changes.version();
    const counts =
      known?.version === version
        ? known
        : { version, candidates: await countConfirmed(db), suppressed: await countSuppressed(db) };
    known = counts;
    const { candidates, suppressed } = counts;
    const paused = countPaused(db, at);
    return { candidates, prepared: candidates - suppressed - paused, excluded: { suppressed, paused } };
  };
}

function countPaused(db: SqliteDatabase, at: number): number {
  const isPaused = eq(reasonNotToEmail(at), 'paused');
  const found = db
    .select({ paused: count() })
    .from(subscribers)
    .leftJoin(suppressions, isTheirSuppression)
    .where(and(isConfirmed, gt(subscribers.pausedUntil, at), isPaused))
    .get();
  return found?.paused ?? 0;
}

async function countConfirmed(db: SqliteDatabase): Promise<number> {
  const { id, pausedUntil } = subscribers;
  const countWhere = (...conditions: SQL[]) =>
    db
      .select({ count: count() })
      .from(subscribers)
      .where(and(isConfirmed, ...conditions))
      .get()?.count ?? 0;
  const last =
    db
      .select({ id: max(id) })
      .from(subscribers)
      .get()?.id ?? 0;
  let confirmed = countWhere(isNotNull(pausedUntil));
  for (let after = 0; after < last; after += FORECAST_CHUNK_SIZE) {
    confirmed += countWhere(isNull(pausedUntil), gt(id, after), lte(id, after + FORECAST_CHUNK_SIZE));
    await setImmediate();
  }
  return confirmed;
}

/** There are far fewer suppressions than subscribers, so it iterates over those. */
async function countSuppressed(db: SqliteDatabase): Promise<number> {
  let suppressed = 0;
  for (let after: string | null = ''; after !== null; await setImmediate()) {
    const part = countSuppressedAfter(db, after);
    suppressed += part.count;
    after = part.upTo;
  }
  return suppressed;
}

function countSuppressedAfter(db: SqliteDatabase, after: string): { upTo: string | null; count: number } {
  const { key } = suppressions;
  const page = db
    .select({ key })
    .from(suppressions)
    .where(gt(key, after))
    .orderBy(asc(key))
    .limit(SUPPRESSION_CHUNK_SIZE)
    .as('page');
  const part = db
    .select({ upTo: max(page.key), count: sql<number>`coalesce(sum(${isConfirmed}), 0)` })
    .from(page)
    .leftJoin(subscribers, eq(subscribers.emailKey, page.key))
    .get();
  return part ?? { upTo: null, count: 0 };
}
