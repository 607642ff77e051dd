import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { issues } from '../../src/store/schema/index.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(emptyDatabase());
});
afterEach(() => {
  db.$client.close();
});

test('the same query gives rows as objects and as arrays, in any order', () => {
  const query = sql`select 1 as one, 2 as two`;
  for (let time = 0; time < 2; time += 1) {
    expect(db.all(query)).toEqual([{ one: 1, two: 2 }]);
    expect(db.values(query)).toEqual([[1, 2]]);
    expect(db.get(query)).toEqual({ one: 1, two: 2 });
  }
});

test('a query inside a transaction sees what the transaction did, and nothing of it after a rollback', () => {
  const count = () => db.select({ id: issues.id }).from(issues).all().length;
  expect(count()).toBe(0);
  const add = db.$client.transaction(() => {
    db.run(
      sql`insert into issues (slot, status, scheduled_at, created_at) values ('2026-W47', 'draft', 1, 1)`,
    );
    expect(count()).toBe(1);
    throw new Error('Not after all.');
  });
  expect(add).toThrow('Not after all.');
  expect(count()).toBe(0);
});

test('a table that was changed since a query was prepared is read as it is now', () => {
  const query = sql`select * from suppressions`;
  expect(db.all(query)).toEqual([]);
  db.$client.exec("alter table suppressions add column note text default 'x'");
  db.$client.exec("insert into suppressions (key, reason, at) values ('k', 'bounced', 1)");
  expect(db.all(query)).toEqual([{ key: 'k', reason: 'bounced', at: 1, note: 'x' }]);
});

test('more queries than the cache holds do not disturb each other', () => {
  for (let round = 0; round < 2; round += 1)
    for (let number = 0; number < 600; number += 1)
      expect(db.get(sql.raw(`select ${number} as number`))).toEqual({ number });
});
