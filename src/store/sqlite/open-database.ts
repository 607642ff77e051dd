import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { projectPath } from '../../project-path.ts';
import * as schema from './schema/index.ts';
import { withStatementCache } from './statement-cache.ts';
import { storageError } from './storage-error.ts';

export type SqliteDatabase = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number() })) });

/**
 * Opens the database, makes it where it is missing, and applies the migrations that it lacks.
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
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    client = new Database(path);
    return prepare(client);
  } catch (error) {
    client?.close();
    throw error instanceof AppError ? error : storageError(error, path);
  }
}

const MOST_ATTEMPTS = 5;
/** Milliseconds. */
const PAUSE = 100;

/** Processes that make a database at the same time collide; the next attempt finds what the other has done. */
function prepare(client: Database.Database): SqliteDatabase {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return configureAndMigrate(client);
    } catch (error) {
      if (error instanceof AppError || attempt === MOST_ATTEMPTS) throw error;
      if (client.inTransaction) client.exec('rollback');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function configureAndMigrate(client: Database.Database): SqliteDatabase {
  client.pragma('busy_timeout = 10000');
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('foreign_keys = ON');
  client.pragma('cache_size = -32768');
  const db = Object.assign(drizzle(withStatementCache(client), { schema }), { $client: client });
  refuseNewer(client);
  migrate(db, { migrationsFolder: projectPath('drizzle') });
  return db;
}

/** A database that has migrations which this version does not know was made by a later one. */
function refuseNewer(client: Database.Database): void {
  const table = client.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return;
  const applied = client.prepare('select max(created_at) as at from __drizzle_migrations').get() as {
    at: number | null;
  };
  const journal = journalSchema.parse(
    JSON.parse(readFileSync(projectPath('drizzle', 'meta', '_journal.json'), 'utf8')),
  );
  const known = Math.max(...journal.entries.map((entry) => entry.when));
  if (applied.at !== null && applied.at > known) {
    throw new AppError(
      'storage',
      'The database was made by a newer version of this program, so this version leaves it alone. Update the program, or set DATABASE_URL to another file.',
    );
  }
}
