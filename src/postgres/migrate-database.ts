import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Pool, PoolClient } from 'pg';
import { refuseMarked } from '../moving/mark-words.ts';
import { AppError } from '../shared/errors.ts';
import { projectPath } from '../shared/project-path.ts';
import { MIGRATION_LOCK } from './locks.ts';
import { readMark } from './moving/move-mark.ts';

const FOLDER = projectPath('drizzle/postgres');

/**
 * Applies missing migrations in one transaction: all or none. Another process that starts meanwhile waits, and finds
 * nothing left to do. Drizzle's own `migrate` takes no lock (drizzle-orm #874).
 *
 * @throws AppError `storage` if the database is from a newer version, was moved, or is another program's.
 */
export async function migrateDatabase(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
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
  const known = readMigrationFiles({ migrationsFolder: FOLDER });
  const latest = await latestApplied(client);
  if (latest > (known.at(-1)?.folderMillis ?? 0))
    throw new AppError(
      'storage',
      'The database was made by a newer version of this program, so this version leaves it alone. Update the program, or set DATABASE_URL to another database.',
    );
  if (latest === 0) await refuseForeign(client);
  const missing = known.filter((one) => one.folderMillis > latest);
  // A user who may not make tables can still run the version that made them.
  if (missing.length === 0) return;
  await client.query('create table if not exists applied_migrations (made_at bigint primary key)');
  for (const { folderMillis, sql } of missing) {
    for (const statement of sql) await client.query(statement);
    await client.query('insert into applied_migrations (made_at) values ($1)', [folderMillis]);
  }
}

/** Zero before the first migration. */
async function latestApplied(client: PoolClient): Promise<number> {
  const { rows: tables } = await client.query("select to_regclass('applied_migrations') as name");
  if (tables[0].name === null) return 0;
  const { rows } = await client.query('select coalesce(max(made_at), 0) as latest from applied_migrations');
  return rows[0].latest;
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
