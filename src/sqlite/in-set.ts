import { type AnyColumn, type Placeholder, type SQL, sql } from 'drizzle-orm';

/**
 * Like `inArray`, with the same text for any number of values, so that the statement is prepared once. In a prepared
 * statement, the placeholder stands for a JSON array.
 */
export const inSet = (column: AnyColumn, values: readonly (string | number)[] | Placeholder): SQL =>
  sql`${column} in (select value from json_each(${Array.isArray(values) ? JSON.stringify(values) : values}))`;
