import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqliteStores, type SqliteStores } from '../../../src/sqlite/open-stores.ts';
import { openSqliteTables } from '../../support/database/tables.ts';

const START = Date.parse('2026-11-17T09:00:00Z');
const MINUTE = 60_000;
/** For a whole test, in milliseconds: far more than it needs, and less than one wait for a lock would take. */
const NO_WAIT = 4_000;
const LIMIT = { max: 3, windowMs: 10 * MINUTE };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

describe('on one database', () => {
  let folder: string;
  let open: SqliteStores[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verdicts-limits-'));
    open = [];
  });
  afterEach(() => {
    for (const { close } of open) close();
    rmSync(folder, { recursive: true });
  });

  const path = () => join(folder, 'verdicts.db');
  /** As another process opens it. */
  const openStore = () => {
    const stores = openSqliteStores(path());
    open.push(stores);
    return stores.rateLimitStore;
  };
  const closeAll = () => {
    for (const { close } of open.splice(0)) close();
  };
  const locked = () => {
    const other = new Database(path());
    other.exec('begin immediate');
    return other;
  };

  test(
    'while another process has the write lock, limits are counted here, against the same maximum',
    async () => {
      const count = openStore().createCounter('tests', LIMIT);
      const other = locked();
      const answers = [];
      for (let times = 0; times < 4; times += 1) answers.push(await count('a'));
      expect(answers).toEqual([null, null, null, 10 * MINUTE]);
      other.exec('rollback');
      other.close();
      expect(await count('a')).toBeNull();
    },
    NO_WAIT,
  );

  test('a lock that another process holds for a moment costs no count', async () => {
    const store = openStore();
    const other = locked();
    const counting = store.createCounter('tests', { ...LIMIT, max: 1 })('a');
    const spending = store.spendOnce('a', MINUTE);
    await setImmediate();
    other.exec('rollback');
    other.close();
    expect([await counting, await spending]).toEqual([null, true]);
    closeAll();
    const later = openStore();
    expect(await later.createCounter('tests', { ...LIMIT, max: 1 })('a')).not.toBeNull();
    expect(await later.spendOnce('a', MINUTE)).toBe(false);
  });

  test('a key is spent once, by whichever process, and after a restart too, until its time is over', async () => {
    const [one, other] = [openStore(), openStore()];
    expect([await one.spendOnce('a', MINUTE), await one.spendOnce('a', MINUTE)]).toEqual([true, false]);
    expect(await other.spendOnce('a', MINUTE)).toBe(false);
    expect(await one.spendOnce('b'.repeat(5_000), 1_000.25)).toBe(true);
    closeAll();
    const later = openStore();
    expect([await later.spendOnce('a', MINUTE), await later.spendOnce('b'.repeat(5_000), 1_000.25)]).toEqual([
      false,
      false,
    ]);
    closeAll();
    pass(MINUTE + 1);
    expect(await openStore().spendOnce('a', MINUTE)).toBe(true);
  });

  test('a key that is spent while another process has the write lock stays spent after it', async () => {
    const store = openStore();
    expect(await store.spendOnce('before', MINUTE)).toBe(true);
    const other = locked();
    expect([await store.spendOnce('a', MINUTE), await store.spendOnce('a', MINUTE)]).toEqual([true, false]);
    expect(await store.spendOnce('before', MINUTE)).toBe(false);
    other.exec('rollback');
    other.close();
    expect(await store.spendOnce('a', MINUTE)).toBe(false);
  });
});

describe('a database', () => {
  let stores: ReturnType<typeof openSqliteTables>;
  beforeEach(() => {
    stores = openSqliteTables();
  });
  afterEach(() => stores.close());

  const rows = () =>
    stores.db.$client
      .prepare<[], [string, number, string]>(
        'select key, points, typeof(expire) from rate_limits order by key',
      )
      .raw()
      .all();

  test('a key has one row, which a flood does not write again', async () => {
    const count = stores.rateLimitStore.createCounter('tests', LIMIT);
    for (let times = 0; times < 50; times += 1) await count('a');
    expect(rows()).toEqual([['tests:a', 3, 'integer']]);
  });

  test('counts that ended are removed, a bounded number at a time, and no others', async () => {
    const { createCounter, forgetCounts, spendOnce } = stores.rateLimitStore;
    const count = createCounter('tests', LIMIT);
    for (const key of ['a', 'b', 'c']) await count(key);
    await spendOnce('a', 60 * MINUTE);
    pass(5 * MINUTE);
    await count('d');
    expect(await forgetCounts({ before: Date.now(), limit: 2 })).toBe(0);
    pass(5 * MINUTE + 1);
    expect(await forgetCounts({ before: Date.now(), limit: 2 })).toBe(2);
    expect(await forgetCounts({ before: Date.now(), limit: 2 })).toBe(1);
    expect(await forgetCounts({ before: Date.now(), limit: 2 })).toBe(0);
    expect(rows().map(([key]) => key)).toEqual([expect.stringMatching(/^spent:/), 'tests:d']);
  });

  test('a database that cannot be written for another reason is reported', async () => {
    const { createCounter, spendOnce } = stores.rateLimitStore;
    stores.db.$client.exec('drop table rate_limits');
    await expect(createCounter('tests', LIMIT)('a')).rejects.toThrow('rate_limits');
    await expect(spendOnce('a', MINUTE)).rejects.toThrow('rate_limits');
  });
});
