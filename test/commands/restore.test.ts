import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/project-path.ts';
import { migrateDatabase } from '../../src/store/sqlite/migrate-database.ts';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { openSqliteStores } from '../../src/store/sqlite/open-stores.ts';
import { createTokenSigner } from '../../src/subscribers/tokens.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { migrationsUpTo } from '../support/migration-folders.ts';
import {
  type Finished,
  makePlace,
  type Place,
  PROGRAM,
  runCommand,
  startNode,
} from '../support/processes.ts';
import { fillEveryTable } from '../support/rows-in-every-table.ts';

let place: Place;
let backups: string;
let running: { child: { kill(signal: NodeJS.Signals): boolean }; finished: Promise<Finished> } | null = null;
beforeEach(async () => {
  place = await makePlace();
  backups = join(place.folder, 'backups');
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.finished;
  running = null;
  await place.remove();
});

const run = async (parameters: string[], env: Record<string, string> = {}) => {
  const { status, stdout } = await runCommand([...parameters, '--json'], { env: { ...place.env, ...env } });
  return { status, result: JSON.parse(stdout) };
};
const backup = async () => String((await run(['backup', backups])).result.folder);
const restore = (folder = backups, env: Record<string, string> = {}) => run(['restore', folder], env);
const add = (name: string) => run(['subscribers', 'add', `${name}@verdicts.test`, '--confirmed']);
const filesThere = () => readdirSync(place.folder).sort();

async function serve(env: Record<string, string> = {}) {
  const started = startNode([PROGRAM, 'serve'], { env: { ...place.env, PORT: '0', ...env } });
  running = started;
  const [line] = await once(started.child.stderr, 'data');
  const { port } = JSON.parse(String(line).split('\n')[0] ?? '');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      started.child.kill('SIGTERM');
      return started.finished;
    },
  };
}

const rowsOf = (sql: string) => {
  const database = new Database(place.database, { readonly: true });
  const rows = database.prepare(sql).pluck().all();
  database.close();
  return rows;
};
const emails = () => rowsOf('select email from subscribers order by id');

describe('a restore', () => {
  test('brings back what was there, and moves what is there now aside', async () => {
    await add('ada');
    const folder = await backup();
    await add('ben');
    const { status, result } = await restore();
    expect(status).toBe(0);
    expect(result).toMatchObject({ folder, files: 4, bytes: expect.any(Number) });
    expect(emails()).toEqual(['ada@verdicts.test']);
    const aside = new Database(join(result.movedTo, 'verdicts.db'), { readonly: true });
    expect(aside.prepare('select count(*) from subscribers').pluck().get()).toBe(2);
    aside.close();
    expect(statSync(result.movedTo).mode & 0o777).toBe(0o700);
    expect(statSync(place.database).mode & 0o777).toBe(0o600);
  });

  test('takes the newest of several backups, and any that is named', async () => {
    await add('ada');
    const first = await backup();
    await add('ben');
    const second = await backup();
    await add('cleo');
    expect((await restore()).result.folder).toBe(second);
    expect(emails()).toHaveLength(2);
    expect((await restore(first)).result.folder).toBe(first);
    expect(emails()).toHaveLength(1);
  });

  test('works on a new machine, where nothing is yet', async () => {
    await add('ada');
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8');
    await backup();
    const elsewhere = join(place.folder, 'new', 'data');
    const { status, result } = await restore(backups, { DATABASE_URL: `file:${elsewhere}/verdicts.db` });
    expect(status).toBe(0);
    expect(result.movedTo).toBeNull();
    expect(readdirSync(elsewhere).sort()).toEqual(['signing-secret', 'verdicts.db', 'verdicts.db.checks']);
    expect(readFileSync(join(elsewhere, 'signing-secret'), 'utf8')).toBe(secret);
    expect(statSync(join(elsewhere, 'signing-secret')).mode & 0o777).toBe(0o600);
  });

  test('puts the secret back, and keeps the one that was there', async () => {
    await add('ada');
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8');
    await backup();
    writeFileSync(join(place.folder, 'signing-secret'), `${'x'.repeat(40)}\n`);
    const { movedTo } = (await restore()).result;
    expect(readFileSync(join(place.folder, 'signing-secret'), 'utf8')).toBe(secret);
    expect(readFileSync(join(movedTo, 'signing-secret'), 'utf8')).toContain('xxx');
  });

  test('does not play the log of another database into the backup', async () => {
    await add('ada');
    await backup();
    const writer = openDatabase(place.database);
    writer.$client.pragma('wal_autocheckpoint = 0');
    writer.$client.exec(`update subscribers set name = 'From the log'`);
    for (const ending of ['', '-wal', '-shm'])
      copyFileSync(place.database + ending, join(place.folder, `kept${ending}`));
    writer.$client.close();
    for (const ending of ['-wal', '-shm'])
      await rename(join(place.folder, `kept${ending}`), place.database + ending);
    // The database itself is lost, and only its log is left.
    await rm(place.database);
    const { movedTo } = (await restore()).result;
    expect(readdirSync(movedTo).sort()).toEqual(['verdicts.db-shm', 'verdicts.db-wal']);
    expect(rowsOf('select name from subscribers')).toEqual([null]);
  });

  test.each([
    ['is no database any more', () => writeFileSync(place.database, 'Nothing of it is left. '.repeat(500))],
    ['is empty', () => writeFileSync(place.database, '')],
    [
      'is damaged in the middle',
      () => {
        const bytes = readFileSync(place.database);
        writeFileSync(place.database, bytes.fill(0x5a, 4096, 65_536));
      },
    ],
  ])('works where the database %s', async (_, spoil) => {
    await add('ada');
    await backup();
    spoil();
    const { status, result } = await restore();
    expect(status).toBe(0);
    expect(existsSync(join(result.movedTo, 'verdicts.db'))).toBe(true);
    expect(emails()).toEqual(['ada@verdicts.test']);
    expect((await add('ben')).status).toBe(0);
  });

  test('of a backup of an earlier version brings it up to date', async () => {
    const client = new Database(place.database);
    migrateDatabase(client, migrationsUpTo(3, join(place.folder, 'earlier')));
    fillEveryTable(client, 3);
    client.close();
    const folder = await backup();
    expect(rowsOf(`select name from sqlite_master where name = 'scheduler_watch'`)).toEqual([]);
    expect((await restore(folder)).status).toBe(0);
    expect(rowsOf('select because from scheduler_watch')).toEqual(['restored']);
    expect(rowsOf('pragma integrity_check')).toEqual(['ok']);
    expect(rowsOf('pragma foreign_key_check')).toEqual([]);
    expect(emails()).toHaveLength(3);
  });
});

describe('a restore is refused, and changes nothing,', () => {
  /** What is in the folder, and in its files, but for what SQLite keeps while it is open. */
  const state = () =>
    filesThere()
      .filter((name) => statSync(join(place.folder, name)).isFile() && !/-(?:wal|shm)$/.test(name))
      .map((name) => [name, readFileSync(join(place.folder, name), 'base64')]);

  test('while "serve" runs', async () => {
    await add('ada');
    await backup();
    const { stop } = await serve();
    await add('ben');
    const { status, result } = await restore();
    expect(status).toBe(1);
    expect(result.error).toMatchObject({ code: 'refused', message: expect.stringContaining('Stop "serve"') });
    expect(emails()).toHaveLength(2);
    expect((await stop()).status).toBe(0);
    expect((await restore()).status).toBe(0);
  });

  test('while a program only reads', async () => {
    await add('ada');
    await backup();
    const reader = new Database(place.database, { readonly: true });
    reader.prepare('select * from subscribers').all();
    const { status, result } = await restore();
    expect([status, result.error.code]).toEqual([1, 'refused']);
    reader.close();
    expect((await restore()).status).toBe(0);
  });

  test.skipIf(process.platform !== 'linux')('while "serve" runs on a database that was removed', async () => {
    await add('ada');
    await backup();
    await serve();
    for (const ending of ['', '-wal', '-shm']) await rm(place.database + ending);
    const { status, result } = await restore();
    expect([status, result.error.code]).toEqual([1, 'refused']);
    expect(result.error.message).toMatch(/^Process \d+ has/);
    expect(existsSync(place.database)).toBe(false);
  });

  const spoilt: [string, (folder: string) => unknown, RegExp][] = [
    [
      'a byte changed',
      (folder) => writeFileSync(join(folder, 'verdicts.db'), 'x', { flag: 'r+' }),
      /verdicts\.db is not what/,
    ],
    ['the database is missing', (folder) => rm(join(folder, 'verdicts.db')), /ENOENT/],
    [
      'the secret is another',
      (folder) => writeFileSync(join(folder, 'signing-secret'), 'y'.repeat(44)),
      /signing-secret is not what/,
    ],
    ['its sums are missing', (folder) => rm(join(folder, 'SHA256SUMS')), /SHA256SUMS/],
    [
      'its sums leave the database out',
      (folder) => writeFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  signing-secret\n`),
      /no sum of verdicts\.db/,
    ],
    ['its record is missing', (folder) => rm(join(folder, 'backup.json')), /no finished backup/],
  ];
  test.each(spoilt)('where %s', async (_, spoil, message) => {
    await add('ada');
    const folder = await backup();
    await spoil(folder);
    const before = state();
    const { status, result } = await restore(folder);
    expect(status).toBe(1);
    expect(result.error.message).toMatch(message);
    expect(state()).toEqual(before);
  });

  test('where the backup was never finished', async () => {
    await add('ada');
    const folder = await backup();
    await rename(folder, `${folder}.part`);
    expect((await restore(`${folder}.part`)).result.error.message).toContain('never finished');
    expect((await restore()).result.error.message).toContain('no finished backup');
  });

  test('where the folder holds backups of several databases', async () => {
    await add('ada');
    await backup();
    const env = { ...place.env, DATABASE_URL: `file:${join(place.folder, 'other.db')}` };
    await runCommand(['subscribers', 'add', 'ben@verdicts.test'], { env });
    await runCommand(['backup', backups], { env });
    const before = state();
    const { status, result } = await restore();
    expect(status).toBe(1);
    expect(result.error.message).toContain('several databases');
    expect(state()).toEqual(before);
  });

  test('where there is no such folder', async () => {
    expect((await restore(join(place.folder, 'nowhere'))).result.error.message).toContain(
      'There is no folder',
    );
  });
});

describe('what a restored database issues', () => {
  test('is above every id that was issued after the backup, in every table that issues any', async () => {
    const { $client } = openDatabase(place.database);
    fillEveryTable($client, 99);
    $client.close();
    await backup();
    const tables = rowsOf(
      `select name from sqlite_master where type = 'table' and sql like '%autoincrement%'`,
    ).map(String);
    const later = new Database(place.database);
    for (const table of tables)
      later.prepare('update sqlite_sequence set seq = seq + 5000 where name = ?').run(table);
    const last = new Map(
      later.prepare<[], [string, number]>('select name, seq from sqlite_sequence').raw().all(),
    );
    later.close();
    // The database is lost: what it issued is not known.
    await rm(place.database);
    expect((await restore()).status).toBe(0);
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables)
      expect(rowsOf(`select seq from sqlite_sequence where name = '${table}'`)[0], table).toBeGreaterThan(
        last.get(table) ?? 0,
      );
  });

  test('leaves a link of somebody who came after the backup without effect on the next stranger', async () => {
    await add('ada');
    await backup();
    await add('ben');
    const subscriberId = Number(rowsOf(`select id from subscribers where email like 'ben%'`)[0]);
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8').trim();
    const token = createTokenSigner([secret]).sign({ purpose: 'unsubscribe', subscriberId, slot: SLOT });
    await restore();
    await add('stranger');
    const { url } = await serve();
    expect((await fetch(`${url}/unsubscribe/${token}`, { method: 'POST' })).status).toBe(200);
    expect(rowsOf(`select status from subscribers where email like 'stranger%'`)).toEqual(['confirmed']);
  });
});

describe('after a restore', () => {
  test('the slot that comes next waits for a person, who can let it go', async () => {
    await add('ada');
    await backup();
    const { issues } = (await restore()).result;
    const shown = (await run(['issue', 'list'])).result;
    expect(issues.length).toBeGreaterThan(0);
    for (const { slot } of issues)
      expect(shown.find((issue: { slot: string }) => issue.slot === slot)).toMatchObject({ status: 'held' });
    const next = issues.at(-1).slot;
    expect((await run(['issue', 'resume', next])).result).toMatchObject({ status: 'draft' });
  });

  test('the documented query finds whoever left after the backup, and nobody else', async () => {
    for (const name of ['ada', 'ben', 'cleo', 'dora']) await add(name);
    await backup();
    await run(['subscribers', 'unsubscribe', 'ben@verdicts.test']);
    await run(['subscribers', 'erase', 'cleo@verdicts.test', '--yes']);
    const later = new Database(place.database);
    later.exec(`insert into suppressions (key, reason, at) values ('dora@verdicts.test', 'complained', 1)`);
    later.close();
    const { movedTo } = (await restore()).result;
    const docs = readFileSync(projectPath('docs', 'backup.md'), 'utf8');
    const [attach = '', query = ''] = (/```sql\n(.*?)```/s.exec(docs)?.[1] ?? '').split(';\n');
    const restored = new Database(place.database);
    restored.exec(attach.replace(/'.*'/, `'${join(movedTo, 'verdicts.db')}'`));
    const left = restored.prepare(query).pluck().all();
    restored.close();
    expect(left.toSorted()).toEqual(['ben', 'cleo', 'dora'].map((name) => `${name}@verdicts.test`));
  });

  test('"serve" sends nothing that had gone out, and tells the editor', async () => {
    const stores = openSqliteStores(place.database);
    await addReaders(stores.subscriberStore, 150);
    await approveIssue(stores.issueStore);
    await freezeWholeAudience(stores.deliveryStore);
    stores.close();
    const waiting = openDatabase(place.database);
    waiting.$client.exec(`
      update scheduler_watch set since = 0;
      insert into sign_ups (email, email_key, source, text_version, at)
        values ('fay@verdicts.test', 'fay@verdicts.test', 'form', '1', ${Date.now()});
      insert into letters (subscriber_id, throttle_key, kind, status, token, created_at)
        values (1, 'hmac:1', 'data', 'open', '${'t'.repeat(43)}', ${Date.now()});`);
    waiting.$client.close();
    await backup();
    expect((await run(['send', '--slot', SLOT, '--yes'])).result).toMatchObject({ status: 'sent' });
    await rm(place.outbox, { recursive: true });

    const { result } = await restore();
    expect(result).toMatchObject({ droppedLetters: 1, droppedSignUps: 1 });
    expect(result.issues).toContainEqual({ slot: SLOT, status: 'paused' });
    const { stop } = await serve({ EDITOR_EMAIL: 'editor@verdicts.test' });
    await expect.poll(() => place.messages(), { timeout: 20_000 }).not.toHaveLength(0);
    const notices = result.issues.length;
    expect(notices).toBe(3);
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(notices);
    const { status } = await stop();
    expect(status).toBe(0);
    const texts = await Promise.all(
      (await place.messages()).map((name) => PostalMime.parse(readFileSync(join(place.outbox, 'new', name)))),
    );
    expect(texts.map(({ to }) => to?.[0]?.address)).toEqual(texts.map(() => 'editor@verdicts.test'));
    expect(texts.map(({ text }) => text).join('\n')).toContain('restored from an older copy');
  });
});
