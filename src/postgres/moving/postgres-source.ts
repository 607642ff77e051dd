import { escapeIdentifier, type PoolClient } from 'pg';
import type { MovableTable, MoveSource, OpenSource } from '../../moving/move-ends.ts';
import { AppError } from '../../shared/errors.ts';
import { nameOf, openExclusively, withClient } from './exclusive-client.ts';
import { countRows, readRows, sequencesOf, sumsOf } from './movable-rows.ts';
import { readMark, writeMark } from './move-mark.ts';

/** @param url `postgres://…` */
export function postgresMoveSource(url: string, tables: readonly MovableTable[]): MoveSource {
  return {
    name: nameOf(url),
    mark: () =>
      withClient(url, async (client) => {
        await refuseMissing(client, url);
        return readMark(client);
      }),
    open: () => openSource(url, tables),
  };
}

/** Otherwise, a mistyped URL would leave empty tables in somebody's database, and mark it as moved. */
async function refuseMissing(client: PoolClient, url: string): Promise<void> {
  const { rows } = await client.query("select to_regclass('applied_migrations') is not null as there");
  if (rows[0].there) return;
  throw new AppError(
    'not-found',
    `There is no database of this program at ${nameOf(url)}. If yours is elsewhere, set DATABASE_URL.`,
  );
}

/** What the database knows of the secret that it is used with. @returns Null if nothing. */
export function readKnownSecret(url: string): Promise<string | null> {
  return withClient(url, async (client) => {
    await refuseMissing(client, url);
    const { rows } = await client.query<{ secret: string | null }>('select secret from known_server');
    return rows[0]?.secret ?? null;
  });
}

async function openSource(url: string, tables: readonly MovableTable[]): Promise<OpenSource> {
  const { client, explain, explainRows, close } = await openExclusively(
    url,
    tables.map(({ name }) => name),
  );
  const { rows } = await client.query('select "database" from scheduler_watch');
  return {
    database: rows[0].database,
    problems: () => explain(() => problemsOf(client)),
    foreign: () => explain(() => foreignTables(client, tables)),
    rows: (table) => explain(() => countRows(client, table)),
    read: (table) => explainRows(() => readRows(client, table)),
    sums: (table) => explain(() => sumsOf(client, table)),
    latestIds: () => explain(() => latestIds(client)),
    leave: (mark) =>
      explain(async () => {
        await writeMark(client, mark, tables);
        await client.query('commit');
      }),
    close,
  };
}

/** Those that issued one. */
async function latestIds(client: PoolClient): Promise<Map<string, number>> {
  const latest = new Map<string, number>();
  for (const [table, sequence] of await sequencesOf(client)) {
    const { rows } = await client.query(`select last_value, is_called from ${sequence}`);
    if (rows[0].is_called) latest.set(table, rows[0].last_value);
  }
  return latest;
}

/** Otherwise, that would show only when everything is copied. */
async function problemsOf(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ user: string; schema: string; may: boolean }>(
    `select current_user as "user", current_schema() as schema, has_schema_privilege(current_schema(), 'create') as may`,
  );
  return rows
    .filter(({ may }) => !may)
    .map(
      ({ user, schema }) =>
        `At the end, the user ${user} could not mark the database as moved. Run this in it, as an administrator, and move again: GRANT ALL ON SCHEMA ${escapeIdentifier(schema)} TO ${escapeIdentifier(user)};`,
    );
}

/** What the program keeps of this database alone. */
const OF_THIS_DATABASE = ['applied_migrations', 'database_move', 'known_server'];

/** And columns that somebody added to ours. */
async function foreignTables(client: PoolClient, tables: readonly MovableTable[]): Promise<string[]> {
  const own = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_name <> all ($1)
     union select table_name || '.' || column_name from information_schema.columns
     where table_schema = current_schema() and table_name = any ($2) and table_name || '.' || column_name <> all ($3)
     order by 1`,
    [[...tables.map(({ name }) => name), ...OF_THIS_DATABASE], tables.map(({ name }) => name), own],
  );
  return rows.map(({ name }) => name);
}
