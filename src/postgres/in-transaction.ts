import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { WRITE_LOCK } from './locks.ts';
import { isBroken, wasLeftWaiting } from './storage-error.ts';

/**
 * What a transaction begins with. A step that stops in the middle must not hold up all others, and one that waits says
 * so. To compile a statement (`jit`) takes half a second, which none of ours is worth. Set for the transaction alone:
 * through pgbouncer, nothing else reaches the right connection.
 */
const LIMITS =
  "set local idle_in_transaction_session_timeout = '10s'; set local statement_timeout = '60s'; set local lock_timeout = '30s'; set local jit = off";

/** A server that loses its power must not forget that a batch went out, whatever it forgets for others. */
export const DURABLY =
  "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";

/**
 * One at a time among all processes: what it reads cannot change before it writes. Without the lock, senders at the same
 * time exceed a daily limit, because each sees only what others committed. The level is named, because a server's default
 * may be another, under which all is read as it was before the lock was free.
 */
export const WRITING = `begin isolation level read committed; ${LIMITS}; ${DURABLY}; select pg_advisory_xact_lock(${WRITE_LOCK})`;

/** All statements see the same state. */
export const READING = `begin isolation level repeatable read read only; ${LIMITS}`;

const MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = 200;
const RETRY_WITHIN_MS = 5_000;

/**
 * Runs `work` in a transaction, and again if its connection broke before the commit was sent: an idle one may have died
 * unnoticed, and a server that starts again is back in a moment.
 */
export async function inTransaction<T>(
  pool: Pool,
  beginning: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  let progress = { isCommitting: false };
  const attempt = () => {
    progress = { isCommitting: false };
    return attemptIn(pool, { beginning, work, progress });
  };
  return repeatIfBroken(attempt, (error) => !progress.isCommitting || wasLeftWaiting(error));
}

/** Tries it again if its connection broke, unless that took long: somebody waits for the answer. */
export async function repeatIfBroken<T>(
  attempt: () => Promise<T>,
  mayRepeat = (_error: unknown) => true,
): Promise<T> {
  const start = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isOver = attempts === MAX_ATTEMPTS || performance.now() - start > RETRY_WITHIN_MS;
      if (isOver || !mayRepeat(error) || !isBroken(error)) throw error;
    }
    await setTimeout(RETRY_DELAY_MS);
  }
}

interface Attempt<T> {
  beginning: string;
  work: (client: PoolClient) => Promise<T>;
  progress: { isCommitting: boolean };
}

async function attemptIn<T>(pool: Pool, { beginning, work, progress }: Attempt<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(beginning);
    const result = await work(client);
    progress.isCommitting = true;
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A dead connection would be waited for once more.
    client.release(isBroken(error) || !(await isRolledBack(client)));
    throw error;
  }
}

/** False if the connection cannot be used again. */
async function isRolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
