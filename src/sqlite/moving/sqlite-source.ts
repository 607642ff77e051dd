import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { MovableTable, MoveSource, OpenSource } from '../../moving/move-ends.ts';
import { AppError } from '../../shared/errors.ts';
import { lockExclusively } from '../files/with-exclusive-access.ts';
import { openDatabase } from '../open-database.ts';
import { readSequences } from '../rebuilt-tables.ts';
import { explained, explainedRows, readMarkOf, urlOf } from './mark-of-file.ts';
import { countRows, readRows, sumsOf } from './movable-rows.ts';
import { writeMark } from './move-mark.ts';

// Raw statements: everything is read by the one connection that keeps all others out.
type Client = Database.Database;

export function sqliteMoveSource(path: string): MoveSource {
  return {
    name: urlOf(path),
    mark: async () => {
      if (!existsSync(path))
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
        ...danglingRows(client),
        ...tables.flatMap((table) => unstorableTexts(client, table)),
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
  client.pragma('cache_size = -131072');
  try {
    lockExclusively(client, path, 'move it');
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

const MAX_NAMED = 3;

/** Only another program can have written them, with foreign keys off: PostgreSQL never takes them. */
function danglingRows(client: Client): string[] {
  const rows = client.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  return rows
    .slice(0, MAX_NAMED)
    .map(
      ({ table, rowid, parent }) =>
        `A row of ${table} (rowid ${rowid}) refers to a row of ${parent} that does not exist. Another program must have written it. Remove it, or add what is missing, and move again.`,
    );
}

/** PostgreSQL has no place for U+0000. */
function unstorableTexts(client: Client, { name, columns, key }: MovableTable): string[] {
  const texts = columns.filter(({ kind }) => kind === 'text');
  if (!hasZero(client, { name, columns: texts })) return [];
  const values = key.map((one) => `quote("${one}")`).join(` || ', ' || `);
  return texts.flatMap(({ name: column }) => {
    const rows = client
      .prepare<[], string>(`select ${values} from "${name}" where ${containsZero(column)} limit ${MAX_NAMED}`)
      .pluck()
      .all();
    return rows.map(
      (row) =>
        `The ${column} of ${name} whose ${key.join(', ')} is ${row} contains the character U+0000, which PostgreSQL cannot store. Remove it, and move again: ${withoutFirstZero(name, column)} where (${key.join(', ')}) = (${row})`,
    );
  });
}

/** Reads the table once, whatever the number of its columns. */
function hasZero(client: Client, { name, columns }: Omit<MovableTable, 'key'>): boolean {
  if (columns.length === 0) return false;
  const any = columns.map((column) => containsZero(column.name)).join(' or ');
  return client.prepare(`select 1 from "${name}" where ${any} limit 1`).get() !== undefined;
}

const containsZero = (column: string) => `instr("${column}", char(0))`;

/** As bytes: for SQLite's functions on texts, a text ends there. */
function withoutFirstZero(table: string, column: string): string {
  const bytes = `cast(${column} as blob)`;
  const at = `instr(${bytes}, x'00')`;
  return `update ${table} set ${column} = cast(substr(${bytes}, 1, ${at} - 1) || substr(${bytes}, ${at} + 1) as text)`;
}

/** Also an operator's own views, but not what tools keep for themselves. */
function foreignTables(client: Client, tables: readonly MovableTable[]): string[] {
  const own = new Set(tables.map(({ name }) => name));
  return client
    .prepare<[], string>(
      "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite%' order by name",
    )
    .pluck()
    .all()
    .filter((name) => !own.has(name) && !name.startsWith('_'));
}
