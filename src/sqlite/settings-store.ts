import { desc, lt, max } from 'drizzle-orm';
import { type OwnerValues, readOwnerValues } from '../settings/owner-settings.ts';
import { EARLIER_SETTINGS_MS, NO_SETTINGS, type SettingsStore } from '../settings/settings-store.ts';
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
      const { revision, updatedAt: at, updatedBy: by } = row;
      return { values: valuesIn(row), revision, changed: { at, by } };
    },
    readSettingsBefore: async (instant) =>
      valuesIn(
        db
          .select()
          .from(ownerSettings)
          .where(lt(ownerSettings.updatedAt, instant))
          .orderBy(desc(ownerSettings.revision))
          .limit(1)
          .get(),
      ),
    readRevision: async () => latestRevision(),
    saveSettings: ({ values, revision, by, at }) =>
      inTxWithRetry(db, () => {
        if (latestRevision() !== revision) return { kind: 'changed-meanwhile' as const };
        const next = revision + 1;
        db.insert(ownerSettings)
          .values({ revision: next, updatedAt: at, updatedBy: by, content: JSON.stringify(values) })
          .run();
        removeEarlier(db, at - EARLIER_SETTINGS_MS);
        return { kind: 'saved' as const, revision: next };
      }),
  };
}

function valuesIn(row: { content: string } | undefined): OwnerValues {
  return row === undefined ? {} : readOwnerValues(JSON.parse(row.content));
}

/** Removes what was no longer in force at an instant. */
function removeEarlier(db: SqliteDatabase, instant: number): void {
  const inForce = db
    .select({ revision: max(ownerSettings.revision) })
    .from(ownerSettings)
    .where(lt(ownerSettings.updatedAt, instant))
    .get()?.revision;
  if (inForce != null) db.delete(ownerSettings).where(lt(ownerSettings.revision, inForce)).run();
}
