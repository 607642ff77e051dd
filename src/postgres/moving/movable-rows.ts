import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { MovableTable, RowText } from '../../moving/move-ends.ts';
import { sumsQuery } from '../../moving/sums.ts';

/** In the order of the key: texts have the collation "C", so they are compared byte by byte. */
export function readRows(client: PoolClient, { name, columns, key }: MovableTable): RowText {
  const rows = `select ${namesOf(columns)} from ${escapeIdentifier(name)} order by ${key.map(escapeIdentifier).join(', ')}`;
  return client.query(copyTo(`copy (${rows}) to stdout`));
}

/** The table must have been emptied in this transaction: its rows need no vacuum later. */
export async function writeRows(
  client: PoolClient,
  { name, columns }: MovableTable,
  rows: RowText,
): Promise<void> {
  const into = client.query(
    copyFrom(`copy ${escapeIdentifier(name)} (${namesOf(columns)}) from stdin with (freeze true)`),
  );
  await pipeline(Readable.from(rows), into);
}

export async function sumsOf(client: PoolClient, table: MovableTable): Promise<Record<string, number>> {
  const { rows } = await client.query(sumsQuery(table));
  return rows[0];
}

export async function countRows(client: PoolClient, { name }: MovableTable): Promise<number> {
  const { rows } = await client.query(`select count(*) as "rows" from ${escapeIdentifier(name)}`);
  return rows[0].rows;
}

/** The sequences of all tables whose ids the database issues, by the tables' names. */
export async function sequencesOf(client: PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ table: string; sequence: string }>(
    `select c.table_name as "table", pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) as sequence
     from information_schema.columns c where c.table_schema = current_schema() and c.is_identity = 'YES'`,
  );
  return new Map(rows.map(({ table, sequence }) => [table, sequence]));
}

function namesOf(columns: MovableTable['columns']): string {
  return columns.map(({ name }) => escapeIdentifier(name)).join(', ');
}
