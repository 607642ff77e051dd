import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { MoveMark } from '../../moving/move-ends.ts';

// Raw statements: the table is Drizzle's, and of any version.
type Client = Database.Database;

/**
 * A mark is a row among the applied migrations, later than all of them: versions that know no marks take the database for a
 * newer one, and leave it alone.
 */
const MARKED_AT = Number.MAX_SAFE_INTEGER;

const markSchema = z.object({
  state: z.enum(['arriving', 'moved']),
  move: z.string(),
  database: z.string(),
  other: z.string(),
  at: z.number(),
}) satisfies z.ZodType<MoveMark>;

export function readMark(client: Client): MoveMark | null {
  const table = client.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return null;
  const text = client
    .prepare<[number], string>('select hash from __drizzle_migrations where created_at = ?')
    .pluck()
    .get(MARKED_AT);
  return text === undefined ? null : markSchema.parse(JSON.parse(text));
}

export function writeMark(client: Client, mark: MoveMark): void {
  client
    .prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
    .run(JSON.stringify(mark), MARKED_AT);
}

export function removeMark(client: Client): void {
  client.prepare('delete from __drizzle_migrations where created_at = ?').run(MARKED_AT);
}
