import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, integer } from 'drizzle-orm/sqlite-core';

/** 9999-12-31T23:59:59.999Z, the last with a four-digit year in ISO 8601. */
const LAST_INSTANT = 253_402_300_799_999;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instant = (name: string) => integer(name);

/** SQLite stores any type in any column; these CHECKs restrict it. NULL passes if the column allows it. */
export const isInstant = (column: AnySQLiteColumn): SQL =>
  sql`${column} is null or (typeof(${column}) = 'integer' and ${column} between 0 and ${sql.raw(String(LAST_INSTANT))})`;

export const isCount = (column: AnySQLiteColumn): SQL =>
  sql`${column} is null or (typeof(${column}) = 'integer' and ${column} >= 0)`;

export const isPercent = (column: AnySQLiteColumn): SQL =>
  sql`${column} is null or (typeof(${column}) = 'integer' and ${column} between 0 and 100)`;

export const isFlag = (column: AnySQLiteColumn): SQL => sql`${column} in (0, 1)`;

export const isOneOf = (column: AnySQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;

/** 1 to `max` characters, not all white space. */
export const isText = (column: AnySQLiteColumn, max: number): SQL =>
  sql`${column} is null or (typeof(${column}) = 'text' and length(trim(${column})) > 0 and length(${column}) <= ${sql.raw(String(max))})`;
