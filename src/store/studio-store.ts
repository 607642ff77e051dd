import { and, count, desc, eq, gt, lt, lte, max, ne, or } from 'drizzle-orm';
import type { SessionFilter, StudioStore } from '../http/studio/access/studio-store.ts';
import type { Engine } from './engine.ts';
import { studioEvents as events, studioSessions as sessions } from './schema/index.ts';
import { all, change, first } from './steps.ts';

export function createStudioStore({ read, write }: Engine): StudioStore {
  const { id, createdAt, seenAt, provedAt, network, browser } = sessions;
  const session = { id, createdAt, seenAt, provedAt, network, browser };
  const isLive = ({ credential, createdAfter, seenAfter }: SessionFilter) =>
    and(eq(sessions.credential, credential), gt(createdAt, createdAfter), gt(seenAt, seenAfter));
  const isOver = ({ credential, createdAfter, seenAfter }: SessionFilter) =>
    or(ne(sessions.credential, credential), lte(createdAt, createdAfter), lte(seenAt, seenAfter));
  return {
    beginSession: (begun, live) =>
      write(function* (db) {
        yield* change(db.delete(sessions).where(isOver(live)));
        yield* change(db.insert(sessions).values({ ...begun, credential: live.credential }));
      }),
    findSession: (hash, live) =>
      read(function* (db) {
        const isIt = and(eq(sessions.hash, hash), isLive(live));
        return (yield* first(db.select(session).from(sessions).where(isIt))) ?? null;
      }),
    updateSession: (one, changes) =>
      write(function* (db) {
        yield* change(db.update(sessions).set(changes).where(eq(id, one)));
      }),
    endSession: (one) =>
      write(function* (db) {
        return (yield* change(db.delete(sessions).where(eq(id, one)))) > 0;
      }),
    listSessions: (live) =>
      read((db) =>
        all(db.select(session).from(sessions).where(isLive(live)).orderBy(desc(seenAt), desc(id))),
      ),
    recordEvent: (event, forgetBefore) =>
      write(function* (db) {
        yield* change(db.delete(events).where(lt(events.at, forgetBefore)));
        yield* change(db.insert(events).values(event));
      }),
    listEvents: (limit, without) =>
      read((db) =>
        all(
          db
            .select({ event: events.event, at: events.at, about: events.about })
            .from(events)
            .where(without === undefined ? undefined : ne(events.event, without))
            .orderBy(desc(events.id))
            .limit(limit),
        ),
      ),
    countEvents: (event, after) =>
      read(function* (db) {
        const counted = yield* first(
          db
            .select({ count: count(), latestAt: max(events.at) })
            .from(events)
            .where(and(eq(events.event, event), gt(events.at, after))),
        );
        return counted ?? { count: 0, latestAt: null };
      }),
  };
}
