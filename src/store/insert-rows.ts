import { type AnyColumn, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm';
import type { Database } from './engine.ts';

/** Adds the rows of a group to a table, in their order: their values are those of the columns that are named. */
export function insertRows<Into extends Table>(
  db: Database,
  table: Into,
  keys: readonly (keyof Into['_']['columns'] & string)[],
): SQL {
  const columns: Record<string, AnyColumn> = getTableColumns(table);
  const given = keys.flatMap((key) => columns[key] ?? []);
  const names = given.map(({ name }) => sql.identifier(name));
  const rows = db.words.rows('new', Object.fromEntries(given.map((column) => [column.name, column])));
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) select * from ${rows} where true`;
}
