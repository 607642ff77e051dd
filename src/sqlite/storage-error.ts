import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';

const DISK_IS_FULL =
  'The disk is full: free some space and run the command again; what was committed is kept.';

const ADVICE: Record<string, string> = {
  SQLITE_FULL: DISK_IS_FULL,
  SQLITE_CANTOPEN: 'Check that the folder exists and may be written to, or set DATABASE_URL to another file.',
  SQLITE_READONLY:
    'The file or its folder is read-only: make it writable, or set DATABASE_URL to another file.',
  SQLITE_NOTADB: 'The file is not an SQLite database: set DATABASE_URL to another file.',
  SQLITE_BUSY: 'Another process holds the database: wait for it to finish and run the command again.',
  SQLITE_CORRUPT: 'The file is damaged: restore it from a backup.',
  SQLITE_IOERR: 'The disk refuses writes: check it, and the space left on it.',
  ENOSPC: DISK_IS_FULL,
  EEXIST: 'A file is where a folder is needed: set DATABASE_URL to another file.',
  ENOTDIR: 'A file is where a folder is needed: set DATABASE_URL to another file.',
  ENOENT: 'No folder can be made there: set DATABASE_URL to another file.',
  EACCES: 'Check the permissions of the folder, or set DATABASE_URL to another file.',
};

export function storageError(error: unknown, path: string): AppError {
  const cause = sqliteCause(error) ?? error;
  const code = codeOf(cause) ?? '';
  const known = Object.entries(ADVICE).find(([prefix]) => code.startsWith(prefix))?.[1] ?? '';
  const advice = diskProblem(dirname(path), code) ?? known;
  return new AppError(
    'storage',
    `Cannot use the database ${path}: ${messageOf(cause)}. ${advice}`.trim(),
    cause,
  );
}

const DISK_IS_READ_ONLY =
  'The disk is read-only: make it writable. To save what is there, stop every process and copy the whole folder.';

function diskProblem(folder: string, code: string): string | null {
  if (MAY_BE_FULL.test(code) && isFull(folder)) return DISK_IS_FULL;
  return MAY_BE_READ_ONLY.test(code) && isReadOnly(folder) ? DISK_IS_READ_ONLY : null;
}

const MAY_BE_READ_ONLY = /^(?:SQLITE_(?:IOERR|CANTOPEN|READONLY)|EROFS)/;

function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return codeOf(error) === 'EROFS';
  }
}

/** SQLite also reports these if there is no space for the files beside the database. */
const MAY_BE_FULL = /^SQLITE_(?:IOERR|CANTOPEN)/;

/** SQLite's minimum, in bytes: the WAL index alone takes 32 KiB. */
const MIN_FREE_BYTES = 64 * 1024;

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < MIN_FREE_BYTES;
  } catch {
    return false;
  }
}

/** The SQLite error in a chain of causes: Drizzle wraps some of them. */
export function sqliteCause(error: unknown): Error | undefined {
  if (error instanceof Database.SqliteError) return error;
  return error instanceof Error && error.cause !== undefined ? sqliteCause(error.cause) : undefined;
}
