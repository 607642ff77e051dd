import type Database from 'better-sqlite3';

/** More than the program's fixed statements, so that only lists of varying length are evicted. */
const MAX_STATEMENTS = 500;

/**
 * A view of a connection that prepares each SQL text once. Drizzle prepares a statement for every query, and the
 * driver frees it only when the event loop turns: thousands of queries in a row held more than a gigabyte.
 *
 * Only for Drizzle: code that sets a lasting mode on a statement, such as `pluck`, must prepare its own.
 */
export function withStatementCache(client: Database.Database): Database.Database {
  const kept = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const statement = kept.get(sql) ?? client.prepare(sql);
    // Drizzle asks for rows as arrays or objects, and the statement remembers the last mode.
    if (statement.reader) statement.raw(false);
    // Reinserting it makes the first key the least recently used.
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > MAX_STATEMENTS && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  return Object.create(client, { prepare: { value: prepare } });
}
