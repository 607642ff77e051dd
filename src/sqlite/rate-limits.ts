import Database from 'better-sqlite3';
import { RateLimiterSQLite } from 'rate-limiter-flexible';
import { createRateLimitStore } from '../store/rate-limit-store.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import { sqliteEngine } from './engine.ts';
import { isBusy, retryWhileBusy } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Opens its own connection with the first counter. */
export function createSqliteRateLimitStore(db: SqliteDatabase): RateLimitStore & { close(): void } {
  let connection: Database.Database | undefined;
  const store = createRateLimitStore(sqliteEngine(db), {
    openLimiter: (options) => {
      connection ??= connectionFor(db);
      const storeClient = withCachedStatements(connection);
      return new RateLimiterSQLite({ ...options, storeClient, storeType: 'better-sqlite3' });
    },
    unlessUnavailable: unlessBusy,
  });
  return {
    ...store,
    close: () => {
      if (connection !== db.$client) connection?.close();
    },
  };
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
