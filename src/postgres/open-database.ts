import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, types } from 'pg';
import { migrateDatabase } from './migrate-database.ts';
import * as schema from './schema.ts';

type Schema = typeof schema;

/** What a statement runs on: a connection of the pool, or the one of a transaction. */
export type Queryable = Omit<NodePgDatabase<Schema>, '$client'>;

export type PostgresDatabase = NodePgDatabase<Schema> & { $client: Pool };

/** Few: most work waits for one lock, and small servers allow a hundred connections in all. */
const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/** 8-byte integers, which pg returns as text because they may be larger than 2⁵³. Ours never are. */
const INT8 = types.builtins.INT8;
/** What `sum` makes of them. */
const NUMERIC = types.builtins.NUMERIC;

/**
 * Connects, and brings the database up to date.
 *
 * @param url `postgres://…`
 * @throws What the driver throws if the database cannot be reached; AppError `storage` if it is from a newer version.
 */
export async function openDatabase(url: string): Promise<PostgresDatabase> {
  const pool = openPool(url);
  try {
    await migrateDatabase(pool);
    return Object.assign(drizzle(pool, { schema }), { $client: pool });
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function openPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'verdicts',
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: {
      getTypeParser: (id, format) =>
        id === INT8 || id === NUMERIC ? Number : types.getTypeParser(id, format as 'text'),
    },
  });
  // A connection that breaks would end the process, idle or in use. Whoever uses it gets the error as well.
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}
