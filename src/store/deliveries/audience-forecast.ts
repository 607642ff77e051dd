import { setImmediate } from 'node:timers/promises';
import { and, asc, count, eq, gt, isNotNull, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import type { Audience } from '../../issues/audience.ts';
import type { Database, Engine } from '../engine.ts';
import { subscribers, suppressions } from '../schema/index.ts';
import { first, prepared } from '../steps.ts';
import { isConfirmed, isTheirSuppression, reasonNotToEmail } from './who-may-be-emailed.ts';

/** Index rows read before yielding to the event loop. */
const FORECAST_CHUNK_SIZE = 25_000;

/** Suppressions looked up before yielding to the event loop. */
const SUPPRESSION_CHUNK_SIZE = 1_000;

/**
 * See {@link DeliveryStore.forecastAudience}. Reads only indexes, and the rows of suppressed and paused subscribers.
 * Counts that do not depend on the time are cached until the database changes.
 */
export function createAudienceForecast(engine: Engine): (at: number) => Promise<Audience> {
  let known: { version: string; candidates: number; suppressed: number } | null = null;
  return async (at) => {
    // Read before counting, so that a change in between is counted next time.
    const version = await engine.version();
    const counts =
      known?.version === version
        ? known
        : { version, candidates: await countConfirmed(engine), suppressed: await countSuppressed(engine) };
    known = counts;
    const { candidates, suppressed } = counts;
    const paused = (await engine.read(() => first(countPaused, { at })))?.count ?? 0;
    return { candidates, prepared: candidates - suppressed - paused, excluded: { suppressed, paused } };
  };
}

const countSubscribers = (db: Database, condition: SQL | undefined) =>
  db.select({ count: count() }).from(subscribers).where(condition);

const countPaused = prepared((db) => {
  const at = sql.placeholder('at');
  const { pausedUntil } = subscribers;
  return db
    .select({ count: count() })
    .from(subscribers)
    .leftJoin(suppressions, isTheirSuppression)
    .where(and(isConfirmed, gt(pausedUntil, at), eq(reasonNotToEmail(at), 'paused')));
});

const countWithPause = prepared((db) =>
  countSubscribers(db, and(isConfirmed, isNotNull(subscribers.pausedUntil))),
);

const countWithoutPause = prepared((db) => {
  const { id, pausedUntil } = subscribers;
  const isInChunk = and(gt(id, sql.placeholder('after')), lte(id, sql.placeholder('upTo')));
  return countSubscribers(db, and(isConfirmed, isNull(pausedUntil), isInChunk));
});

const lastSubscriber = prepared((db) => db.select({ id: max(subscribers.id) }).from(subscribers));

async function countConfirmed({ read }: Engine): Promise<number> {
  const last = (await read(() => first(lastSubscriber)))?.id ?? 0;
  let confirmed = (await read(() => first(countWithPause)))?.count ?? 0;
  for (let after = 0; after < last; after += FORECAST_CHUNK_SIZE) {
    const chunk = { after, upTo: after + FORECAST_CHUNK_SIZE };
    confirmed += (await read(() => first(countWithoutPause, chunk)))?.count ?? 0;
    await setImmediate();
  }
  return confirmed;
}

/** There are far fewer suppressions than subscribers, so it iterates over those. */
async function countSuppressed({ read }: Engine): Promise<number> {
  let suppressed = 0;
  for (let after: string | null = ''; after !== null; await setImmediate()) {
    const values: { after: string } = { after };
    const part = await read(() => first(countSuppressedAfter, values));
    suppressed += part?.count ?? 0;
    after = part?.upTo ?? null;
  }
  return suppressed;
}

const countSuppressedAfter = prepared((db) => {
  const { key } = suppressions;
  const page = db
    .select({ key })
    .from(suppressions)
    .where(gt(key, sql.placeholder('after')))
    .orderBy(asc(key))
    .limit(SUPPRESSION_CHUNK_SIZE)
    .as('page');
  return db
    .select({ upTo: max(page.key), count: sql<number>`count(*) filter (where ${isConfirmed})` })
    .from(page)
    .leftJoin(subscribers, eq(subscribers.emailKey, page.key));
});
