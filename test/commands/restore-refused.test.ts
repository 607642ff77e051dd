import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/backed-up-place.ts';
import { runCommand } from '../support/processes.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

describe('a restore is refused, and changes nothing,', () => {
  /** What is in the folder, and in its files, but for what SQLite keeps while it is open. */
  const state = () =>
    readdirSync(place.folder)
      .sort()
      .filter((name) => statSync(join(place.folder, name)).isFile() && !/-(?:wal|shm)$/.test(name))
      .map((name) => [name, readFileSync(join(place.folder, name), 'base64')]);

  test('while "serve" runs', async () => {
    await place.add('ada');
    await place.backup();
    const { stop } = await place.serve();
    await place.add('ben');
    const { status, result } = await place.restore();
    expect(status).toBe(1);
    expect(result.error).toMatchObject({ code: 'refused', message: expect.stringContaining('Stop "serve"') });
    expect(place.emails()).toHaveLength(2);
    expect((await stop()).status).toBe(0);
    expect((await place.restore()).status).toBe(0);
  });

  test('while a program only reads', async () => {
    await place.add('ada');
    await place.backup();
    const reader = new Database(place.database, { readonly: true });
    reader.prepare('select * from subscribers').all();
    const { status, result } = await place.restore();
    expect([status, result.error.code]).toEqual([1, 'refused']);
    reader.close();
    expect((await place.restore()).status).toBe(0);
  });

  test.skipIf(process.platform !== 'linux')('while "serve" runs on a database that was removed', async () => {
    await place.add('ada');
    await place.backup();
    await place.serve();
    for (const ending of ['', '-wal', '-shm']) await rm(place.database + ending);
    const { status, result } = await place.restore();
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
    await place.add('ada');
    const folder = await place.backup();
    await spoil(folder);
    const before = state();
    const { status, result } = await place.restore(folder);
    expect(status).toBe(1);
    expect(result.error.message).toMatch(message);
    expect(state()).toEqual(before);
  });

  test('where the backup was never finished', async () => {
    await place.add('ada');
    const folder = await place.backup();
    await rename(folder, `${folder}.part`);
    expect((await place.restore(`${folder}.part`)).result.error.message).toContain('never finished');
    expect((await place.restore()).result.error.message).toContain('no finished backup');
  });

  test('where the folder holds backups of several databases', async () => {
    await place.add('ada');
    const own = await place.backup();
    const env = { ...place.env, DATABASE_URL: `file:${join(place.folder, 'other.db')}` };
    await runCommand(['subscribers', 'add', 'ben@verdicts.test'], { env });
    const { stdout } = await runCommand(['backup', place.backups, '--json'], { env });
    const before = state();
    const { status, result } = await place.restore();
    expect(status).toBe(1);
    expect(result.error.message).toContain('holds backups of 2 databases. Name the one to restore');
    for (const folder of [own, JSON.parse(stdout).folder])
      expect(result.error.message).toContain(`  ${folder}, with 1 subscriber`);
    expect(state()).toEqual(before);
  });

  test('where a newer version made the backup, and says that it is the backup', async () => {
    await place.add('ada');
    const folder = await place.backup();
    const copy = new Database(join(folder, 'verdicts.db'));
    copy.exec(`insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
    copy.close();
    const names = ['verdicts.db', 'signing-secret', 'backup.json'];
    writeFileSync(join(folder, 'SHA256SUMS'), execFileSync('sha256sum', names, { cwd: folder }));
    const { status, result } = await place.restore(folder);
    expect([status, result.error.message]).toEqual([
      1,
      `${folder} was not restored. The database was made by a newer version of this program, so this version leaves it alone. Update the program first.`,
    ]);
    expect(place.emails()).toEqual(['ada@verdicts.test']);
  });

  test.each(['backup', 'restore'])(
    'where the folder of %s is empty, as a variable that is not set',
    async (command) => {
      const { status, stderr } = await runCommand([command, ''], { env: place.env, cwd: place.folder });
      expect([status, stderr]).toEqual([2, expect.stringContaining('It is empty. Name a folder.')]);
    },
  );

  test('where a file is named', async () => {
    await place.add('ada');
    const file = join(await place.backup(), 'verdicts.db');
    expect((await place.restore(file)).result.error.message).toBe(
      `${file} is a file. Name a backup's folder, or the folder that holds them.`,
    );
  });

  test('where there is no such folder', async () => {
    expect((await place.restore(join(place.folder, 'nowhere'))).result.error.message).toContain(
      'There is no folder',
    );
  });
});
