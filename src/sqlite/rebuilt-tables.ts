import type Database from 'better-sqlite3';

// Raw statements: these are SQLite's own tables.
type Client = Database.Database;

/**
 * Runs `work` without letting any AUTOINCREMENT fall back. A rebuilt table continues from its highest remaining row,
 * so it would issue ids of deleted rows again, and an old link would mean another person.
 */
export function preserveSequences(client: Client, work: () => void): void {
  const before = readSequences(client);
  work();
  for (const [table, last] of before) raiseSequence(client, table, last);
}

/** The highest id that each AUTOINCREMENT table ever issued; omits tables that never had a row. */
export function readSequences(client: Client): Map<string, number> {
  const hasAny = client.prepare("select 1 from sqlite_master where name = 'sqlite_sequence'").get();
  if (hasAny === undefined) return new Map();
  const rows = client
    .prepare<[], { name: string; seq: number }>('select name, seq from sqlite_sequence')
    .all();
  return new Map(rows.map(({ name, seq }) => [name, seq]));
}

/** Makes a table issue only ids above `last`. Ignores a table that does not exist. */
function raiseSequence(client: Client, table: string, last: number): void {
  const found = client.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table);
  if (found === undefined) return;
  const raised = client
    .prepare('update sqlite_sequence set seq = max(seq, ?) where name = ?')
    .run(last, table);
  // `sqlite_sequence` has no unique key, so there is no upsert.
  if (raised.changes === 0)
    client.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(table, last);
}

/** Makes every AUTOINCREMENT table skip `gap` ids above its own latest and `latestIds`. */
export function raiseAllSequences(
  client: Client,
  { latestIds, gap }: { latestIds: ReadonlyMap<string, number>; gap: number },
): void {
  const own = readSequences(client);
  const tables = client
    .prepare<[], string>("select name from sqlite_master where type = 'table' and sql like '%autoincrement%'")
    .pluck()
    .all();
  for (const table of tables)
    raiseSequence(client, table, Math.max(own.get(table) ?? 0, latestIds.get(table) ?? 0) + gap);
}

/**
 * Applies a migration without losing triggers. Dropping a table drops its triggers, and a trigger that mentions a
 * dropped table stops SQLite from renaming the new one. So all triggers are removed first, and those that the
 * migration did not create itself are restored afterwards.
 */
export function preserveTriggers(client: Client, statements: readonly string[], work: () => void): void {
  const dropsTables = statements.some((statement) => /\bdrop\s+table\b/i.test(statement));
  const triggers = dropsTables ? readTriggers(client) : [];
  for (const { name } of triggers) client.exec(`drop trigger "${name}"`);
  work();
  const exists = client.prepare('select 1 from sqlite_master where type = ? and name = ?');
  for (const { name, tableName, sql } of triggers) {
    const isLost = exists.get('trigger', name) === undefined;
    if (isLost && exists.get('table', tableName) !== undefined) client.exec(sql);
  }
}

interface Trigger {
  name: string;
  tableName: string;
  sql: string;
}

function readTriggers(client: Client): Trigger[] {
  return client
    .prepare<[], Trigger>("select name, tbl_name as tableName, sql from sqlite_master where type = 'trigger'")
    .all();
}
