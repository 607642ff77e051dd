import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/store/sqlite/open-database.ts';
import { suppressions } from '../../src/store/sqlite/schema/index.ts';
import { createSqliteSubscriberStore } from '../../src/store/sqlite/subscriber-store.ts';
import type { SubscriberStore } from '../../src/store/subscriber-store.ts';
import { erasedKey } from '../../src/subscribers/erased-key.ts';
import { type ImportCounts, importSubscribers } from '../../src/subscribers/import-subscribers.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const secrets = ['the present secret of these tests', 'a retired secret of these tests'];

let db: SqliteDatabase;
let store: SubscriberStore;
beforeEach(() => {
  db = openDatabase(':memory:');
  store = createSqliteSubscriberStore(db);
});

const importCsv = (text: string, onProgress?: (counts: ImportCounts) => void) =>
  importSubscribers({
    input: Readable.from([Buffer.from(text)]),
    source: 'import:list.csv',
    store,
    now: AT,
    secrets,
    ...(onProgress && { onProgress }),
  });

test('a list is imported, and every row counts once', async () => {
  const report = await importCsv(
    'email,name,status\na@x.example,Ann,\nb@x.example,,pending\nbad,,\nA@x.example,Anna,\nb@x.example,,pending\n',
  );
  expect(report).toMatchObject({
    added: 2,
    updated: 1,
    unchanged: 1,
    rejected: [{ line: 4, message: 'The address has no @.' }],
  });
  expect(await store.findHistory('a@x.example')).toMatchObject({
    email: 'a@x.example',
    name: 'Anna',
    status: 'confirmed',
    consent: [{ event: 'imported', source: 'import:list.csv', at: AT }, { event: 'imported' }],
  });
});

test('the same list a second time changes nothing', async () => {
  const list =
    'email,name,status,created_at\na@x.example,Ann,bounced,2026-01-01\nb@x.example,,unsubscribed,\n';
  await importCsv(list);
  expect(await importCsv(list)).toMatchObject({ added: 0, updated: 0, unchanged: 2, rejected: [] });
});

test('a list without statuses brings back nobody who left or bounced', async () => {
  await importCsv('email,status\na@x.example,unsubscribed\nb@x.example,bounced\nc@x.example,complained\n');
  expect(await importCsv('email\na@x.example\nb@x.example\nc@x.example\n')).toMatchObject({ unchanged: 3 });
  expect(await store.findHistory('a@x.example')).toMatchObject({ status: 'unsubscribed' });
  expect(await store.findHistory('b@x.example')).toMatchObject({ suppression: { reason: 'bounced' } });
  expect(await store.findHistory('c@x.example')).toMatchObject({ suppression: { reason: 'complained' } });
});

test('an erased address is refused under its line, whichever secret it was erased under', async () => {
  for (const [index, secret] of secrets.entries()) {
    const key = erasedKey(`gone${index}@x.example`, secret);
    db.insert(suppressions).values({ key, reason: 'erased', at: 5 }).run();
  }
  const report = await importCsv('email\ngone0@x.example\nbad\nGone1@x.example\na@x.example\n');
  expect(report).toMatchObject({ added: 1, rejected: [{ line: 2 }, { line: 3 }, { line: 4 }] });
  expect(report.rejected[0]?.message).toMatch(/erased/);
  expect(await store.findHistory('gone0@x.example')).toBeNull();
});

test('a file without a header changes nothing', async () => {
  await expect(importCsv('a@x.example\n')).rejects.toMatchObject({ code: 'input' });
  expect(await store.count()).toMatchObject({ confirmed: 0 });
});

test('of a list that cannot be read to its end nothing is imported', async () => {
  const input = Readable.from(
    (async function* () {
      yield `email\n${Array.from({ length: 60_000 }, (_, index) => `a${index}@x.example\n`).join('')}`;
      throw new Error('the disk is gone');
    })(),
  );
  const job = { input, source: 'import:list.csv', store, now: AT, secrets };
  await expect(importSubscribers(job)).rejects.toThrow('the disk is gone');
  expect((await store.count()).confirmed).toBe(0);
});

describe('a list that is longer than what is sorted at a time', () => {
  const LENGTH = 60_000;
  const email = (index: number) => `${(index * 7_919) % 30_011}@x.example`;
  const list = Array.from({ length: LENGTH }, (_, index) => `${email(index)},N${index}`);

  test('gives the same as row by row', async () => {
    const progress: ImportCounts[] = [];
    const report = await importCsv(`email,name\n${list.join('\n')}\n`, (counts) => progress.push(counts));
    expect(report).toMatchObject({
      ...{ added: 30_011, updated: LENGTH - 30_011, unchanged: 0, rejected: [] },
      totals: { confirmed: LENGTH },
    });
    expect(progress.length).toBeGreaterThan(LENGTH / 1_000);
    expect(progress.at(-1)).toMatchObject({ added: 30_011, rejected: 0 });
    const names = new Map(list.map((line, index) => [email(index), line.split(',')[1]]));
    const all = await store.page({ after: 0, limit: LENGTH });
    expect(all.filter((one) => one.name !== names.get(one.email))).toEqual([]);
  });

  test('keeps the order of a file that is shorter', async () => {
    await importCsv(`email,name\n${list.slice(0, 5_000).join('\n')}\n`);
    const page = await store.page({ after: 0, limit: 5_000 });
    expect(page.map((one) => one.email)).toEqual(list.slice(0, 5_000).map((_, index) => email(index)));
  });
});
