import { describe, expect, test } from 'vitest';
import { inTransaction, WRITING } from '../../src/postgres/in-transaction.ts';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { concurrentClaimsContract } from '../contracts/concurrent-claims-contract.ts';
import { lookStoreContract } from '../contracts/look-store-contract.ts';
import { paceStoreContract } from '../contracts/pace-store-contract.ts';
import { rateLimitStoreContract } from '../contracts/rate-limit-store-contract.ts';
import { settingsStoreContract } from '../contracts/settings-store-contract.ts';
import { studioStoreContract } from '../contracts/studio-store-contract.ts';
import { makeMovablePlace, move } from '../support/database/moved-database.ts';
import { startPgbouncer, withoutPgbouncer } from '../support/database/pgbouncer.ts';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { sharedPostgresDatabase } from '../support/database/stores-on-one-database.ts';

let bouncer: Promise<(url: string) => string> | undefined;

/** A database with our tables, through PgBouncer in transaction mode with two connections. */
async function makeDatabase(): Promise<string> {
  const url = await makePostgresDatabase();
  bouncer ??= startPgbouncer(url);
  return (await bouncer)(url);
}

const open = async () => openPostgresStores(await makeDatabase());

const shared = () => sharedPostgresDatabase(makeDatabase);

describe.skipIf(withoutPostgres || withoutPgbouncer)(
  'PostgreSQL through PgBouncer in transaction mode',
  () => {
    test('an empty database gets its tables once, however many processes start at once', async () => {
      const url = await makeDatabase();
      await execute(url, 'create database empty_one');
      const empty = url.replace(/[^/]+$/, 'empty_one');
      const pools = await Promise.all(Array.from({ length: 4 }, () => openDatabase(empty)));
      const migrations = await execute(empty, 'select made_at from applied_migrations');
      expect(migrations.length).toBeGreaterThan(0);
      expect(new Set(migrations.map(({ made_at }) => made_at)).size).toBe(migrations.length);
      await Promise.all(pools.map((pool) => pool.end()));
    });

    test('no limit of a transaction stays on its connection for whoever uses that next', async () => {
      const pool = await openDatabase(await makeDatabase());
      const ask = "select current_setting('statement_timeout') as limit, pg_backend_pid() as connection";
      const within = await inTransaction(pool, WRITING, async (client) => (await client.query(ask)).rows[0]);
      const after = await Promise.all(
        Array.from({ length: 20 }, async () => (await pool.query(ask)).rows[0]),
      );
      expect(within.limit).toBe('1min');
      expect(after.some(({ connection }) => connection === within.connection)).toBe(true);
      expect(new Set(after.map(({ limit }) => limit))).toEqual(new Set(['0']));
      await pool.end();
    });

    test('everything is moved there, and back', async () => {
      const place = await makeMovablePlace();
      bouncer ??= startPgbouncer(place.url);
      const url = (await bouncer)(place.url);
      const there = await move(place.sqlite, url);
      const back = await move({ ...place.postgres, DATABASE_URL: url }, `file:${place.back}`);
      expect([there.status, back.status, back.result.tables]).toEqual([0, 0, there.result.tables]);
      await place.remove();
    });

    paceStoreContract('PostgreSQL through PgBouncer', shared);
    rateLimitStoreContract('PostgreSQL through PgBouncer', shared);
    concurrentClaimsContract('PostgreSQL through PgBouncer', shared);
    lookStoreContract('PostgreSQL through PgBouncer', open);
    settingsStoreContract('PostgreSQL through PgBouncer', open);
    studioStoreContract('PostgreSQL through PgBouncer', open);
  },
);
