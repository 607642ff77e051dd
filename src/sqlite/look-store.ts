import { desc, eq, lt, max } from 'drizzle-orm';
import { DEFAULT_LOOK, type Look, readStoredLook } from '../look/look.ts';
import { EARLIER_LOOKS_MS, type LookStore } from '../look/look-store.ts';
import { inTxWithRetry } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';
import { logos, looks } from './schema/index.ts';

export function createSqliteLookStore(db: SqliteDatabase): LookStore {
  const latestRevision = () =>
    db
      .select({ revision: max(looks.revision) })
      .from(looks)
      .get()?.revision ?? 0;
  return {
    readLook: async () => {
      const row = db.select().from(looks).orderBy(desc(looks.revision)).limit(1).get();
      return { look: lookIn(row), revision: row?.revision ?? 0 };
    },
    readLookAt: async (revision) => {
      if (revision === 0) return DEFAULT_LOOK;
      const row = db.select().from(looks).where(eq(looks.revision, revision)).get();
      return row === undefined ? null : lookIn(row);
    },
    readRevision: async () => latestRevision(),
    readLogo: async (hash) =>
      db.select({ png: logos.png }).from(logos).where(eq(logos.hash, hash)).get()?.png ?? null,
    saveLook: ({ look, png, revision, at }) =>
      inTxWithRetry(db, () => {
        if (latestRevision() !== revision) return { kind: 'changed-meanwhile' as const };
        if (look.logo !== null && png !== null)
          db.insert(logos)
            .values({ ...look.logo, createdAt: at, png: Buffer.from(png) })
            .onConflictDoNothing()
            .run();
        if (look.logo !== null && !hasLogo(db, look.logo.hash) && !isInForce(db, look.logo.hash))
          return { kind: 'unknown-logo' as const };
        const next = revision + 1;
        db.insert(looks)
          .values({ revision: next, updatedAt: at, content: JSON.stringify(look) })
          .run();
        removeEarlier(db, at - EARLIER_LOOKS_MS);
        return { kind: 'saved' as const, revision: next };
      }),
  };
}

function lookIn(row: { content: string } | undefined): Look {
  return row === undefined ? DEFAULT_LOOK : readStoredLook(JSON.parse(row.content));
}

function hasLogo(db: SqliteDatabase, hash: string): boolean {
  return db.select({ hash: logos.hash }).from(logos).where(eq(logos.hash, hash)).get() !== undefined;
}

function isInForce(db: SqliteDatabase, hash: string): boolean {
  const row = db.select().from(looks).orderBy(desc(looks.revision)).limit(1).get();
  return lookIn(row).logo?.hash === hash;
}

/** Removes what was no longer in force at an instant. */
function removeEarlier(db: SqliteDatabase, instant: number): void {
  const inForce = db
    .select({ revision: max(looks.revision) })
    .from(looks)
    .where(lt(looks.updatedAt, instant))
    .get()?.revision;
  if (inForce != null) db.delete(looks).where(lt(looks.revision, inForce)).run();
}
