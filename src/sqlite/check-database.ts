import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onceFree, withoutWaiting } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Attempts to get the write lock for a probe: with 25 milliseconds in between, about two seconds. */
const PROBE_ATTEMPTS = 80;

/**
 * Writes to the database without changing anything in it, so that nobody takes it for a change.
 *
 * @throws What SQLite says where it cannot be written: the disk is full, the file is read-only, or another process held
 *   the write lock for two seconds.
 */
export async function checkWritable(db: SqliteDatabase): Promise<void> {
  const version = Number(db.$client.pragma('user_version', { simple: true }));
  const write = () => db.$client.pragma(`user_version = ${version}`);
  await onceFree(() => withoutWaiting(db, write), PROBE_ATTEMPTS);
}

/** What SQLite may say of one damaged place, in bytes. */
const MAX_FOUND_BYTES = 1_048_576;

/**
 * Runs in a process of its own: looking through a large database takes seconds, in which requests must be answered.
 */
const LOOK = `
  const [driver, path] = process.argv.slice(1);
  const Database = require(driver);
  const db = new Database(path, { readonly: true, fileMustExist: true });
  process.stdout.write(db.pragma('integrity_check(1)', { simple: true }));
`;

/**
 * Looks through the whole database for damage.
 *
 * @param path The database's file.
 * @param signal Ends the look, which then could not be finished.
 * @returns What SQLite found, or null where the database is sound.
 * @throws Where it could not be looked through to the end, which says nothing about the database.
 */
export async function checkIntegrity(path: string, signal?: AbortSignal): Promise<string | null> {
  const driver = fileURLToPath(import.meta.resolve('better-sqlite3'));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['-e', LOOK, driver, path],
      { maxBuffer: MAX_FOUND_BYTES, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout === 'ok' ? null : stdout);
        else if (/SQLITE_(CORRUPT|NOTADB)/.test(stderr))
          resolve(/^\w*Error: (.*)$/m.exec(stderr)?.[1] ?? stderr);
        else reject(new Error('The database could not be looked through to the end.', { cause: error }));
      },
    );
  });
}
