import type { SqliteDatabase } from './open-database.ts';

/** Everything but a promise: better-sqlite3 commits before an async function has done its work. */
type Settled<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * Runs `work` in one transaction that takes the write lock at once, so that what it reads cannot change before it
 * writes. `work` may not be async: the type refuses a promise.
 */
export function inTx<T>(db: SqliteDatabase, work: () => Settled<T>): T {
  return db.$client.transaction(work).immediate() as T;
}
