import { callbackify } from 'node:util';
import { Client, type ClientConfig, Pool, type PoolConfig, types } from 'pg';
import { bindsChannel, withCheckedCertificate } from '../shared/postgres-url.ts';
import { refuseUnfit } from './fit-server.ts';
import { migrateDatabase } from './migrate-database.ts';

/** Few: most work waits for one lock, and small servers allow a hundred connections in all. */
export const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/** A little more than the server's own limit for a statement: then the connection is dead, and nobody says so. */
const ANSWER_TIMEOUT_MS = 70_000;

/** 8-byte integers, which pg returns as text because they may be larger than 2⁵³, and what sums of them are. Ours never are. */
for (const type of [types.builtins.INT8, types.builtins.NUMERIC]) types.setTypeParser(type, Number);

/**
 * Connects, and brings the database up to date.
 *
 * @param url `postgres://…`
 * @throws What the driver throws if the database cannot be reached; AppError `storage` if it is from a newer version,
 * or the server is too old or a standby.
 */
export async function openDatabase(url: string): Promise<Pool> {
  const pool = openPool(url);
  try {
    await refuseUnfit(pool);
    await migrateDatabase(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** What the server shows of each connection: `database move` looks for it. */
export const APPLICATION_NAME = 'verdicts';

/** Closes its connection if it is refused: a server waits a minute for a password, and the process with it. */
class ClosingClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    const connect: () => Promise<Client> = this.connect.bind(this);
    const connectOrClose = () =>
      connect().catch(async (error) => {
        await this.end();
        throw error;
      });
    const withCallback = callbackify(connectOrClose);
    this.connect = ((callback?: Parameters<typeof withCallback>[0]) =>
      callback === undefined ? connectOrClose() : withCallback(callback)) as Client['connect'];
  }
}

/** @param changes Of what every pool has. */
export function openPool(url: string, changes: PoolConfig = {}): Pool {
  const pool = new Pool({
    Client: ClosingClient,
    connectionString: withCheckedCertificate(url),
    enableChannelBinding: bindsChannel(url),
    application_name: APPLICATION_NAME,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    ...changes,
  });
  // A connection that breaks would end the process, idle or in use. Whoever uses it gets the error as well.
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}
