import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { AppError } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { withPrivateFiles } from '../shared/private-modes.ts';
import * as schema from '../store/schema/index.ts';
import { migrateDatabase } from './migrate-database.ts';
import { leftOutMessage } from './own-objects.ts';
import { withStatementCache } from './statement-cache.ts';
import { storageError } from './storage-error.ts';

export type SqliteDatabase = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

export type OpenedDatabase = SqliteDatabase & {
  /** What an upgrade left out just now, for people. */
  upgradeWarnings: readonly string[];
};

/**
 * Opens the database, creating it if necessary, and migrates it. A new file is private to its owner; SQLite gives the
 * files beside it the same mode.
 *
 * Commits are durable (`synchronous=FULL`): if a power cut lost a used idempotency key, the next attempt would reuse
 * it for another body.
 *
 * @param source A file, `:memory:`, or the bytes of a database, which are copied into memory.
 * @throws AppError `storage` if the file cannot be used, or is from a newer version.
 */
export function openDatabase(source: string | Buffer): OpenedDatabase {
  const path = typeof source === 'string' ? source : ':memory:';
  let client: Database.Database | undefined;
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    client = withPrivateFiles(() => new Database(source));
    return prepare(client);
  } catch (error) {
    client?.close();
    throw error instanceof AppError ? error : storageError(error, path);
  }
}

const MAX_ATTEMPTS = 5;
const RETRY_DELAY_MS = 100;

/** Processes that create a database at the same time collide; a retry finds what the other one made. */
function prepare(client: Database.Database): OpenedDatabase {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return configureAndMigrate(client);
    } catch (error) {
      if (error instanceof AppError || attempt === MAX_ATTEMPTS) throw error;
      if (client.inTransaction) client.exec('rollback');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_DELAY_MS);
    }
  }
}

function configureAndMigrate(client: Database.Database): OpenedDatabase {
  client.pragma('busy_timeout = 10000');
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('cache_size = -32768');
  const upgradeWarnings = migrateDatabase(client).map(leftOutMessage);
  return Object.assign(drizzle(withStatementCache(client), { schema }), { $client: client, upgradeWarnings });
}
