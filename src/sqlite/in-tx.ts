import { setTimeout } from 'node:timers/promises';
import type { SqliteDatabase } from './open-database.ts';
import { sqliteCause } from './storage-error.ts';

/** Everything but a promise: better-sqlite3 commits before an async function has done its work. */
type Settled<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * Runs `work` in one transaction that takes the write lock at once, so that what it reads cannot change before it
 * writes. `work` may not be async: the type refuses a promise.
 */
export function inTx<T>(db: SqliteDatabase, work: () => Settled<T>): T {
  return db.$client.transaction(work).immediate() as T;
}

/** How often the write lock is asked for, and the milliseconds in between: about five seconds in all. */
const ATTEMPTS = 200;
const PAUSE = 25;

/**
 * As {@link inTx}, but while another process has the write lock this one goes on with everything else, where SQLite's
 * own waiting would stop it.
 *
 * @throws What SQLite says where the lock was not free within about five seconds.
 */
export async function inTxOnceFree<T>(
  db: SqliteDatabase,
  work: () => Settled<T>,
  attempts = ATTEMPTS,
): Promise<T> {
  return onceFree(() => withoutWaiting(db, () => inTx(db, work)), attempts);
}

/**
 * Does what needs the write lock, and tries again where another process has it. Between the attempts pass 25 milliseconds,
 * in which everything else goes on.
 *
 * @throws What SQLite says where the lock was not free at the last attempt.
 */
export async function onceFree<T>(work: () => T | Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isBusy(error)) throw error;
    }
    await setTimeout(PAUSE);
  }
}

/** Does `work` without SQLite's own waiting for a lock, in which everything else would stand still. */
export function withoutWaiting<T>({ $client }: SqliteDatabase, work: () => T): T {
  const timeout = $client.pragma('busy_timeout', { simple: true });
  $client.pragma('busy_timeout = 0');
  try {
    return work();
  } finally {
    $client.pragma(`busy_timeout = ${timeout}`);
  }
}

/** Whether another process holds the lock that was wanted. */
export function isBusy(error: unknown): boolean {
  const cause = sqliteCause(error);
  return cause !== undefined && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
}
