import Database from 'better-sqlite3';
import type { MovableTable, MoveSource, OpenSource } from '../../moving/move-ends.ts';
import { AppError } from '../../shared/errors.ts';
import { inUse, lockExclusively } from '../files/with-exclusive-access.ts';
import { isBusy } from '../in-tx.ts';
import { openDatabase } from '../open-database.ts';
import { readSequences } from '../rebuilt-tables.ts';
import { explained, explainedRows, isThere, readMarkOf, urlOf } from './mark-of-file.ts';
import { countRows, readRows, sumsOf } from './movable-rows.ts';
import { writeMark } from './move-mark.ts';
import { unstorableValues } from './unstorable-values.ts';

// Raw statements: everything is read by the one connection that keeps all others out.
type Client = Database.Database;

export function sqliteMoveSource(path: string): MoveSource {
  return {
    name: urlOf(path),
    mark: async () => {
      if (!isThere(path))
        throw new AppError(
          'not-found',
          `There is no database at ${path}. If yours is elsewhere, set DATABASE_URL.`,
        );
      return readMarkOf(path);
    },
    open: async () => explained(path, () => openSource(path)),
  };
}

function openSource(path: string): OpenSource {
  // Before it is brought up to date as well: another process may be of an earlier version.
  lockOf(path).close();
  openDatabase(path).$client.close();
  const client = lockOf(path);
  return {
    database: String(client.prepare('select "database" from scheduler_watch').pluck().get()),
    problems: async (tables) =>
      explained(path, () => [
        ...tables.flatMap((table) => danglingRows(client, table)),
        ...tables.flatMap((table) => unstorableValues(client, table)),
      ]),
    foreign: async (tables) => explained(path, () => foreignTables(client, tables)),
    rows: async (table) => explained(path, () => countRows(client, table)),
    read: (table) => explainedRows(path, readRows(client, table)),
    sums: async (table) => explained(path, () => sumsOf(client, table)),
    latestIds: async () => explained(path, () => readSequences(client)),
    leave: async (mark) =>
      explained(path, () => {
        writeMark(client, mark);
        client.exec('commit');
      }),
    close: async () => {
      client.close();
    },
  };
}

/** Holds an exclusive transaction, which ends with the connection. */
function lockOf(path: string): Client {
  const client = new Database(path);
  try {
    client.pragma('cache_size = -131072');
    // Without it, a loss of power can undo the mark after the other database was opened.
    client.pragma('synchronous = EXTRA');
    lockExclusively(client, path, 'move it');
    return client;
  } catch (error) {
    client.close();
    throw isBusy(error) ? inUse(path, 'move it', error) : error;
  }
}

const MAX_NAMED = 3;

/** Only another program can have written them, with foreign keys off: PostgreSQL never takes them. */
function danglingRows(client: Client, { name }: MovableTable): string[] {
  const rows = client.pragma(`foreign_key_check("${name}")`) as { rowid: number; parent: string }[];
  return rows
    .slice(0, MAX_NAMED)
    .map(
      ({ rowid, parent }) =>
        `A row of ${name} (rowid ${rowid}) refers to a row of ${parent} that does not exist. Another program must have written it. Remove it, or add what is missing, and move again.`,
    );
}

/** Also an operator's own views, and columns added to our tables, but not what tools keep for themselves. */
function foreignTables(client: Client, tables: readonly MovableTable[]): string[] {
  const own = new Set(tables.map(({ name }) => name));
  const names = client
    .prepare<[], string>(
      "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite%' order by name",
    )
    .pluck()
    .all();
  return [
    ...names.filter((name) => !own.has(name) && !name.startsWith('_')),
    ...tables.flatMap((table) => foreignColumns(client, table)),
  ];
}

function foreignColumns(client: Client, { name, columns }: MovableTable): string[] {
  return client
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck()
    .all(name)
    .filter((column) => !columns.some((own) => own.name === column))
    .map((column) => `${name}.${column}`);
}
