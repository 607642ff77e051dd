import type Database from 'better-sqlite3';
import { chunksOf, lineReader, linesOf, lineWriter, type StoredValue } from '../../moving/copy-text.ts';
import type { MovableTable, RowText } from '../../moving/move-ends.ts';
import { sumsQuery } from '../../moving/sums.ts';

// Raw statements: every table and column by name, and rows as arrays.
type Client = Database.Database;

/** In the order of the key, of which SQLite compares texts byte by byte. */
export function readRows(client: Client, table: MovableTable): RowText {
  const { name, columns, key } = table;
  const rows = client
    .prepare<[], StoredValue[]>(`select ${namesOf(columns)} from "${name}" order by ${quoted(key)}`)
    .raw()
    .safeIntegers();
  return chunksOf(linesFrom(rows.iterate(), lineWriter(columns)));
}

function* linesFrom(
  rows: Iterable<StoredValue[]>,
  toLine: (row: StoredValue[]) => string,
): Generator<string> {
  for (const row of rows) yield toLine(row);
}

export async function writeRows(
  client: Client,
  { name, columns }: MovableTable,
  rows: RowText,
): Promise<void> {
  const places = columns.map(() => '?').join(', ');
  const insert = client.prepare(`insert into "${name}" (${namesOf(columns)}) values (${places})`);
  const read = lineReader(columns);
  for await (const lines of linesOf(rows)) for (const line of lines) insert.run(...read(line));
}

export function sumsOf(client: Client, table: MovableTable): Record<string, number> {
  return client.prepare<[], Record<string, number>>(sumsQuery(table)).get() ?? {};
}

export function countRows(client: Client, { name }: MovableTable): number {
  return Number(client.prepare(`select count(*) from "${name}"`).pluck().get());
}

function namesOf(columns: MovableTable['columns']): string {
  return quoted(columns.map(({ name }) => name));
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
