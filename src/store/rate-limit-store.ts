import { createHash } from 'node:crypto';
import { inArray, lt } from 'drizzle-orm';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import type { Engine } from './engine.ts';
import { rateLimits } from './schema/index.ts';
import { change } from './steps.ts';

/** Where a database counts. */
export interface SharedCounts {
  openLimiter(options: LimiterOptions): RateLimiterAbstract;
  /** Counts there; or else in memory, while the database cannot be written to. */
  unlessUnavailable<T>(count: () => Promise<T>, otherwise: () => Promise<T>): Promise<T>;
}

/**
 * The library must neither create nor empty the table: its cleanup scans the whole table at once, and crashes the
 * process on failure. A key at its limit is refused from memory, so that a flood of requests writes nothing.
 */
export type LimiterOptions = Limit & {
  tableName: string;
  tableCreated: true;
  clearExpiredByTimeout: false;
  keyPrefix: string;
  inMemoryBlockOnConsumed: number;
};

/** The library's terms: the duration is in seconds. */
type Limit = { points: number; duration: number };

export function createRateLimitStore({ write }: Engine, shared: SharedCounts): RateLimitStore {
  let spending: Counters | undefined;
  const open = (name: string, limit: Limit): Counters => ({
    shared: shared.openLimiter({
      ...limit,
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      inMemoryBlockOnConsumed: limit.points,
    }),
    local: new RateLimiterMemory(limit),
    unlessUnavailable: shared.unlessUnavailable,
  });
  return {
    createCounter: (name, { max, windowMs }) => {
      const counters = open(name, { points: max, duration: windowMs / 1000 });
      return (key) => countOne(counters, key);
    },
    spendOnce: (key, lifetime) => {
      spending ??= open('spent', { points: 1, duration: 1 });
      return spendOnce(spending, key, lifetime);
    },
    forgetCounts: ({ before, limit }) =>
      write((db) => {
        const ended = db
          .select({ key: rateLimits.key })
          .from(rateLimits)
          .where(lt(rateLimits.expire, before))
          .limit(limit);
        return change(db.delete(rateLimits).where(inArray(rateLimits.key, ended)));
      }),
  };
}

interface Counters extends Pick<SharedCounts, 'unlessUnavailable'> {
  shared: RateLimiterAbstract;
  /** Counts while the database cannot be written to. */
  local: RateLimiterMemory;
}

/** The library's own fallback would count in memory after any error, silently. */
async function countOne({ shared, local, unlessUnavailable }: Counters, key: string): Promise<number | null> {
  return unlessUnavailable(
    () => consume(shared, key),
    () => consume(local, key),
  );
}

/** Always recorded in memory too, so that a key spent while the database cannot be written to stays spent. */
async function spendOnce(
  { shared, local, unlessUnavailable }: Counters,
  key: string,
  lifetime: number,
): Promise<boolean> {
  const hash = createHash('sha256').update(key).digest('hex');
  // The table stores only whole milliseconds.
  const duration = Math.ceil(lifetime / 1000);
  if ((await consume(local, hash, duration)) !== null) return false;
  return (
    (await unlessUnavailable(
      () => consume(shared, hash, duration),
      async () => null,
    )) === null
  );
}

/** Takes one point. Null, or the milliseconds until there is one. */
async function consume(
  limiter: RateLimiterAbstract,
  key: string,
  duration: number = limiter.duration,
): Promise<number | null> {
  try {
    await limiter.consume(key, 1, { customDuration: duration });
    return null;
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) return thrown.msBeforeNext;
    throw thrown;
  }
}
