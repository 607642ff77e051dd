import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, codeOf } from '../../shared/errors.ts';
import { isBusy } from '../in-tx.ts';
import { storageError } from '../storage-error.ts';

/** SQLite's errors for a file that no process can have open as a database. */
const DAMAGED = /^SQLITE_(?:NOTADB|CORRUPT)/;

/**
 * Runs `work` while no other process can open the database. Every WAL connection holds a lock, so leaving WAL mode
 * fails if there is another one. It also merges the WAL into the file; a process that opened the file just before
 * finds that it was moved, and writes nothing.
 *
 * @throws AppError `refused` if another process has it open.
 */
export function withExclusiveAccess<T>(path: string, work: () => T, then = 'restore'): T {
  if (!existsSync(path)) return work();
  const client = new Database(path);
  try {
    lockExclusively(client, path, then);
    return work();
  } finally {
    client.close();
  }
}

/**
 * For as long as the connection is open, or until it commits.
 *
 * @param then What to do afterwards, in words.
 * @throws AppError `refused` if another process has it open.
 */
export function lockExclusively(client: Database.Database, path: string, then: string): void {
  try {
    client.pragma('journal_mode = DELETE');
    client.exec('begin exclusive');
  } catch (error) {
    if (isBusy(error)) throw inUse(path, then, error);
    if (!DAMAGED.test(codeOf(error) ?? '')) throw storageError(error, path);
  }
}

export function inUse(path: string, then: string, cause: unknown): AppError {
  return new AppError(
    'refused',
    `Another process has the database ${path} open. Stop "serve" and every other command on it, then ${then}.`,
    cause,
  );
}
