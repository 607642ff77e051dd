import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStores, type SqliteStores } from '../../../src/sqlite/open-stores.ts';

/** A database opened several times, as by several processes, for contracts about what they share. */
export interface SharedDatabase<Stores> {
  /** Opens it once more, as another process does. */
  open(): Stores;
  /** Closes all connections, as if the processes ended. */
  closeAll(): void;
  remove(): void;
}

/** A SQLite file of its own. */
export function sharedSqliteDatabase(): SharedDatabase<SqliteStores> {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-shared-'));
  const opened: SqliteStores[] = [];
  const closeAll = () => {
    for (const { close } of opened.splice(0)) close();
  };
  return {
    open: () => {
      const stores = openSqliteStores(join(folder, 'verdicts.db'));
      opened.push(stores);
      return stores;
    },
    closeAll,
    remove: () => {
      closeAll();
      rmSync(folder, { recursive: true });
    },
  };
}
