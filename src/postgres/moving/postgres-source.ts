import type { PoolClient } from 'pg';
import type { MovableTable, MoveSource, OpenSource } from '../../moving/move-ends.ts';
import { nameOf, openExclusively, withClient } from './exclusive-client.ts';
import { countRows, readRows, sequencesOf, sumsOf } from './movable-rows.ts';
import { readMark, writeMark } from './move-mark.ts';

/** @param url `postgres://…` */
export function postgresMoveSource(url: string, tables: readonly MovableTable[]): MoveSource {
  return {
    name: nameOf(url),
    mark: () => withClient(url, readMark),
    open: () => openSource(url, tables),
  };
}

async function openSource(url: string, tables: readonly MovableTable[]): Promise<OpenSource> {
  const { client, explain, explainRows, close } = await openExclusively(
    url,
    tables.map(({ name }) => name),
  );
  const { rows } = await client.query('select "database" from scheduler_watch');
  return {
    database: rows[0].database,
    problems: async () => [],
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

/** What the program keeps of this database alone. */
const OF_THIS_DATABASE = ['applied_migrations', 'database_move', 'known_server'];

async function foreignTables(client: PoolClient, tables: readonly MovableTable[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = current_schema() and table_name <> all ($1) order by 1',
    [[...tables.map(({ name }) => name), ...OF_THIS_DATABASE]],
  );
  return rows.map(({ name }) => name);
}
