import type { Pool } from 'pg';
import { explainErrors, explainErrorsOfEach } from '../shared/explain-errors.ts';
import { followClock } from '../shared/shared-clock.ts';
import { createStores } from '../store/create-stores.ts';
import type { Engine } from '../store/engine.ts';
import { createScheduleStore } from '../store/issues/schedule-store.ts';
import { createRateLimitStore } from '../store/rate-limit-store.ts';
import { createPostgresChangeStore } from './change-store.ts';
import { checkWritable, engineName } from './check-database.ts';
import { postgresEngine } from './engine.ts';
import { createKnownSecret } from './known-secret.ts';
import { detectByServer } from './known-server.ts';
import { openDatabase } from './open-database.ts';
import { postgresCounts } from './rate-limits.ts';
import { readServerFacts } from './server-facts.ts';
import { explained } from './storage-error.ts';

export type PostgresStores = Awaited<ReturnType<typeof openPostgresStores>>;

/**
 * Opens everything that `app/stores.ts` lists, on one PostgreSQL database.
 *
 * @param url `postgres://…`
 * @throws AppError `storage`
 */
export async function openPostgresStores(url: string) {
  const explain = (error: unknown) => explained(error, url);
  const pool = await openDatabase(url).catch((error: unknown) => {
    throw explain(error);
  });
  const guard = <Store extends object>(store: Store) => explainErrors(store, explain);
  const database = postgresEngine(pool);
  const { clock, engine, detector } = await askServer(pool, database).catch(async (error: unknown) => {
    await pool.end();
    throw explain(error);
  });
  return {
    clock,
    engine,
    upgradeWarnings: [],
    ...explainErrorsOfEach(createStores(database, detector), explain),
    scheduleStore: guard(createScheduleStore(database, detector)),
    changeStore: guard(createPostgresChangeStore(pool)),
    rateLimitStore: guard(createRateLimitStore(database, postgresCounts(pool))),
    knownSecret: guard(createKnownSecret(database)),
    ...guard({
      checkWritable: () => checkWritable(database),
      /** The server itself checks each page as it reads it, if its checksums are on; it has no check of everything. */
      checkIntegrity: async () => null,
      readServer: () => readServerFacts(pool),
    }),
    /** A server's database is not replaced under open connections. */
    isInPlace: () => true,
    close: async () => {
      clock.end();
      await pool.end();
    },
  };
}

async function askServer(pool: Pool, database: Engine) {
  const engine = await engineName(pool);
  const detector = await detectByServer(pool, database);
  return { engine, detector, clock: await followClock(() => askTime(pool)) };
}

/** Not the transaction's, which would be that of its beginning. */
async function askTime(pool: Pool): Promise<number> {
  const { rows } = await pool.query('select extract(epoch from clock_timestamp()) * 1000 as now');
  return rows[0].now;
}
