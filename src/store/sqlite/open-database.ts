import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import { AppError, codeOf, messageOf } from '../../errors.ts';
import { projectPath } from '../../project-path.ts';
import * as schema from './schema/index.ts';

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
    client.pragma('busy_timeout = 10000');
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL');
    client.pragma('foreign_keys = ON');
    client.pragma('cache_size = -16384');
    const db = drizzle(client, { schema });
    refuseNewer(client);
    migrate(db, { migrationsFolder: projectPath('drizzle') });
    return db;
  } catch (error) {
    client?.close();
    throw error instanceof AppError ? error : storageError(error, path);
  }
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

const ADVICE: Record<string, string> = {
  SQLITE_FULL: 'The disk is full: free some space and run the command again; what was committed is kept.',
  SQLITE_CANTOPEN: 'Check that the folder exists and may be written to, or set DATABASE_URL to another file.',
  SQLITE_READONLY:
    'The file or its folder is read-only: make it writable, or set DATABASE_URL to another file.',
  SQLITE_NOTADB: 'The file is not an SQLite database: set DATABASE_URL to another file.',
  SQLITE_BUSY: 'Another process holds the database: wait for it to finish and run the command again.',
  SQLITE_CORRUPT: 'The file is damaged: restore it from a backup.',
  SQLITE_IOERR: 'The disk does not take what is written to it: check it, and the space left on it.',
  ENOSPC: 'The disk is full: free some space and run the command again; what was committed is kept.',
  EACCES: 'Check the permissions of the folder, or set DATABASE_URL to another file.',
};

/** What went wrong in the database, with what to do about it. */
export function storageError(error: unknown, path: string): AppError {
  const code = codeOf(error) ?? '';
  const advice = Object.entries(ADVICE).find(([prefix]) => code.startsWith(prefix))?.[1];
  return new AppError(
    'storage',
    [`Cannot use the database ${path}: ${messageOf(error)}.`, advice].filter(Boolean).join(' '),
    error,
  );
}
