import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, codeOf } from '../../shared/errors.ts';
import { isBusy } from '../in-tx.ts';
import { storageError } from '../storage-error.ts';

/** How SQLite answers a file that no process can have open as a database, however it came to that. */
const DAMAGED = /^SQLITE_(?:NOTADB|CORRUPT)/;

/**
 * Does something with a database's files while no other process can open it. A connection in WAL mode holds a lock as
 * long as it is open, so leaving WAL mode fails beside any other. It also gathers everything in the one file, and
 * whoever opened that file a moment too early finds that it was moved and writes nothing.
 *
 * @throws AppError `refused` where another process has it open.
 */
export function whileClosed<T>(path: string, work: () => T): T {
  if (!existsSync(path)) return work();
  const client = new Database(path);
  try {
    lock(client, path);
    return work();
  } finally {
    client.close();
  }
}

function lock(client: Database.Database, path: string): void {
  try {
    client.pragma('journal_mode = DELETE');
    client.exec('begin exclusive');
  } catch (error) {
    if (isBusy(error))
      throw new AppError(
        'refused',
        `Another process has the database ${path} open. Stop "serve" and every other command on it, then restore.`,
        error,
      );
    if (!DAMAGED.test(codeOf(error) ?? '')) throw storageError(error, path);
  }
}
