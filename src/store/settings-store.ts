import { desc, lt, max } from 'drizzle-orm';
import { readOwnerValues } from '../settings/owner-settings.ts';
import { NO_SETTINGS, type SettingsStore } from '../settings/settings-store.ts';
import type { Database, Engine } from './engine.ts';
import { ownerSettings } from './schema/index.ts';
import { change, first } from './steps.ts';

export function createSettingsStore({ read, write }: Engine): SettingsStore {
  function* latestRevision(db: Database) {
    const latest = yield* first(db.select({ revision: max(ownerSettings.revision) }).from(ownerSettings));
    return latest?.revision ?? 0;
  }
  return {
    readSettings: () =>
      read(function* (db) {
        const row = yield* first(
          db.select().from(ownerSettings).orderBy(desc(ownerSettings.revision)).limit(1),
        );
        if (row === undefined) return NO_SETTINGS;
        const { revision, updatedAt: at, updatedBy: by, content } = row;
        return { values: readOwnerValues(JSON.parse(content)), revision, changed: { at, by } };
      }),
    readRevision: () => read(latestRevision),
    saveSettings: ({ values, revision, by, at }) =>
      write(function* (db) {
        if ((yield* latestRevision(db)) !== revision) return { kind: 'changed-meanwhile' as const };
        const next = revision + 1;
        const content = JSON.stringify(values);
        yield* change(
          db.insert(ownerSettings).values({ revision: next, updatedAt: at, updatedBy: by, content }),
        );
        yield* change(db.delete(ownerSettings).where(lt(ownerSettings.revision, next)));
        return { kind: 'saved' as const, revision: next };
      }),
  };
}
