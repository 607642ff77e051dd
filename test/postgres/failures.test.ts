import { describe, expect, test } from 'vitest';
import { postgresEngine } from '../../src/postgres/engine.ts';
import { inTransaction, WRITING } from '../../src/postgres/in-transaction.ts';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { explainPostgres } from '../../src/postgres/storage-error.ts';
import { createStudioStore } from '../../src/store/studio-store.ts';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';

/** What a store's caller gets of a rejection. */
const explained = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing failed',
    (error: unknown) => explainPostgres(error, 'the database'),
  );

const endOthers = (url: string) =>
  execute(
    url,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

describe.skipIf(withoutPostgres)('a PostgreSQL database that fails', () => {
  test('costs the statement under way, which is a failure of the store, and the next one works', async () => {
    const url = await makePostgresDatabase();
    const db = await openDatabase(url);
    const client = await db.connect();
    await endOthers(url);
    expect(await explained(client.query('select 1'))).toMatchObject({ name: 'AppError', code: 'storage' });
    client.release(true);
    expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await db.end();
  });

  test('costs a transaction nothing if its connection broke before the commit', async () => {
    const url = await makePostgresDatabase();
    const db = await openDatabase(url);
    let isFirst = true;
    const written = await inTransaction(db, WRITING, async (client) => {
      if (isFirst) await endOthers(url);
      isFirst = false;
      return (await client.query('update scheduler_watch set checks = checks + 1 returning checks')).rows;
    });
    expect(written).toEqual([{ checks: 1 }]);
    await db.end();
  });

  test('refuses a text with U+0000 as input, which is not tried again', async () => {
    const db = await openDatabase(await makePostgresDatabase());
    const store = createStudioStore(postgresEngine(db));
    const event = { event: 'exported', at: 1, about: 'a\u0000b' } as const;
    expect(await explained(store.recordEvent(event, 0))).toMatchObject({ name: 'AppError', code: 'input' });
    await db.end();
  });

  test('of another program, or of a newer version, is left alone', async () => {
    const url = await makePostgresDatabase();
    await execute(url, 'insert into applied_migrations values (9999999999999, 9999999999999)');
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('newer version'),
    });
    await execute(url, 'drop table applied_migrations');
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('another program'),
    });
  });

  test('says how to reach it when it cannot be reached', async () => {
    const refused = openDatabase('postgres://nobody@127.0.0.1:1/none');
    expect(await explained(refused)).toMatchObject({
      code: 'storage',
      message: expect.stringContaining('Start PostgreSQL, or check the host and port in DATABASE_URL.'),
    });
  });
});
