import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { RateLimiterMemory, RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import type { RateLimitStore } from '../../subscribers/sign-ups/rate-limit-store.ts';
import { inTx, isBusy, onceFree } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';

/** What is counted on one SQLite file. The connection that counts is opened with the first counter. */
export function createSqliteRateLimitStore(db: SqliteDatabase): RateLimitStore & { close(): void } {
  let connection: Database.Database | undefined;
  let spending: Counters | undefined;
  const open = (name: string, limit: Limit) => {
    connection ??= connectionFor(db);
    return openCounters(connection, name, limit);
  };
  return {
    createCounter: (name, { most, within }) => {
      const counters = open(name, { points: most, duration: within / 1000 });
      return (key) => countOne(counters, key);
    },
    spendOnce: (key, lifetime) => {
      spending ??= open('spent', { points: 1, duration: 1 });
      return spendOnce(spending, key, lifetime);
    },
    forgetCounts: async ({ before, limit }) =>
      inTx(
        db,
        () =>
          db.run(sql`
            delete from rate_limits where key in (
              select key from rate_limits where expire < ${before} limit ${limit})`).changes,
      ),
    close: () => {
      if (connection !== db.$client) connection?.close();
    },
  };
}

/** As the library calls them: a duration is in seconds. */
type Limit = { points: number; duration: number };

interface Counters {
  shared: RateLimiterSQLite;
  /** Counts while another process has the write lock. */
  own: RateLimiterMemory;
}

/**
 * A connection that never waits for a lock, and whose commits do not wait for the disk. What other connections commit is
 * as durable as before: each of them sees to that itself. A database in memory has but one connection.
 */
function connectionFor({ $client }: SqliteDatabase): Database.Database {
  if ($client.memory) return $client;
  const connection = new Database($client.name, { timeout: 0 });
  connection.pragma('synchronous = NORMAL');
  return connection;
}

/**
 * The library neither makes the table nor empties it: its deletion goes through the whole table at once, and ends the
 * process where it fails. A key at its limit is refused from memory, so that a flood of requests writes nothing.
 */
function openCounters(connection: Database.Database, name: string, limit: Limit): Counters {
  const shared = new RateLimiterSQLite({
    ...limit,
    storeClient: withoutRepetition(connection),
    storeType: 'better-sqlite3',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    inMemoryBlockOnConsumed: limit.points,
  });
  return { shared, own: new RateLimiterMemory(limit) };
}

/**
 * The connection as the library uses it, at a third of the cost: each of its statements is prepared once, and not put into
 * a transaction of its own, since it is one already.
 */
function withoutRepetition(connection: Database.Database) {
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

/** The library's own insurance would count in memory after any error, and nobody would learn of it. */
async function countOne({ shared, own }: Counters, key: string): Promise<number | null> {
  return unlessBusy(
    () => consume(shared, key),
    () => consume(own, key),
  );
}

/** What this process spends while it cannot write it down stays spent, because it always remembers it for itself too. */
async function spendOnce({ shared, own }: Counters, key: string, lifetime: number): Promise<boolean> {
  const hash = createHash('sha256').update(key).digest('hex');
  // Whole seconds are whole milliseconds too: the table takes no other.
  const duration = Math.ceil(lifetime / 1000);
  if ((await consume(own, hash, duration)) !== null) return false;
  return (
    (await unlessBusy(
      () => consume(shared, hash, duration),
      async () => null,
    )) === null
  );
}

/** Takes one point: null, or the milliseconds after which there is one. */
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

/** Another process has the lock for a moment with every commit: about a tenth of a second is waited for it. */
const ATTEMPTS = 5;

async function unlessBusy<T>(count: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await onceFree(count, ATTEMPTS);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return otherwise();
  }
}
