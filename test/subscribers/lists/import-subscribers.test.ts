import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { erasedKey } from '../../../src/subscribers/erased-key.ts';
import { type ImportCounts, importSubscribers } from '../../../src/subscribers/lists/import-subscribers.ts';
import type { SuppressionReason } from '../../../src/subscribers/subscriber.ts';
import type { SubscriberStore } from '../../../src/subscribers/subscriber-store.ts';
import { type OpenedStores, openWithTables } from '../../support/database/tables.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const secrets = ['the present secret of these tests', 'a retired secret of these tests'];

let opened: OpenedStores;
let store: SubscriberStore;
beforeEach(async () => {
  opened = await openWithTables();
  store = opened.subscriberStore;
});

const suppress = (key: string, reason: SuppressionReason) =>
  opened.sql(`insert into suppressions (key, reason, at) values ('${key}', '${reason}', ${AT})`);

const importCsv = (text: string, onProgress?: (counts: ImportCounts) => void) =>
  importSubscribers({
    input: Readable.from([Buffer.from(text)]),
    source: 'import:list.csv',
    subscriberStore: store,
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
    updated: 0,
    unchanged: 2,
    rejected: [{ line: 4, message: 'The address has no @.' }],
  });
  expect(await store.findHistory('a@x.example')).toMatchObject({
    email: 'a@x.example',
    name: 'Ann',
    status: 'confirmed',
    consent: [{ event: 'imported', source: 'import:list.csv', at: AT }],
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
    await suppress(key, 'erased');
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

test('a list that cannot be read to its end is not imported at all', async () => {
  const input = Readable.from(
    (async function* () {
      yield `email\n${Array.from({ length: 60_000 }, (_, index) => `a${index}@x.example\n`).join('')}`;
      throw new Error('the disk is gone');
    })(),
  );
  const job = { input, source: 'import:list.csv', subscriberStore: store, now: AT, secrets };
  await expect(importSubscribers(job)).rejects.toThrow('the disk is gone');
  expect((await store.count()).confirmed).toBe(0);
});

describe('an address that is in a file more than once', () => {
  test('an address that is in a file twice keeps its first name, a second import changes nothing, and the lines are named', async () => {
    const list =
      'email,name\na@x.example,Ann\nb@x.example,\nA@x.example,Anna\nb@x.example,Bo\na@x.example,\n';
    expect(await importCsv(list)).toMatchObject({
      ...{ added: 2, updated: 1, unchanged: 2 },
      totals: { confirmed: 2 },
      repeated: { rows: 3, lines: [4, 5, 6] },
    });
    for (const _ of [1, 2]) {
      expect(await importCsv(list)).toMatchObject({ added: 0, updated: 0, unchanged: 5 });
      expect(await store.findHistory('a@x.example')).toMatchObject({ name: 'Ann' });
      expect(await store.findHistory('b@x.example')).toMatchObject({ name: 'Bo' });
    }
  });

  test('an address that is in a file twice gets no email if either row says so, and counts once', async () => {
    const list =
      'email,status\na@x.example,confirmed\na@x.example,unsubscribed\nb@x.example,bounced\nb@x.example,confirmed\n';
    for (const _ of [1, 2]) {
      const { totals, repeated } = await importCsv(list);
      expect(totals).toMatchObject({ confirmed: 0, unsubscribed: 1, bounced: 1 });
      expect(repeated).toEqual({ rows: 2, lines: [3, 5] });
    }
  });

  test('an address that is in a long list twice, far apart, is unchanged by a second import', async () => {
    const others = Array.from({ length: 45_000 }, (_, index) => `p${index}@x.example,P`);
    const list = ['email,name', 'a@x.example,Ann', ...others, 'a@x.example,Anna', ''].join('\n');
    expect(await importCsv(list)).toMatchObject({ repeated: { rows: 1, lines: [45_003] } });
    expect(await importCsv(list)).toMatchObject({ added: 0, updated: 0, unchanged: 45_002 });
    expect(await store.findHistory('a@x.example')).toMatchObject({ name: 'Ann' });
  });
});

describe('people of whom the file says one thing and the database another', () => {
  beforeEach(async () => {
    await importCsv(
      'email,status\nleft@x.example,unsubscribed\nleft2@x.example,unsubscribed\nbad@x.example,bounced\nangry@x.example,complained\nhere@x.example,confirmed\n',
    );
  });

  test('people whose status differs from the database’s are counted with the latter, and the report says so', async () => {
    const { totals, kept, unchanged } = await importCsv(
      'email,status\nleft@x.example,confirmed\nleft2@x.example,confirmed\nbad@x.example,\nangry@x.example,pending\nhere@x.example,pending\n',
    );
    expect(unchanged).toBe(5);
    expect(totals).toMatchObject({ confirmed: 1, pending: 0, unsubscribed: 2, bounced: 1, complained: 1 });
    expect(kept).toEqual([
      { fileSays: 'confirmed', stays: 'unsubscribed', people: 2 },
      { fileSays: 'confirmed', stays: 'bounced', people: 1 },
      { fileSays: 'pending', stays: 'complained', people: 1 },
      { fileSays: 'pending', stays: 'confirmed', people: 1 },
    ]);
  });

  test('people are not mentioned if the file and the database both keep email away', async () => {
    expect(
      await importCsv('email,status\nleft@x.example,bounced\nbad@x.example,unsubscribed\n'),
    ).toMatchObject({
      kept: [],
    });
  });

  test('new people are mentioned if their rows differ', async () => {
    await suppress('new@x.example', 'bounced');
    expect(await importCsv('email\nnew@x.example\n')).toMatchObject({
      added: 1,
      totals: { confirmed: 0, bounced: 1 },
      kept: [{ fileSays: 'confirmed', stays: 'bounced', people: 1 }],
    });
  });
});

describe('a list that is longer than what is sorted at a time', () => {
  const LENGTH = 60_000;
  const email = (index: number) => `${(index * 7_919) % 30_011}@x.example`;
  const list = Array.from({ length: LENGTH }, (_, index) => `${email(index)},N${index}`);

  test('a list that is longer than the sort buffer gives the same result as row by row', async () => {
    const progress: ImportCounts[] = [];
    const report = await importCsv(`email,name\n${list.join('\n')}\n`, (counts) => progress.push(counts));
    expect(report).toMatchObject({
      ...{ added: 30_011, updated: 0, unchanged: LENGTH - 30_011, rejected: [] },
      totals: { confirmed: 30_011 },
      repeated: { rows: LENGTH - 30_011 },
    });
    expect(progress.length).toBeGreaterThan(LENGTH / 1_000);
    expect(progress.at(-1)).toMatchObject({ added: 30_011, rejected: 0 });
    const names = new Map(
      list.map((line, index) => [email(index), line.split(',')[1]] as const).toReversed(),
    );
    const all = await store.page({ after: 0, limit: LENGTH });
    expect(all.filter((one) => one.name !== names.get(one.email))).toEqual([]);
  });

  test('a list that is shorter than the sort buffer keeps its order', async () => {
    await importCsv(`email,name\n${list.slice(0, 5_000).join('\n')}\n`);
    const page = await store.page({ after: 0, limit: 5_000 });
    expect(page.map((one) => one.email)).toEqual(list.slice(0, 5_000).map((_, index) => email(index)));
  });
});
