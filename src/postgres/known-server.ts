import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { RESTORED_REASON } from '../issues/restored-reason.ts';
import type { RestoreMarker, SchedulerState } from '../schedule/scheduler-state.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import type { Engine } from '../store/engine.ts';
import type { Comparison, CopyDetector } from '../store/issues/copy-detector.ts';
import { change, first, prepared, type Steps } from '../store/steps.ts';
import { isBroken } from './storage-error.ts';

/** Where the database is. What its user may not ask is null, and never a difference. */
export interface Server {
  /** Given to a cluster when it is made, and the same on its standbys. */
  system: string | null;
  /** Grows when a standby takes over, and when a cluster is set back to an earlier time. */
  timeline: number | null;
  /** The database's own number in its cluster, and that of one of our tables, which a restored dump makes anew. */
  database: string;
  /** Whether a commit waits for a standby, so that it has everything when it takes over. */
  commitsWait: boolean;
}

/** What was known at the last check, and is restored with the database. */
type KnownServer = Server & { failedOver: boolean };

/**
 * Recognises a database by where it is. What this process counted is compared as well: a database that was set back in
 * place knows of fewer checks.
 */
export async function detectByServer(pool: Pool, engine: Engine): Promise<CopyDetector> {
  const readable = await findReadable(pool);
  const isElsewhere = prepared(() => askIfElsewhere(readable));
  await rememberFirst(engine, readable);
  let counted: RestoreMarker | null = null;
  return {
    mayBeCopy: function* () {
      return (yield* first(isElsewhere))?.yes ?? true;
    },
    compare: function* (_db, state, now) {
      const present = yield* readPresent(readable);
      const known = yield* readKnown();
      const { comparison, failedOver } = compareServers({ known, present, state, now, counted });
      if (failedOver !== known?.failedOver || !isSame(known, present))
        yield* change(writing({ ...present, failedOver }));
      return comparison;
    },
    remember: (marker) => {
      counted = marker;
    },
    failedOver: function* () {
      return (yield* readKnown())?.failedOver ?? false;
    },
  };
}

/** Before anything is sent, so that each dump that may be put back knows where it is from. */
async function rememberFirst({ read, write }: Engine, readable: Readable): Promise<void> {
  if ((await read(readKnown)) !== null) return;
  await write(function* () {
    if ((yield* readKnown()) === null)
      yield* change(writing({ ...(yield* readPresent(readable)), failedOver: false }));
  });
}

interface Facts {
  known: KnownServer | null;
  present: Server;
  state: SchedulerState;
  now: number;
  /** By this process; null before its first check. */
  counted: RestoreMarker | null;
}

/**
 * Between two checks lie four minutes, and a standby takes over within a few. If the last check is older, the cluster may
 * have been set back to it, and nothing can be said for the standbys.
 */
const FAILOVER_MS = 15 * MINUTE_MS;

function compareServers(facts: Facts) {
  const { known, present, state, counted } = facts;
  const { database, checks, checkedAt } = state;
  const own = counted?.database === database ? counted : null;
  const latestAt = Math.max(checkedAt ?? 0, own?.latestAt ?? 0);
  const missing = (own?.checks ?? 0) > checks;
  const told = (pausedBecause: string, atLeast: number, mayLack: Comparison['mayLack']): Comparison => ({
    marker: { database, checks: Math.max(atLeast, own?.checks ?? 0), latestAt },
    pausedBecause,
    mayLack,
  });
  if (known !== null && differs(known, present, ['system', 'database']))
    return { failedOver: false, comparison: told(RESTORED_REASON.copied, checks + 1, 'anything') };
  const lost = lostInFailover(facts, missing);
  if (lost !== null)
    return { failedOver: true, comparison: told(RESTORED_REASON.failedOver, checks + 1, lost) };
  const failedOver = (known?.failedOver ?? false) && !missing;
  return { failedOver, comparison: told(RESTORED_REASON.paused, checks, missing ? 'anything' : 'answers') };
}

/** What a standby that took over may lack; null if none did, or nothing can be missing. */
function lostInFailover(
  { known, present, state, now }: Facts,
  missing: boolean,
): Comparison['mayLack'] | null {
  if (known === null || !differs(known, present, ['timeline'])) return null;
  const isRecent = !missing && now - (state.checkedAt ?? 0) <= FAILOVER_MS;
  if (!isRecent) return 'anything';
  return known.commitsWait ? null : 'moments';
}

function differs(known: Server, present: Server, names: readonly (keyof Server)[]): boolean {
  return names.some(
    (name) => known[name] !== null && present[name] !== null && known[name] !== present[name],
  );
}

function isSame(known: KnownServer | null, present: Server): boolean {
  return known !== null && !differs(known, present, ['system', 'timeline', 'database', 'commitsWait']);
}

const SYSTEM = sql`(select system_identifier::text from pg_control_system())`;

/** The beginning of the name of the file that is being written. That of the last checkpoint changes late. */
const TIMELINE = sql`('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint`;

const DATABASE = sql`(select oid::text from pg_database where datname = current_database()) || '/' || 'known_server'::regclass::oid::text`;

const COMMITS_WAIT = sql`current_setting('synchronous_standby_names') <> '' and current_setting('synchronous_commit') in ('on', 'remote_write', 'remote_apply')`;

interface Readable {
  system: boolean;
  timeline: boolean;
}

/** Some services keep these from their users. Asked before any transaction, which a refusal would end. */
export async function findReadable(pool: Pool): Promise<Readable> {
  return {
    system: await isReadable(pool, 'select system_identifier from pg_control_system()'),
    timeline: await isReadable(pool, 'select pg_walfile_name(pg_current_wal_lsn())'),
  };
}

async function isReadable(pool: Pool, query: string): Promise<boolean> {
  try {
    await pool.query(query);
    return true;
  } catch (error) {
    if (isBroken(error)) throw error;
    return false;
  }
}

/** Asks where the database is now. */
function* readPresent({ system, timeline }: Readable): Steps<Server> {
  const unknown = sql`null`;
  const columns: SQL[] = [
    sql`${system ? SYSTEM : unknown} as "system"`,
    sql`${timeline ? TIMELINE : unknown} as "timeline"`,
    sql`${DATABASE} as "database"`,
    sql`${COMMITS_WAIT} as "commitsWait"`,
  ];
  const found = yield* first(sql<Server>`select ${sql.join(columns, sql`, `)}`);
  if (found === undefined) throw new Error('A select without a table has one row.');
  return found;
}

/** In one question, because each batch of an issue asks it. What is null is no difference. */
function askIfElsewhere({ system, timeline }: Readable) {
  const differences = [
    sql`database <> (${DATABASE})`,
    ...(system ? [sql`system <> ${SYSTEM}`] : []),
    ...(timeline ? [sql`timeline <> ${TIMELINE}`] : []),
  ];
  return sql<{
    yes: boolean;
  }>`select coalesce(${sql.join(differences, sql` or `)}, false) as yes from known_server`;
}

function* readKnown(): Steps<KnownServer | null> {
  const row = yield* first(
    sql<KnownServer>`select system, timeline, database, commits_wait as "commitsWait", failed_over as "failedOver" from known_server`,
  );
  return row ?? null;
}

function writing({ system, timeline, database, commitsWait, failedOver }: KnownServer): SQL {
  return sql`insert into known_server (id, system, timeline, database, commits_wait, failed_over)
    values (1, ${system}, ${timeline}, ${database}, ${commitsWait}, ${failedOver})
    on conflict (id) do update set system = coalesce(excluded.system, known_server.system),
      timeline = coalesce(excluded.timeline, known_server.timeline), database = excluded.database,
      commits_wait = excluded.commits_wait, failed_over = excluded.failed_over`;
}
