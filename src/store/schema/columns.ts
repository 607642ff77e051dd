import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, integer } from 'drizzle-orm/sqlite-core';

/** 9999-12-31T23:59:59.999Z, the last with a four-digit year in ISO 8601. */
const LAST_INSTANT = 253_402_300_799_999;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instant = (name: string) => integer(name);

/** A CHECK. A database whose columns have types needs only `plain`, or nothing if that is null. */
export type TypedCheck = SQL & { plain: SQL | null };

/** SQLite stores any type in any column, so its CHECKs name the type. NULL passes if the column allows it. */
function typed(column: AnySQLiteColumn, { type, plain }: { type: string; plain: SQL }): TypedCheck {
  const checked = sql`${column} is null or (typeof(${column}) = '${sql.raw(type)}' and ${plain})`;
  return Object.assign(checked, { plain });
}

export const isInstant = (column: AnySQLiteColumn): SQL =>
  typed(column, { type: 'integer', plain: sql`${column} between 0 and ${sql.raw(String(LAST_INSTANT))}` });

export const isCount = (column: AnySQLiteColumn): SQL =>
  typed(column, { type: 'integer', plain: sql`${column} >= 0` });

export const isPercent = (column: AnySQLiteColumn): SQL =>
  typed(column, { type: 'integer', plain: sql`${column} between 0 and 100` });

/** 1 to `max` characters, not all white space. */
export const isText = (column: AnySQLiteColumn, max: number): SQL =>
  typed(column, {
    type: 'text',
    plain: sql`length(trim(${column})) > 0 and length(${column}) <= ${sql.raw(String(max))}`,
  });

export const isFlag = (column: AnySQLiteColumn): SQL =>
  Object.assign(sql`${column} in (0, 1)`, { plain: null });

export const isBlob = (column: AnySQLiteColumn): SQL =>
  Object.assign(sql`typeof(${column}) = 'blob'`, { plain: null });

export const isJson = (column: AnySQLiteColumn): SQL =>
  Object.assign(sql`json_valid(${column})`, { plain: sql`(${column})::json is not null` });

export const isSlot = (column: AnySQLiteColumn): SQL =>
  Object.assign(sql`${column} glob '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'`, {
    plain: sql`${column} ~ '^[0-9]{4}-W[0-5][0-9]$'`,
  });

export const isOneOf = (column: AnySQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
