import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOutboxFolder } from '../../src/transport/outbox-folder.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'verdicts-outbox-'));
  for (const folder of ['new', 'cur']) mkdirSync(join(directory, folder));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const ONE = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);

/** Writes a message this many seconds after the first. */
function write(name: string, second: number, folder = 'new'): void {
  const path = join(directory, folder, name);
  writeFileSync(path, `Subject: ${name}\n\nText\n`);
  utimesSync(path, 1_700_000_000 + second, 1_700_000_000 + second);
}

/** All names, page by page. */
async function listAll(limit: number): Promise<string[]> {
  const outbox = openOutboxFolder(directory);
  const names: string[] = [];
  let after: string | null = null;
  for (let hasMore = true; hasMore; ) {
    const page = await outbox.list({ after, limit });
    names.push(...page.entries.map(({ name }) => name));
    hasMore = page.hasMore;
    after = names.at(-1) ?? null;
  }
  return names;
}

test('an outbox that is missing or empty has no messages', async () => {
  const nothing = { entries: [], total: 0, hasMore: false };
  expect(await openOutboxFolder(directory).list({ after: null, limit: 9 })).toEqual(nothing);
  expect(await openOutboxFolder(join(directory, 'gone')).list({ after: null, limit: 9 })).toEqual(nothing);
});

test.each([1, 3, 50])(
  'messages of issues and other emails are listed in one order, in pages of %i',
  async (limit) => {
    write(`${ONE}.9.verdicts`, 1);
    write(`${ONE}.10.verdicts`, 2);
    write('letter-1-abc.verdicts', 3);
    write(`${OTHER}.11.verdicts`, 4);
    write('letter-2-abc.verdicts:2,S', 5, 'cur');
    write(`${OTHER}.12.verdicts`, 6);
    write(`${ONE}.11.verdicts`, 7);
    expect(await listAll(limit)).toEqual([
      `${ONE}.11.verdicts`,
      `${OTHER}.12.verdicts`,
      'letter-2-abc.verdicts',
      `${OTHER}.11.verdicts`,
      'letter-1-abc.verdicts',
      `${ONE}.10.verdicts`,
      `${ONE}.9.verdicts`,
    ]);
  },
);

test.each([1, 4, 7])('messages of one instant are listed once each, in pages of %i', async (limit) => {
  for (let number = 1; number <= 10; number += 1) {
    write(`${ONE}.${number}.verdicts`, 1);
    write(`${OTHER}.${number}.verdicts`, 1);
    write(`letter-${number}-abc.verdicts`, 1);
  }
  const names = await listAll(limit);
  expect([names.length, new Set(names).size]).toEqual([30, 30]);
});

test('a message that a mail client moves stays listed, and one that it deletes is gone', async () => {
  write(`${ONE}.1.verdicts`, 1);
  write(`${ONE}.2.verdicts`, 2);
  const outbox = openOutboxFolder(directory);
  await outbox.list({ after: null, limit: 9 });
  renameSync(join(directory, 'new', `${ONE}.1.verdicts`), join(directory, 'cur', `${ONE}.1.verdicts:2,S`));
  unlinkSync(join(directory, 'new', `${ONE}.2.verdicts`));
  const { entries, total } = await outbox.list({ after: null, limit: 9 });
  expect([entries.map(({ name }) => name), total]).toEqual([[`${ONE}.1.verdicts`], 1]);
  for (const folder of [outbox, openOutboxFolder(directory)])
    expect((await folder.read(`${ONE}.1.verdicts`))?.toString()).toContain('Text');
  expect(await outbox.read(`${ONE}.2.verdicts`)).toBeNull();
});

test('a page that follows a deleted message begins at the top again', async () => {
  write(`${ONE}.1.verdicts`, 1);
  const { entries } = await openOutboxFolder(directory).list({ after: `${ONE}.7.verdicts`, limit: 9 });
  expect(entries).toHaveLength(1);
});

test('only the beginning of a message is read if that is enough', async () => {
  write('letter-1.verdicts', 1);
  expect((await openOutboxFolder(directory).read('letter-1.verdicts', 7))?.toString()).toBe('Subject');
});

test('no name and no link leads out of the folder', async () => {
  writeFileSync(join(directory, 'secret'), 'secret');
  symlinkSync(join(directory, 'secret'), join(directory, 'new', 'link'));
  mkdirSync(join(directory, 'new', 'folder'));
  const outbox = openOutboxFolder(directory);
  const names = [
    '../secret',
    '..',
    '.',
    '',
    'new/../../secret',
    '/etc/passwd',
    'a\0b',
    'a\\b',
    '..\\secret',
    'link',
    'folder',
    `x${'y'.repeat(300)}`,
  ];
  for (const name of names) expect([name, await outbox.read(name)]).toEqual([name, null]);
});
