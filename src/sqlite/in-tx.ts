import { setTimeout } from 'node:timers/promises';
import type { SqliteDatabase } from './open-database.ts';
import { perDatabase } from './per-database.ts';
import { sqliteCause } from './storage-error.ts';

/** Excludes promises: better-sqlite3 would commit before an async function has finished. */
type NotPromise<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * Runs `work` in a transaction that takes the write lock at once, so that what it reads cannot change before it
 * writes. `work` must not be async; the type rejects a promise.
 */
export function inTx<T>(db: SqliteDatabase, work: () => NotPromise<T>): T {
  return db.$client.transaction(work).immediate() as T;
}

/** About five seconds of attempts, 25 milliseconds apart. */
const MAX_ATTEMPTS = 200;
const RETRY_DELAY_MS = 25;

/**
 * Like {@link inTx}, but yields to the event loop while another process holds the write lock; SQLite's own busy
 * timeout would block it.
 *
 * @throws SQLite's error if the lock was not free within about five seconds.
 */
export async function inTxWithRetry<T>(
  db: SqliteDatabase,
  work: () => NotPromise<T>,
  attempts = MAX_ATTEMPTS,
): Promise<T> {
  return retryWhileBusy(() => withoutBusyTimeout(db, () => inTx(db, work)), attempts);
}

/**
 * Retries work that needs the write lock while another process holds it, 25 milliseconds apart, without blocking.
 *
 * @throws SQLite's error if the lock was not free at the last attempt.
 */
export async function retryWhileBusy<T>(work: () => T | Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isBusy(error)) throw error;
    }
    await setTimeout(RETRY_DELAY_MS);
  }
}

const busyTimeoutOf = perDatabase(({ $client }) => $client.pragma('busy_timeout', { simple: true }));

/** Runs `work` with SQLite's busy timeout off, which would block the event loop. `exec` keeps no statement. */
export function withoutBusyTimeout<T>(db: SqliteDatabase, work: () => T): T {
  const timeout = busyTimeoutOf(db);
  db.$client.exec('pragma busy_timeout = 0');
  try {
    return work();
  } finally {
    db.$client.exec(`pragma busy_timeout = ${timeout}`);
  }
}

/** Whether another process held the lock. */
export function isBusy(error: unknown): boolean {
  const cause = sqliteCause(error);
  return cause !== undefined && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
}
