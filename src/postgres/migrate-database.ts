import type { Pool, PoolClient } from 'pg';
import { refuseMarked } from '../moving/mark-words.ts';
import { DAY_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import { projectPath } from '../shared/project-path.ts';
import { readKnownMigrations } from './known-migrations.ts';
import { MIGRATION_LOCK, WRITE_LOCK } from './locks.ts';
import { readMark } from './moving/move-mark.ts';

const FOLDER = projectPath('drizzle/postgres');

/** An index of millions of rows takes its time, and so does waiting for another process that makes one. */
const PATIENTLY = { query_timeout: DAY_MS };

/**
 * Applies missing migrations in one transaction: all or none. Another process that starts meanwhile waits, and finds
 * nothing left to do. Drizzle's own `migrate` takes no lock (drizzle-orm #874).
 *
 * A version may start on tables that a newer one made if the newer one's migrations say so: in a rolling upgrade, an
 * old process that crashed is back before its turn.
 *
 * @throws AppError `storage` if the database is from a newer version, was moved, or is another program's.
 */
export async function migrateDatabase(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // Under another level, what another process committed meanwhile would not be seen.
    await client.query('begin isolation level read committed');
    await lock(client, MIGRATION_LOCK);
    refuseMarked(await readMark(client));
    await applyMissing(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function applyMissing(client: PoolClient): Promise<void> {
  const known = readKnownMigrations(FOLDER);
  const applied = await readApplied(client);
  refuseNewer(applied, known.at(-1)?.madeAt ?? 0);
  if (applied.latest === 0) await refuseForeign(client);
  const missing = known.filter(({ madeAt }) => madeAt > applied.latest);
  // A user who may not make tables can still run the version that made them.
  if (missing.length === 0) return;
  // Processes of the version before may be at work: a table that one of them has locked would be a deadlock.
  await lock(client, WRITE_LOCK);
  await client.query(
    'create table if not exists applied_migrations (made_at bigint primary key, needs bigint not null)',
  );
  for (const { madeAt, statements, needs } of missing) {
    for (const text of statements) await client.query({ text, ...PATIENTLY });
    await client.query('insert into applied_migrations (made_at, needs) values ($1, $2)', [madeAt, needs]);
  }
}

async function lock(client: PoolClient, key: number): Promise<void> {
  await client.query({ text: `select pg_advisory_xact_lock(${key})`, ...PATIENTLY });
}

interface Applied {
  /** Zero before the first migration. */
  latest: number;
  /** The newest migration that a version must know to start. */
  needs: number;
}

async function readApplied(client: Pool | PoolClient): Promise<Applied> {
  const { rows: tables } = await client.query("select to_regclass('applied_migrations') as name");
  if (tables[0].name === null) return { latest: 0, needs: 0 };
  const { rows } = await client.query(
    'select coalesce(max(made_at), 0) as latest, coalesce(max(needs), 0) as needs from applied_migrations',
  );
  return rows[0];
}

function refuseNewer({ needs }: Applied, known: number): void {
  if (needs > known)
    throw new AppError(
      'storage',
      'The database was made by a newer version of this program, so this version leaves it alone. Update the program, or set DATABASE_URL to another database.',
    );
}

/**
 * Also those on which this version may start: it knows nothing of what a newer one added.
 *
 * @throws AppError `storage`
 */
export async function refuseLaterTables(pool: Pool): Promise<void> {
  const { latest } = await readApplied(pool);
  if (latest > (readKnownMigrations(FOLDER).at(-1)?.madeAt ?? 0))
    throw new AppError(
      'storage',
      'A newer version of this program has added something to the tables, which this version would leave behind. Update the program, then move.',
    );
}

/** Keeps our tables out of another program's database. */
async function refuseForeign(client: PoolClient): Promise<void> {
  const { rows } = await client.query(
    'select tablename as name from pg_tables where schemaname = current_schema() order by tablename limit 1',
  );
  if (rows.length === 0) return;
  throw new AppError(
    'storage',
    `The database belongs to another program: it has the table "${rows[0].name}", and was not changed. Set DATABASE_URL to a database of its own.`,
  );
}
