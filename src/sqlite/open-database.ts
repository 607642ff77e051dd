import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { AppError } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { withPrivateFiles } from '../shared/private-modes.ts';
import { migrateDatabase } from './migrate-database.ts';
import * as schema from './schema/index.ts';
import { withStatementCache } from './statement-cache.ts';
import { storageError } from './storage-error.ts';

export type SqliteDatabase = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

/**
 * Opens the database, makes it where it is missing, and applies the migrations that it lacks. A new one is its owner's
 * alone; SQLite gives the files beside it the same mode.
 *
 * Commits are durable (`synchronous=FULL`): an idempotency key that was used must be remembered after a power cut,
 * or the next attempt would use it for another body.
 *
 * @param path A file, or `:memory:`.
 * @throws AppError `storage` where the file cannot be used, or a newer version of the program made it.
 */
export function openDatabase(path: string): SqliteDatabase {
  let client: Database.Database | undefined;
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    client = withPrivateFiles(() => new Database(path));
    return prepare(client);
  } catch (error) {
    client?.close();
    throw error instanceof AppError ? error : storageError(error, path);
  }
}

const MAX_ATTEMPTS = 5;
/** Milliseconds. */
const PAUSE = 100;

/** Processes that make a database at the same time collide; the next attempt finds what the other has done. */
function prepare(client: Database.Database): SqliteDatabase {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return configureAndMigrate(client);
    } catch (error) {
      if (error instanceof AppError || attempt === MAX_ATTEMPTS) throw error;
      if (client.inTransaction) client.exec('rollback');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function configureAndMigrate(client: Database.Database): SqliteDatabase {
  client.pragma('busy_timeout = 10000');
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('cache_size = -32768');
  migrateDatabase(client);
  return Object.assign(drizzle(withStatementCache(client), { schema }), { $client: client });
}
