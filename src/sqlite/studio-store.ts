import { and, count, desc, eq, gt, lt, lte, max, ne, or } from 'drizzle-orm';
import type { SessionFilter, StudioStore } from '../http/studio/access/studio-store.ts';
import { inTxWithRetry } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';
import { studioEvents, studioSessions } from './schema/index.ts';

const SESSION = {
  id: studioSessions.id,
  createdAt: studioSessions.createdAt,
  seenAt: studioSessions.seenAt,
  provedAt: studioSessions.provedAt,
  network: studioSessions.network,
  browser: studioSessions.browser,
};
const EVENT = { event: studioEvents.event, at: studioEvents.at, about: studioEvents.about };

export function createSqliteStudioStore(db: SqliteDatabase): StudioStore {
  return {
    beginSession: (session, live) =>
      inTxWithRetry(db, () => {
        db.delete(studioSessions).where(isOver(live)).run();
        db.insert(studioSessions)
          .values({ ...session, credential: live.credential })
          .run();
      }),
    findSession: async (hash, live) =>
      db
        .select(SESSION)
        .from(studioSessions)
        .where(and(eq(studioSessions.hash, hash), isLive(live)))
        .get() ?? null,
    updateSession: (id, change) =>
      inTxWithRetry(db, () => {
        db.update(studioSessions).set(change).where(eq(studioSessions.id, id)).run();
      }),
    endSession: (id) =>
      inTxWithRetry(db, () => db.delete(studioSessions).where(eq(studioSessions.id, id)).run().changes > 0),
    listSessions: async (live) =>
      db
        .select(SESSION)
        .from(studioSessions)
        .where(isLive(live))
        .orderBy(desc(studioSessions.seenAt), desc(studioSessions.id))
        .all(),
    recordEvent: (event, forgetBefore) =>
      inTxWithRetry(db, () => {
        db.delete(studioEvents).where(lt(studioEvents.at, forgetBefore)).run();
        db.insert(studioEvents).values(event).run();
      }),
    listEvents: async (limit, without) =>
      db
        .select(EVENT)
        .from(studioEvents)
        .where(without === undefined ? undefined : ne(studioEvents.event, without))
        .orderBy(desc(studioEvents.id))
        .limit(limit)
        .all(),
    countEvents: async (event, after) =>
      db
        .select({ count: count(), latestAt: max(studioEvents.at) })
        .from(studioEvents)
        .where(and(eq(studioEvents.event, event), gt(studioEvents.at, after)))
        .get() ?? { count: 0, latestAt: null },
  };
}

/** Signs everyone out: a restored copy does not know which sessions were ended since it was made. */
export function endSessions(db: SqliteDatabase): void {
  db.delete(studioSessions).run();
}

function isLive({ credential, createdAfter, seenAfter }: SessionFilter) {
  return and(
    eq(studioSessions.credential, credential),
    gt(studioSessions.createdAt, createdAfter),
    gt(studioSessions.seenAt, seenAfter),
  );
}

function isOver({ credential, createdAfter, seenAfter }: SessionFilter) {
  return or(
    ne(studioSessions.credential, credential),
    lte(studioSessions.createdAt, createdAfter),
    lte(studioSessions.seenAt, seenAfter),
  );
}
