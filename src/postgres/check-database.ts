import { sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Engine } from '../store/engine.ts';
import { schedulerWatch } from '../store/schema/index.ts';
import { change } from '../store/steps.ts';

/** Commits a write that changes nothing. @throws What the driver throws if the database cannot be written. */
export async function checkWritable({ write }: Engine): Promise<void> {
  await write(function* (db) {
    yield* change(db.update(schedulerWatch).set({ checks: sql`${schedulerWatch.checks}` }));
  });
}

/** As people know it, such as `PostgreSQL 15.18`: packagers add words of their own. */
export async function engineName(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  return `PostgreSQL ${rows[0]?.version.split(' ')[0]}`;
}
