import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import type { Pool, PoolClient } from 'pg';
import type { ServerFacts } from '../shared/server-facts.ts';
import { MOVABLE_TABLES } from '../store/movable-tables.ts';
import { findReadable } from './known-server.ts';
import { MAX_CONNECTIONS } from './open-database.ts';

const ROUND_TRIPS = 5;

/** @throws What the driver throws if the server cannot be asked. */
export async function readServerFacts(pool: Pool): Promise<ServerFacts> {
  const client = await pool.connect();
  try {
    const { system, timeline } = await findReadable(pool);
    const { max, open, user, schema, ...facts } = await readFacts(client);
    return {
      ...(await measure(client)),
      ...facts,
      names: { user, schema },
      isRecognised: { copy: system, failover: timeline },
      wronglySorted: await findWronglySorted(client),
      connections: { max, open, ours: MAX_CONNECTIONS },
      behindPooler: await isBehindPooler(client),
      ...wayTo(client),
    };
  } finally {
    client.release();
  }
}

type Facts = Pick<ServerFacts, 'mayCreate' | 'ownsTables' | 'commitsWait' | 'standbys' | 'damagedPages'> &
  ServerFacts['names'] & {
    max: number;
    open: number;
  };

/** What any user may read. */
async function readFacts(client: PoolClient): Promise<Facts> {
  const { rows } = await client.query<Facts>(
    `select quote_ident(current_user) as "user", quote_ident(current_schema()) as "schema",
       has_schema_privilege(current_schema(), 'create') as "mayCreate",
       (select bool_and(pg_has_role(relowner, 'usage')) from pg_class
         where relnamespace = current_schema()::regnamespace and relname = any($1::text[])) as "ownsTables",
       current_setting('synchronous_standby_names') <> ''
         and current_setting('synchronous_commit') in ('on', 'remote_write', 'remote_apply') as "commitsWait",
       (select count(*) from pg_stat_replication) as standbys,
       (select checksum_failures from pg_stat_database where datname = current_database()) as "damagedPages",
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max,
       (select coalesce(sum(numbackends), 0) from pg_stat_database) as open`,
    [MOVABLE_TABLES.map(({ name }) => name)],
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('A select without a table has one row.');
  return facts;
}

/** The clocks are compared in the middle of the fastest answer, the median of all is what a statement takes. */
async function measure(client: PoolClient): Promise<Pick<ServerFacts, 'roundTripMs' | 'clockAheadMs'>> {
  const answers: { took: number; ahead: number }[] = [];
  for (let times = 0; times < ROUND_TRIPS; times += 1) {
    const start = performance.now();
    const { rows } = await client.query('select extract(epoch from clock_timestamp()) * 1000 as now');
    const took = performance.now() - start;
    answers.push({ took, ahead: Date.now() - took / 2 - rows[0].now });
  }
  answers.sort((one, other) => one.took - other.took);
  const median = answers[Math.floor(ROUND_TRIPS / 2)];
  return { roundTripMs: median?.took ?? 0, clockAheadMs: Math.round(answers[0]?.ahead ?? 0) };
}

const MAX_NAMED = 3;

/** Ranges of keys compared by a language's rules would miss people who were erased. */
async function findWronglySorted(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct c.relname || '.' || a.attname as name
     from pg_index i join pg_class c on c.oid = i.indrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
     where c.relnamespace = current_schema()::regnamespace and a.atttypid = 'text'::regtype
       and a.attcollation <> 'pg_catalog."C"'::regcollation
     order by name limit ${MAX_NAMED}`,
  );
  return rows.map(({ name }) => name);
}

/** A pooler introduces itself with a process id of its own. */
async function isBehindPooler(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return rows[0].pid !== (client as PoolClient & { processID: number | null }).processID;
}

/** Asked of the driver: what the server says behind a pooler is of the pooler's own connection. */
function wayTo(client: PoolClient): Pick<ServerFacts, 'isEncrypted' | 'isOnThisMachine'> {
  const { host, connection } = client as PoolClient & { host: string; connection: { stream: unknown } };
  return {
    isEncrypted: connection.stream instanceof TLSSocket,
    isOnThisMachine: /^(?:\/|127\.|::1$|localhost$)/i.test(host),
  };
}
