import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { MIGRATION_LOCK, WRITE_LOCK } from '../../src/postgres/locks.ts';
import { migrateDatabase } from '../../src/postgres/migrate-database.ts';
import { openDatabase, openPool } from '../../src/postgres/open-database.ts';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import {
  execute,
  makeEmptyDatabase,
  makePostgresDatabase,
  withoutPostgres,
} from '../support/database/postgres-server.ts';

describe.skipIf(withoutPostgres)('a PostgreSQL database', () => {
  test('has our tables, and one row by which it knows its age', async () => {
    const url = await makePostgresDatabase();
    const db = await openDatabase(url);
    const { rows } = await db.query('select id, checks, made_at from scheduler_watch');
    await db.end();
    expect(rows).toEqual([{ id: 1, checks: 0, made_at: expect.any(Number) }]);
  });

  test('is brought up to date by a process that waited for another one, however long that takes', async () => {
    const url = await makeEmptyDatabase();
    const impatient = openPool(url, { query_timeout: 300 });
    const other = execute(
      url,
      `begin; select pg_advisory_xact_lock(${MIGRATION_LOCK}); select pg_sleep(1); commit`,
    );
    const isLocked = async () => execute(url, `select 1 from pg_locks where objid = ${MIGRATION_LOCK}`);
    await expect.poll(isLocked).toHaveLength(1);
    await migrateDatabase(impatient);
    expect(await execute(url, 'select checks from scheduler_watch')).toEqual([{ checks: 0 }]);
    await other;
    await impatient.end();
  });

  test('another program can write a comparison as the documentation shows, under the program’s lock', async () => {
    const page = readFileSync(projectPath('docs', 'database.md'), 'utf8');
    const [, example = ''] = /## On PostgreSQL.*?```sql\n(.*?)```/s.exec(page) ?? [];
    expect(example).toContain(`pg_advisory_xact_lock(${WRITE_LOCK})`);
    const url = await makePostgresDatabase();
    await execute(url, example);
    const stores = await openPostgresStores(url);
    const [comparison] = await stores.comparisonStore.readComparisons(['kiln-vs-loom']);
    await stores.close();
    expect(comparison?.tools).toMatchObject([
      { name: 'Kiln', verdict: 'ship', panelShare: 75, reviews: [] },
      { name: 'Loom', verdict: 'split', panelShare: 50, reviews: [] },
    ]);
  });

  test('a consent is never changed, and goes only with its subscriber', async () => {
    const url = await makePostgresDatabase();
    await execute(
      url,
      "insert into subscribers (email, email_key, status, created_at) values ('a@b.test', 'a@b.test', 'pending', 1)",
    );
    await execute(
      url,
      "insert into consent_events (subscriber_id, event, at, source) values (1, 'imported', 1, 'test')",
    );
    for (const change of ["update consent_events set source = 'x'", 'delete from consent_events'])
      await expect(execute(url, change)).rejects.toThrow('append-only');
    await execute(url, 'delete from subscribers');
    expect(await execute(url, 'select * from consent_events')).toEqual([]);
  });

  test('gets its tables once, whatever level of isolation its server prefers', async () => {
    const url = await makeEmptyDatabase();
    const name = new URL(url).pathname.slice(1);
    await execute(url, `alter database ${name} set default_transaction_isolation = 'repeatable read'`);
    const first = new Client({ connectionString: url });
    await first.connect();
    await first.query(`begin; select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    const opened = Promise.all([openDatabase(url), openDatabase(url)]);
    await vi.waitFor(async () =>
      expect(await execute(url, 'select 1 from pg_locks where not granted')).toHaveLength(2),
    );
    await first.end();
    for (const pool of await opened) await pool.end();
    expect(await execute(url, 'select * from applied_migrations')).not.toEqual([]);
  });
});
