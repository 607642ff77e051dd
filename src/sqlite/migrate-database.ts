import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { refuseMarked } from '../moving/mark-words.ts';
import { AppError } from '../shared/errors.ts';
import { projectPath } from '../shared/project-path.ts';
import { readMark } from './moving/move-mark.ts';
import { type LeftOutObject, withoutOwnObjects } from './own-objects.ts';
import { preserveSequences, preserveTriggers } from './rebuilt-tables.ts';

// Raw statements: the schema in code describes no earlier version's tables.
type Client = Database.Database;

/**
 * Applies missing migrations in one transaction: all or none, even if the process is killed. Another process that
 * starts meanwhile waits, and finds nothing left to do. Foreign keys are on afterwards.
 *
 * @param folder Migrations as written by drizzle-kit. The first makes the whole schema; databases from before it take
 * the steps in `upgrade/` instead, the last of which has the first one's time.
 * @returns An operator's own views, triggers and indexes that no longer fit.
 * @throws AppError `storage` if the database is from a newer version or another program, was moved, or if a migration
 * would leave broken foreign keys.
 */
export function migrateDatabase(client: Client, folder = projectPath('drizzle')): LeftOutObject[] {
  const known = readMigrations(folder);
  // Has no effect inside a transaction. With foreign keys on, dropping a table deletes the rows that refer to it, and
  // drizzle-kit rebuilds a table by dropping it.
  client.pragma('foreign_keys = OFF');
  const leftOut =
    missingMigrations(client, known).length === 0
      ? []
      : client.transaction(() => applyMissing(client, known)).immediate();
  client.pragma('foreign_keys = ON');
  return leftOut;
}

interface KnownMigrations {
  first: readonly MigrationMeta[];
  upgrade: readonly MigrationMeta[];
  later: readonly MigrationMeta[];
}

function readMigrations(folder: string): KnownMigrations {
  const [first, ...later] = readMigrationFiles({ migrationsFolder: folder });
  const upgrade = readMigrationFiles({ migrationsFolder: join(folder, 'upgrade') });
  return { first: first === undefined ? [] : [first], upgrade, later };
}

function missingMigrations(client: Client, known: KnownMigrations): MigrationMeta[] {
  refuseMarked(readMark(client));
  const latest = latestApplied(client);
  refuseNewer(latest, known, 'Update the program, or set DATABASE_URL to another file.');
  refuseForeign(client, latest);
  const { first, upgrade, later } = known;
  return [...(latest === 0 ? first : upgrade), ...later].filter(({ folderMillis }) => folderMillis > latest);
}

/** Zero before the first migration. */
function latestApplied(client: Client): number {
  const table = client.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return 0;
  return Number(client.prepare('select max(created_at) from __drizzle_migrations').pluck().get() ?? 0);
}

/**
 * For copies of a database, which are only read.
 *
 * @throws AppError `storage` if the database has a migration that this version does not know.
 */
export function refuseUnknownMigrations(client: Client, folder = projectPath('drizzle')): void {
  refuseMarked(readMark(client));
  refuseNewer(latestApplied(client), readMigrations(folder), 'Update the program first.');
}

function refuseNewer(latest: number, { first, later }: KnownMigrations, advice: string): void {
  if ([...first, ...later].some(({ folderMillis }) => folderMillis >= latest)) return;
  throw new AppError(
    'storage',
    `The database was made by a newer version of this program, so this version leaves it alone. ${advice}`,
  );
}

/**
 * Keeps our tables out of another program's database. Tools for any database, such as Litestream, prefix their tables
 * with `_`.
 */
function refuseForeign(client: Client, latest: number): void {
  const tables = client
    .prepare<[], string>("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    .pluck()
    .all()
    .filter((name) => !name.startsWith('_'));
  const [first] = tables;
  if (first === undefined || (latest > 0 && tables.includes('subscribers'))) return;
  throw new AppError(
    'storage',
    `The database belongs to another program: it has the table "${first}", and was not changed. Set DATABASE_URL to a file of its own.`,
  );
}

function applyMissing(client: Client, known: KnownMigrations): LeftOutObject[] {
  const statements = [known.first, known.upgrade, known.later].flat().flatMap(({ sql }) => sql);
  return withoutOwnObjects(client, statements, () => applyAll(client, missingMigrations(client, known)));
}

function applyAll(client: Client, missing: readonly MigrationMeta[]): void {
  const before = danglingRows(client);
  client.exec(
    'create table if not exists __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)',
  );
  const record = client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)');
  for (const { sql, hash, folderMillis } of missing) {
    preserveSequences(client, () =>
      preserveTriggers(client, sql, () => {
        for (const statement of sql) client.exec(statement);
      }),
    );
    record.run(hash, folderMillis);
  }
  refuseDanglingRows(before, danglingRows(client));
}

/** Rows with a broken foreign key, by table. */
function danglingRows(client: Client): Map<string, number> {
  const counts = new Map<string, number>();
  const rows = client.pragma('foreign_key_check') as { table: string; parent: string }[];
  for (const { table, parent } of rows) {
    const reference = `${table} to ${parent}`;
    counts.set(reference, (counts.get(reference) ?? 0) + 1);
  }
  return counts;
}

/** Rows that were already broken come from another program, and must not block every later version. */
function refuseDanglingRows(before: Map<string, number>, after: Map<string, number>): void {
  const worse = [...after].filter(([reference, count]) => count > (before.get(reference) ?? 0));
  if (worse.length === 0) return;
  const list = worse.map(([reference, count]) => `${reference} (${count})`).join(', ');
  throw new AppError(
    'storage',
    `The database was not changed: bringing it up to date would leave references to rows that are gone, from ${list}. Go back to the version of the program that you had, and report this.`,
  );
}
