import { explainErrorsOfEach } from '../shared/explain-errors.ts';
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
  return {
    ...explainErrorsOfEach(createStores(postgresEngine(pool)), explain),
    close: () => pool.end(),
  };
}

/** How people know the database: without its password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${host}`;
}
