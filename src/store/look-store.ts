import { desc, eq, lt, max } from 'drizzle-orm';
import { DEFAULT_LOOK, type Look, readStoredLook } from '../look/look.ts';
import { EARLIER_LOOKS_MS, type LookStore } from '../look/look-store.ts';
import type { Database, Engine } from './engine.ts';
import { logos, looks } from './schema/index.ts';
import { change, first } from './steps.ts';

export function createLookStore({ read, write }: Engine): LookStore {
  const latest = (db: Database) => first(db.select().from(looks).orderBy(desc(looks.revision)).limit(1));
  function* latestRevision(db: Database) {
    const newest = yield* first(db.select({ revision: max(looks.revision) }).from(looks));
    return newest?.revision ?? 0;
  }
  function* hasLogo(db: Database, hash: string) {
    const known = yield* first(db.select({ hash: logos.hash }).from(logos).where(eq(logos.hash, hash)));
    return known !== undefined || lookIn(yield* latest(db)).logo?.hash === hash;
  }
  /** Removes what was no longer in force at an instant. */
  function* removeEarlier(db: Database, instant: number) {
    const inForce = yield* first(
      db
        .select({ revision: max(looks.revision) })
        .from(looks)
        .where(lt(looks.updatedAt, instant)),
    );
    if (inForce?.revision != null)
      yield* change(db.delete(looks).where(lt(looks.revision, inForce.revision)));
  }
  return {
    readLook: () =>
      read(function* (db) {
        const row = yield* latest(db);
        return { look: lookIn(row), revision: row?.revision ?? 0 };
      }),
    readLookAt: (revision) =>
      read(function* (db) {
        if (revision === 0) return DEFAULT_LOOK;
        const row = yield* first(db.select().from(looks).where(eq(looks.revision, revision)));
        return row === undefined ? null : lookIn(row);
      }),
    readRevision: () => read(latestRevision),
    readLogo: (hash) =>
      read(function* (db) {
        const logo = yield* first(db.select({ png: logos.png }).from(logos).where(eq(logos.hash, hash)));
        return logo?.png ?? null;
      }),
    saveLook: ({ look, png, revision, at }) =>
      write(function* (db) {
        if ((yield* latestRevision(db)) !== revision) return { kind: 'changed-meanwhile' as const };
        if (look.logo !== null && png !== null) {
          const logo = { ...look.logo, createdAt: at, png: Buffer.from(png) };
          yield* change(db.insert(logos).values(logo).onConflictDoNothing());
        }
        if (look.logo !== null && !(yield* hasLogo(db, look.logo.hash)))
          return { kind: 'unknown-logo' as const };
        const next = revision + 1;
        const content = JSON.stringify(look);
        yield* change(db.insert(looks).values({ revision: next, updatedAt: at, content }));
        yield* removeEarlier(db, at - EARLIER_LOOKS_MS);
        return { kind: 'saved' as const, revision: next };
      }),
  };
}

function lookIn(row: { content: string } | undefined): Look {
  return row === undefined ? DEFAULT_LOOK : readStoredLook(JSON.parse(row.content));
}
