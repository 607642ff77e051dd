import type { Pool } from 'pg';
import { explainErrorsOfEach } from '../shared/explain-errors.ts';
import { followClock } from '../shared/shared-clock.ts';
import { createStores } from '../store/create-stores.ts';
import { postgresEngine } from './engine.ts';
import { openDatabase } from './open-database.ts';
import { explainPostgres } from './storage-error.ts';

export type PostgresStores = Awaited<ReturnType<typeof openPostgresStores>>;

/**
 * Opens everything that `app/stores.ts` lists, on one PostgreSQL database.
 *
 * @param url `postgres://…`
 * @throws AppError `storage`
 */
export async function openPostgresStores(url: string) {
  const explain = (error: unknown) => explainPostgres(error, nameOf(url));
  const pool = await openDatabase(url).catch((error: unknown) => {
    throw explain(error);
  });
  const clock = await followClock(() => askTime(pool)).catch(async (error: unknown) => {
    await pool.end();
    throw explain(error);
  });
  return {
    clock,
    ...explainErrorsOfEach(createStores(postgresEngine(pool)), explain),
    close: async () => {
      clock.end();
      await pool.end();
    },
  };
}

/** Not the transaction's, which would be that of its beginning. */
async function askTime(pool: Pool): Promise<number> {
  const { rows } = await pool.query('select extract(epoch from clock_timestamp()) * 1000 as now');
  return rows[0].now;
}

/** How people know the database: without its password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${host}`;
}
