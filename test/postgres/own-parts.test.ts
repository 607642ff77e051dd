import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStores, type PostgresStores } from '../../src/postgres/open-stores.ts';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';

const LIMIT = { max: 2, windowMs: 60_000 };

describe.skipIf(withoutPostgres)('what only PostgreSQL has', () => {
  let url: string;
  let stores: PostgresStores;
  beforeEach(async () => {
    url = await makePostgresDatabase();
    stores = await openPostgresStores(url);
  });
  afterEach(() => stores.close());

  test('the engine is known by its name and version, without a packager’s words', () => {
    expect(stores.engine).toMatch(/^PostgreSQL \d+\.\d+$/);
  });

  test('a writable database is written to and stays as it is, and a read-only one is a failure that says so', async () => {
    const watch = () => execute(url, 'select * from scheduler_watch');
    const before = await watch();
    await stores.checkWritable();
    expect(await watch()).toEqual(before);
    await refuseWrites(url);
    await expect(stores.checkWritable()).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('The server is read-only'),
    });
  });

  test('while the database takes no writes, limits are counted in memory', async () => {
    await refuseWrites(url);
    const count = stores.rateLimitStore.createCounter('tests', LIMIT);
    expect([await count('a'), await count('a')]).toEqual([null, null]);
    expect(await count('a')).toBeGreaterThan(0);
    const spend = () => stores.rateLimitStore.spendOnce('b', 60_000);
    expect([await spend(), await spend()]).toEqual([true, false]);
  });

  test('a count waits for no disk, and what else is committed does', async () => {
    const isRead = async () => (await execute(url, "select current_setting('synchronous_commit') as now"))[0];
    await execute(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = on`);
    await execute(
      url,
      `create table seen (setting text);
       create function see() returns trigger language plpgsql as $$
       begin insert into seen values (current_setting('synchronous_commit')); return null; end $$;
       create constraint trigger see after insert on rate_limits deferrable initially deferred
       for each row execute function see();`,
    );
    await stores.close();
    stores = await openPostgresStores(url);
    await stores.rateLimitStore.createCounter('tests', LIMIT)('a');
    expect(await execute(url, 'select * from seen')).toEqual([{ setting: 'off' }]);
    expect(await isRead()).toEqual({ now: 'on' });
  });
});

/** As at a standby, from the next connection on. */
async function refuseWrites(url: string): Promise<void> {
  await execute(
    url,
    `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`,
  );
  await execute(
    url,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
}
