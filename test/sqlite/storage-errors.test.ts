import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
let stores: SqliteStores;
beforeEach(async () => {
  place = await makePlace();
  stores = openSqliteStores(place.database);
});
afterEach(async () => {
  await stores.close();
  await place.remove();
});

/** As another program could. */
function dropTables(...names: string[]) {
  const database = new Database(place.database);
  database.pragma('foreign_keys = off');
  for (const name of names) database.exec(`drop table ${name}`);
  database.close();
}

test.each([
  ['read', () => stores.reportStore.listIssues({ offset: 0, limit: 1 })],
  ['written', () => stores.settingsStore.saveSettings({ values: {}, revision: 0, by: 'command', at: 1 })],
  ['counted in', () => stores.rateLimitStore.createCounter('c', { max: 1, windowMs: 1_000 })('key')],
])(
  'a database that cannot be %s is a failure of the store, which names the file and keeps the cause',
  async (_, use) => {
    dropTables('issues', 'owner_settings', 'rate_limits');
    await expect(use()).rejects.toMatchObject({
      name: 'AppError',
      code: 'storage',
      message: expect.stringContaining(`Cannot use the database ${place.database}: no such table`),
      cause: { code: 'SQLITE_ERROR' },
    });
  },
);
