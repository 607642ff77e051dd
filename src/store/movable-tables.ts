import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { MovableColumn, MovableTable } from '../moving/move-ends.ts';
import * as schema from './schema/index.ts';

const KINDS: Readonly<Record<string, MovableColumn['kind']>> = {
  SQLiteInteger: 'integer',
  SQLiteText: 'text',
  SQLiteBoolean: 'boolean',
  SQLiteBlobBuffer: 'bytes',
};

/** Every table, each after those that it refers to. */
export const MOVABLE_TABLES: readonly MovableTable[] = inOrder(
  Object.values(schema).filter((value) => is(value, SQLiteTable)),
).map(describe);

function inOrder(tables: readonly SQLiteTable[]): SQLiteTable[] {
  const ordered = new Set<SQLiteTable>();
  const add = (table: SQLiteTable) => {
    for (const { reference } of getTableConfig(table).foreignKeys) {
      const { foreignTable } = reference();
      if (foreignTable !== table && !ordered.has(foreignTable)) add(foreignTable);
    }
    ordered.add(table);
  };
  tables.forEach(add);
  return [...ordered];
}

function describe(table: SQLiteTable): MovableTable {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const key = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  return { name, columns: columns.map(describeColumn), key: key.map((column) => column.name) };
}

function describeColumn({ name, columnType }: { name: string; columnType: string }): MovableColumn {
  const kind = KINDS[columnType];
  if (kind === undefined) throw new Error(`${name} is of a type that cannot be moved yet: ${columnType}.`);
  return { name, kind };
}
