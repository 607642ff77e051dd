import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { PoolClient } from 'pg';
import { describe, expect, test } from 'vitest';
import { postgresEngine } from '../../src/postgres/engine.ts';
import { inTransaction, WRITING } from '../../src/postgres/in-transaction.ts';
import { openDatabase, openPool } from '../../src/postgres/open-database.ts';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { explainPostgres } from '../../src/postgres/storage-error.ts';
import { messageOf } from '../../src/shared/errors.ts';
import { createStudioStore } from '../../src/store/studio-store.ts';
import {
  execute,
  makeEmptyDatabase,
  makePostgresDatabase,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { startTcpProxy } from '../support/network/tcp-proxy.ts';

/** What a store's caller gets of a rejection. */
const explained = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing failed',
    (error: unknown) => explainPostgres(error, 'the database'),
  );

/** As work that is not PostgreSQL's can. */
function blockThread(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

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

  test.each([
    ['in the middle of a transaction', 'select 2'],
    ['before its commit', null],
  ])('costs nothing if this thread was busy for too long %s', async (_, last) => {
    const db = await openDatabase(await makePostgresDatabase());
    const impatient = WRITING.replace("'10s'", "'500ms'");
    const sessions = new Set<PoolClient>();
    await inTransaction(db, impatient, async (client) => {
      sessions.add(client);
      await client.query('update scheduler_watch set checks = checks + 1');
      if (sessions.size === 1) blockThread(1_500);
      if (last !== null) await client.query(last);
    });
    expect(sessions.size).toBeGreaterThan(1);
    expect((await db.query('select checks from scheduler_watch')).rows).toEqual([{ checks: 1 }]);
    await db.end();
  });

  test('that does not answer is a failure of the store, and what had not been committed is done again', async () => {
    const url = new URL(await makePostgresDatabase());
    const proxy = await startTcpProxy(Number(url.port));
    url.port = String(proxy.port);
    const db = openPool(url.href, { query_timeout: 1_000 });
    await db.query('select 1');
    proxy.cut();
    expect(await explained(db.query('select 1'))).toMatchObject({ name: 'AppError', code: 'storage' });
    proxy.mend();
    let attempts = 0;
    const written = await inTransaction(db, WRITING, async (client) => {
      attempts += 1;
      if (attempts === 1) proxy.cut();
      const asked = client.query('update scheduler_watch set checks = checks + 1 returning checks');
      return (await asked.finally(proxy.mend)).rows;
    });
    expect({ attempts, written }).toEqual({ attempts: 2, written: [{ checks: 1 }] });
    await db.end();
    await proxy.stop();
  });

  test.each([
    ['before the server gets it', 'before', 0],
    ['instead of its answer', 'answer', 1],
  ] as const)(
    'whose connection breaks at the commit, %s, is a failure, and nothing is done twice',
    async (_, when, committed) => {
      const url = new URL(await makePostgresDatabase());
      const proxy = await startTcpProxy(Number(url.port));
      url.port = String(proxy.port);
      const db = await openDatabase(url.href);
      let attempts = 0;
      proxy.breakAt('commit\u0000', when);
      const write = inTransaction(db, WRITING, async (client) => {
        attempts += 1;
        await client.query('update scheduler_watch set checks = checks + 1');
      });
      expect(await explained(write)).toMatchObject({ name: 'AppError', code: 'storage' });
      expect(attempts).toBe(1);
      const checks = async () => (await db.query('select checks from scheduler_watch')).rows[0].checks;
      expect(await checks()).toBe(committed);
      await db.end();
      await proxy.stop();
    },
  );

  test.each([
    ['off', 'on'],
    ['remote_write', 'remote_write'],
  ])('with synchronous_commit=%s commits as with %s', async (given, used) => {
    const url = await makePostgresDatabase();
    await execute(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = ${given}`);
    const db = await openDatabase(url);
    const [row] = await inTransaction(
      db,
      WRITING,
      async (client) => (await client.query('show synchronous_commit')).rows,
    );
    expect(row).toEqual({ synchronous_commit: used });
    await db.end();
  });

  test('keeps work apart whatever the level of its transactions is by default', async () => {
    const url = await makePostgresDatabase();
    await execute(
      url,
      'alter database ' +
        new URL(url).pathname.slice(1) +
        " set default_transaction_isolation = 'repeatable read'",
    );
    const db = await openDatabase(url);
    const add = () =>
      inTransaction(db, WRITING, async (client) => {
        const { rows } = await client.query('select checks from scheduler_watch');
        await client.query('update scheduler_watch set checks = $1', [rows[0].checks + 1]);
      });
    await Promise.all([add(), add(), add(), add()]);
    expect((await db.query('select checks from scheduler_watch')).rows).toEqual([{ checks: 4 }]);
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

  test('says what to grant a user who may not use its schema', async () => {
    const url = await makeEmptyDatabase();
    await execute(url, 'create role new_comer login; revoke create on schema public from public');
    const other = url.replace('verdicts@', 'new_comer@');
    const told = await openPostgresStores(other).catch(messageOf);
    const [line = ''] = /GRANT ALL .*;/.exec(String(told)) ?? [];
    expect(told).toContain('permission denied for schema public. Run this in that database');
    await execute(url, line);
    await (await openPostgresStores(other)).close();
  });

  test('that takes too long over a statement is not said to be stopping', async () => {
    const db = await openDatabase(await makePostgresDatabase());
    const slow = inTransaction(db, WRITING.replace("'60s'", "'100ms'"), (client) =>
      client.query('select pg_sleep(5)'),
    );
    expect(await explained(slow)).toMatchObject({
      code: 'storage',
      message: expect.stringContaining('It took longer than a minute: find out what keeps the server busy'),
    });
    await db.end();
  });

  test('says to check the network when nothing comes back from it', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const db = openPool(`postgres://nobody@127.0.0.1:${port}/none`, { connectionTimeoutMillis: 200 });
    expect(await explained(db.query('select 1'))).toMatchObject({
      code: 'storage',
      message: expect.stringContaining('Check the host in DATABASE_URL, and the network to it.'),
    });
    await db.end();
    silent.close();
  });

  test('says how to reach it when it cannot be reached', async () => {
    const refused = openDatabase('postgres://nobody@127.0.0.1:1/none');
    expect(await explained(refused)).toMatchObject({
      code: 'storage',
      message: expect.stringContaining('Start PostgreSQL, or check the host and port in DATABASE_URL.'),
    });
  });
});
