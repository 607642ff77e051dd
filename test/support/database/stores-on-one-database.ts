import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStores, type PostgresStores } from '../../../src/postgres/open-stores.ts';
import { openSqliteStores, type SqliteStores } from '../../../src/sqlite/open-stores.ts';

/** A database opened several times, as by several processes, for contracts about what they share. */
export interface SharedDatabase<Stores> {
  /** Opens it once more, as another process does. */
  open(): Promise<Stores>;
  /** Closes all connections, as if the processes ended. */
  closeAll(): Promise<void>;
  remove(): Promise<void>;
}

/** A SQLite file of its own. */
export function sharedSqliteDatabase(): SharedDatabase<SqliteStores> {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-shared-'));
  const shared = share(async () => openSqliteStores(join(folder, 'verdicts.db')));
  return {
    ...shared,
    remove: async () => {
      await shared.closeAll();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A PostgreSQL database, which ends with its server. */
export function sharedPostgresDatabase(makeDatabase: () => Promise<string>): SharedDatabase<PostgresStores> {
  const url = makeDatabase();
  const shared = share(async () => openPostgresStores(await url));
  return { ...shared, remove: shared.closeAll };
}

function share<Stores extends { close(): Promise<void> }>(
  openOne: () => Promise<Stores>,
): Pick<SharedDatabase<Stores>, 'open' | 'closeAll'> {
  const opened: Stores[] = [];
  return {
    open: async () => {
      const stores = await openOne();
      opened.push(stores);
      return stores;
    },
    closeAll: async () => {
      await Promise.all(opened.splice(0).map(({ close }) => close()));
    },
  };
}
