import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { inArray, lt } from 'drizzle-orm';
import { RateLimiterMemory, RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import { rateLimits } from '../store/schema/index.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import { inTx, isBusy, retryWhileBusy } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Opens its own connection with the first counter. */
export function createSqliteRateLimitStore(db: SqliteDatabase): RateLimitStore & { close(): void } {
  let connection: Database.Database | undefined;
  let spending: Counters | undefined;
  const open = (name: string, limit: Limit) => {
    connection ??= connectionFor(db);
    return openCounters(connection, name, limit);
  };
  return {
    createCounter: (name, { max, windowMs }) => {
      const counters = open(name, { points: max, duration: windowMs / 1000 });
      return (key) => countOne(counters, key);
    },
    spendOnce: (key, lifetime) => {
      spending ??= open('spent', { points: 1, duration: 1 });
      return spendOnce(spending, key, lifetime);
    },
    forgetCounts: async ({ before, limit }) =>
      inTx(db, () => {
        const ended = db
          .select({ key: rateLimits.key })
          .from(rateLimits)
          .where(lt(rateLimits.expire, before))
          .limit(limit);
        return db.delete(rateLimits).where(inArray(rateLimits.key, ended)).run().changes;
      }),
    close: () => {
      if (connection !== db.$client) connection?.close();
    },
  };
}

/** The library's terms: the duration is in seconds. */
type Limit = { points: number; duration: number };

interface Counters {
  shared: RateLimiterSQLite;
  /** Counts while another process holds the write lock. */
  local: RateLimiterMemory;
}

/**
 * A connection that never waits for a lock and whose commits do not wait for the disk. Other connections' commits
 * remain durable. An in-memory database has only one connection.
 */
function connectionFor({ $client }: SqliteDatabase): Database.Database {
  if ($client.memory) return $client;
  const connection = new Database($client.name, { timeout: 0 });
  connection.pragma('synchronous = NORMAL');
  return connection;
}

/**
 * The library must neither create nor empty the table: its cleanup scans the whole table at once, and crashes the
 * process on failure. A key at its limit is refused from memory, so that a flood of requests writes nothing.
 */
function openCounters(connection: Database.Database, name: string, limit: Limit): Counters {
  const shared = new RateLimiterSQLite({
    ...limit,
    storeClient: withCachedStatements(connection),
    storeType: 'better-sqlite3',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    inMemoryBlockOnConsumed: limit.points,
  });
  return { shared, local: new RateLimiterMemory(limit) };
}

/**
 * The connection at a third of the library's cost: each statement is prepared once, and not wrapped in a transaction,
 * since it already is one.
 */
function withCachedStatements(connection: Database.Database) {
  const prepared = new Map<string, Database.Statement>();
  return {
    prepare: (source: string) => {
      const statement = prepared.get(source) ?? connection.prepare(source);
      prepared.set(source, statement);
      return statement;
    },
    transaction: <T>(statement: () => T) => statement,
  };
}

/** The library's own fallback would count in memory after any error, silently. */
async function countOne({ shared, local }: Counters, key: string): Promise<number | null> {
  return unlessBusy(
    () => consume(shared, key),
    () => consume(local, key),
  );
}

/** Always recorded in memory too, so that a key spent while the database is locked stays spent. */
async function spendOnce({ shared, local }: Counters, key: string, lifetime: number): Promise<boolean> {
  const hash = createHash('sha256').update(key).digest('hex');
  // The table stores only whole milliseconds.
  const duration = Math.ceil(lifetime / 1000);
  if ((await consume(local, hash, duration)) !== null) return false;
  return (
    (await unlessBusy(
      () => consume(shared, hash, duration),
      async () => null,
    )) === null
  );
}

/** Takes one point. Null, or the milliseconds until there is one. */
async function consume(
  limiter: RateLimiterSQLite | RateLimiterMemory,
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

/** Other processes lock briefly with every commit: wait about a tenth of a second. */
const MAX_ATTEMPTS = 5;

async function unlessBusy<T>(count: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await retryWhileBusy(count, MAX_ATTEMPTS);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return otherwise();
  }
}
