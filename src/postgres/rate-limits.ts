import type { Pool } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { SharedCounts } from '../store/rate-limit-store.ts';
import { isUnavailable } from './storage-error.ts';

export function postgresCounts(pool: Pool): SharedCounts {
  return {
    openLimiter: (options) =>
      new RateLimiterPostgres({ ...options, storeClient: withoutWaiting(pool), storeType: 'client' }),
    unlessUnavailable: async (count, otherwise) => {
      try {
        return await count();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        return otherwise();
      }
    },
  };
}

/**
 * Runs the library's upserts without its names for them, which pgbouncer would look for on another connection; and does
 * not wait until the disk or a standby has them. That is said in the statement itself, and so of this commit alone.
 */
function withoutWaiting(pool: Pool) {
  return {
    query: ({ text, values }: { text: string; values: unknown[] }) =>
      pool.query(text.replace(/;\s*$/, ", set_config('synchronous_commit', 'off', true)"), values),
  };
}
