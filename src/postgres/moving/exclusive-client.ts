import type { Pool, PoolClient } from 'pg';
import type { RowText } from '../../moving/move-ends.ts';
import { counted } from '../../shared/counted.ts';
import { AppError } from '../../shared/errors.ts';
import { refuseUnfit } from '../fit-server.ts';
import { DURABLY } from '../in-transaction.ts';
import { MIGRATION_LOCK, MOVE_LOCK, WRITE_LOCK } from '../locks.ts';
import { migrateDatabase, refuseLaterTables } from '../migrate-database.ts';
import { APPLICATION_NAME, openPool } from '../open-database.ts';
import { explained } from '../storage-error.ts';

/**
 * Everything of a move is in one transaction, which takes minutes. Set for it alone, as pgbouncer needs it: a machine that is
 * lost in the middle would otherwise keep its locks for two hours.
 */
const LIMITS =
  "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '30s'; set local bytea_output = 'hex'; set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10; set local tcp_keepalives_count = 3";

/** The level is named, because under another one, what was committed while it waited for a lock would not be seen. */
export const MOVING = `begin isolation level read committed; ${LIMITS}; ${DURABLY}`;

/** Without its password, which may also be among its options. */
export function nameOf(url: string): string {
  const name = new URL(url);
  const host = name.searchParams.get('host');
  name.password = '';
  name.search = host === null ? '' : `host=${host}`;
  return name.href;
}

/** A pool of one connection. Its name is not that of other commands, which a move looks for. */
function openMovePool(url: string): Pool {
  return openPool(url, { application_name: `${APPLICATION_NAME} database move`, max: 1, query_timeout: 0 });
}

/** Runs work on a connection of its own. @throws AppError `storage` if the database fails. */
export async function withClient<Value>(
  url: string,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const pool = openMovePool(url);
  try {
    const client = await pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  } catch (error) {
    throw explained(error, url);
  } finally {
    await pool.end();
  }
}

/** Brought up to date, and in a transaction in which nobody else changes it, or opens it. */
export interface ExclusiveClient {
  client: PoolClient;
  /** Does work on it. @throws AppError `storage` if the database fails. */
  explain<Value>(work: () => Promise<Value>): Promise<Value>;
  /** The same for rows that are read. */
  explainRows(rows: () => RowText): RowText;
  /** Keeps what was done so far, and continues in another transaction with the same locks. */
  commit(): Promise<void>;
  /** What was not committed is undone. */
  close(): Promise<void>;
}

/** @throws AppError `refused` if another process uses it. */
export async function openExclusively(url: string, tables: readonly string[]): Promise<ExclusiveClient> {
  const pool = openMovePool(url);
  const explain: ExclusiveClient['explain'] = (work) =>
    work().catch((error: unknown) => {
      throw explained(error, url);
    });
  const explainRows: ExclusiveClient['explainRows'] = async function* (rows) {
    try {
      yield* rows();
    } catch (error) {
      throw explained(error, url);
    }
  };
  let client: PoolClient | undefined;
  const close = async () => {
    // Ends the transaction, even in the middle of a COPY.
    client?.release(true);
    await pool.end();
  };
  try {
    await explain(() => refuseUnfit(pool));
    // Before anything that would wait for it to finish.
    await explain(() => refuseOtherMove(pool, url));
    await explain(() => migrateDatabase(pool));
    await explain(() => refuseLaterTables(pool));
    client = await explain(() => pool.connect());
    const begun = client;
    await explain(() => lockAll(begun, url, tables));
    const commit = () =>
      explain(async () => {
        await begun.query('commit');
        await lockAll(begun, url, tables);
      });
    return { client, explain, explainRows, commit, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The locks end with the transaction, so they also hold through pgbouncer in transaction mode; those of a session would not.
 * Table locks keep out other programs, which know no advisory locks.
 */
async function lockAll(client: PoolClient, url: string, tables: readonly string[]): Promise<void> {
  await client.query(MOVING);
  await refuseOtherMove(client, url);
  await refuseOthers(client, url);
  await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK}), pg_advisory_xact_lock(${WRITE_LOCK})`);
  const names = tables.map((name) => client.escapeIdentifier(name)).join(', ');
  await client.query(`lock table ${names} in share row exclusive mode`);
}

/** Keeps others out until the transaction ends, if there is one. */
async function refuseOtherMove(client: Pool | PoolClient, url: string): Promise<void> {
  const { rows } = await client.query(`select pg_try_advisory_xact_lock(${MOVE_LOCK}) as free`);
  if (!rows[0].free)
    throw new AppError('refused', `Another "database move" uses ${nameOf(url)}. Wait for it to finish.`);
}

/** A connection that was idle for longer is one that a pooler keeps, and no process's. */
const IDLE_SECONDS = 30;

/** So that people stop them. One that is missed can change nothing: see `move-mark.ts`. */
async function refuseOthers(client: PoolClient, url: string): Promise<void> {
  const { rows } = await client.query<{ place: string; connections: number }>(
    `select coalesce(host(client_addr), 'the server’s own machine') as place, count(*) as connections
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = $1
     and (state <> 'idle' or state_change > clock_timestamp() - interval '${IDLE_SECONDS} seconds') group by 1 order by 1`,
    [APPLICATION_NAME],
  );
  if (rows.length === 0) return;
  const places = rows.map(({ place, connections }) => `${place} (${counted(connections, 'connection')})`);
  throw new AppError(
    'refused',
    `Other processes have the database ${nameOf(url)} open, from ${places.join(', ')}. Stop every "serve" and every other command on it, on all machines, then move. Through PgBouncer, wait ${IDLE_SECONDS} seconds first.`,
  );
}
