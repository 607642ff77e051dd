import type Database from 'better-sqlite3';

/** Statements that are kept: more than the program has of its own, so that only lists of changing length come and go. */
const MAX_STATEMENTS = 500;

/**
 * A view of a connection that prepares each SQL text once. Drizzle prepares a statement for every query, and the driver
 * frees one only when the event loop turns: thousands of queries in a row held more than a gigabyte.
 *
 * For Drizzle alone: what sets a mode of a statement that lasts, such as `pluck`, must prepare its own.
 */
export function withStatementCache(client: Database.Database): Database.Database {
  const kept = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const statement = kept.get(sql) ?? client.prepare(sql);
    // Drizzle asks for rows as arrays or as objects, and the statement remembers the last wish.
    if (statement.reader) statement.raw(false);
    // Last in, last out: what has not been used for longest comes first.
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > MAX_STATEMENTS && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  return Object.create(client, { prepare: { value: prepare } });
}
