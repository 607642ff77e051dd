import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, codeOf } from '../../shared/errors.ts';
import { withPrivateFiles } from '../../shared/private-modes.ts';
import { isBusy } from '../in-tx.ts';
import { storageError } from '../storage-error.ts';

/**
 * Runs `work` under an exclusive lock on a small file beside the database: the operating system releases it however
 * the process ends.
 *
 * @throws AppError `refused` if another process holds the lock.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lockPath = `${path}.restore-lock`;
  const client = acquireLock(lockPath, path);
  try {
    return await work();
  } finally {
    // Removed while still locked: a process that already opened it finds out when it writes.
    removeLock(lockPath);
    client.close();
  }
}

function removeLock(lockPath: string): void {
  for (const ending of ['', '-journal']) rmSync(lockPath + ending, { force: true });
}

function acquireLock(lockPath: string, path: string): Database.Database {
  let client: Database.Database | undefined;
  try {
    client = withPrivateFiles(() => new Database(lockPath, { timeout: 0 }));
    client.exec('begin exclusive; pragma user_version = 1');
    return client;
  } catch (error) {
    client?.close();
    if (codeOf(error) === 'SQLITE_FULL') removeLock(lockPath);
    if (isBusy(error) || codeOf(error) === 'SQLITE_READONLY_DBMOVED')
      throw new AppError(
        'refused',
        'Another restore of this database is running. Wait for it to finish, then check what it restored before you run another one.',
        error,
      );
    throw storageError(error, path);
  }
}
