import { desc, lt, max } from 'drizzle-orm';
import { readOwnerValues } from '../settings/owner-settings.ts';
import { NO_SETTINGS, type SettingsStore } from '../settings/settings-store.ts';
import { inTxWithRetry } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';
import { ownerSettings } from './schema/index.ts';

export function createSqliteSettingsStore(db: SqliteDatabase): SettingsStore {
  const latest = db
    .select({ revision: max(ownerSettings.revision) })
    .from(ownerSettings)
    .prepare();
  const latestRevision = () => latest.get()?.revision ?? 0;
  return {
    readSettings: async () => {
      const row = db.select().from(ownerSettings).orderBy(desc(ownerSettings.revision)).limit(1).get();
      if (row === undefined) return NO_SETTINGS;
      const { revision, updatedAt: at, updatedBy: by, content } = row;
      return { values: readOwnerValues(JSON.parse(content)), revision, changed: { at, by } };
    },
    readRevision: async () => latestRevision(),
    saveSettings: ({ values, revision, by, at }) =>
      inTxWithRetry(db, () => {
        if (latestRevision() !== revision) return { kind: 'changed-meanwhile' as const };
        const next = revision + 1;
        db.insert(ownerSettings)
          .values({ revision: next, updatedAt: at, updatedBy: by, content: JSON.stringify(values) })
          .run();
        db.delete(ownerSettings).where(lt(ownerSettings.revision, next)).run();
        return { kind: 'saved' as const, revision: next };
      }),
  };
}
