import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const opened: SqliteStores[] = [];
  const closeAll = async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()));
  };
  return {
    open: async () => {
      const stores = openSqliteStores(join(folder, 'verdicts.db'));
      opened.push(stores);
      return stores;
    },
    closeAll,
    remove: async () => {
      await closeAll();
      rmSync(folder, { recursive: true });
    },
  };
}
