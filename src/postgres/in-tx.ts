import { sql } from 'drizzle-orm';
import { WRITE_LOCK } from './locks.ts';
import type { PostgresDatabase, Queryable } from './open-database.ts';

/**
 * A step that stops in the middle must not hold up all others, and one that waits says so. Set for the transaction
 * alone: through pgbouncer, nothing else reaches the right connection.
 */
const BEGIN_WRITING = sql.raw(
  `set local idle_in_transaction_session_timeout = '10s'; set local statement_timeout = '60s'; set local lock_timeout = '30s'; select pg_advisory_xact_lock(${WRITE_LOCK})`,
);

/**
 * Runs `work` in a transaction, one at a time among all processes: what it reads cannot change before it writes.
 * Without the lock, senders at the same time exceed a daily limit, because each sees only what others committed.
 */
export function inTx<T>(db: PostgresDatabase, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(BEGIN_WRITING);
    return work(tx);
  });
}
