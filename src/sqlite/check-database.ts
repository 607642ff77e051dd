import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { retryWhileBusy, withoutBusyTimeout } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

/** About two seconds of attempts, 25 milliseconds apart. */
const PROBE_ATTEMPTS = 80;

/**
 * Writes to the database without changing anything in it, so that the write does not register as a change.
 *
 * @throws SQLite's error if it cannot be written: the disk is full, the file is read-only, or another process held
 * the write lock for two seconds.
 */
export async function checkWritable(db: SqliteDatabase): Promise<void> {
  const version = Number(db.$client.pragma('user_version', { simple: true }));
  const write = () => db.$client.pragma(`user_version = ${version}`);
  await retryWhileBusy(() => withoutBusyTimeout(db, write), PROBE_ATTEMPTS);
}

/** The longest finding that SQLite reports. */
const MAX_FINDING_BYTES = 1_048_576;

/** Runs in its own process: checking a large database takes seconds, during which requests must be answered. */
const CHECK_SCRIPT = `
  const [driver, path] = process.argv.slice(1);
  const Database = require(driver);
  const db = new Database(path, { readonly: true, fileMustExist: true });
  process.stdout.write(db.pragma('integrity_check(1)', { simple: true }));
`;

/**
 * Checks the whole database for damage.
 *
 * @returns SQLite's finding, or null if the database is sound.
 * @throws If the check could not be completed, which says nothing about the database.
 */
export async function checkIntegrity(path: string, signal?: AbortSignal): Promise<string | null> {
  const driver = fileURLToPath(import.meta.resolve('better-sqlite3'));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['-e', CHECK_SCRIPT, driver, path],
      { maxBuffer: MAX_FINDING_BYTES, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout === 'ok' ? null : stdout);
        else if (/SQLITE_(CORRUPT|NOTADB)/.test(stderr))
          resolve(/^\w*Error: (.*)$/m.exec(stderr)?.[1] ?? stderr);
        else reject(new Error('The database could not be looked through to the end.', { cause: error }));
      },
    );
  });
}
