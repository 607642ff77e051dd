import { explainErrors, explainErrorsOfEach } from '../shared/explain-errors.ts';
import { createStores } from '../store/create-stores.ts';
import { createScheduleStore } from '../store/issues/schedule-store.ts';
import { createSqliteChangeStore } from './change-store.ts';
import { checkIntegrity, checkWritable } from './check-database.ts';
import { sqliteEngine } from './engine.ts';
import { fileIdentity } from './file-identity.ts';
import { detectByMarker, markerInMemory, restoreMarkerFor } from './files/restore-marker.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteRateLimitStore } from './rate-limits.ts';
import { sqliteCause, storageError } from './storage-error.ts';

export type SqliteStores = ReturnType<typeof openSqliteStores>;

/**
 * Opens everything that `app/stores.ts` lists, on one SQLite file.
 *
 * @param source A file, created if missing, `:memory:`, or the bytes of a database, which are copied into memory.
 * @throws AppError `storage`
 */
export function openSqliteStores(source: string | Buffer) {
  const path = typeof source === 'string' ? source : ':memory:';
  const db = openDatabase(source);
  const engine = sqliteEngine(db);
  const detector = detectByMarker(path === ':memory:' ? markerInMemory() : restoreMarkerFor(path));
  const explain = (error: unknown) => (sqliteCause(error) === undefined ? error : storageError(error, path));
  const guard = <Store extends object>(store: Store) => explainErrors(store, explain);
  const rateLimitStore = createSqliteRateLimitStore(db);
  return {
    engine: `SQLite ${db.$client.prepare('select sqlite_version()').pluck().get()}`,
    upgradeWarnings: db.upgradeWarnings,
    clock: null,
    scheduleStore: guard(createScheduleStore(engine, detector)),
    changeStore: guard(createSqliteChangeStore(db)),
    rateLimitStore: guard(rateLimitStore),
    ...explainErrorsOfEach(createStores(engine, detector), explain),
    ...guard({
      checkWritable: () => checkWritable(db),
      checkIntegrity: (signal?: AbortSignal) => checkIntegrity(path, signal),
    }),
    readServer: null,
    knownSecret: null,
    isInPlace: fileIdentity(path),
    close: async () => {
      rateLimitStore.close();
      db.$client.close();
    },
  };
}
