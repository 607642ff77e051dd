import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { runCommand } from '../support/run-command.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

describe('a restore is refused, and changes nothing,', () => {
  /** The folder's files and their contents, except for what SQLite keeps while it is open. */
  const state = () =>
    readdirSync(place.folder)
      .sort()
      .filter((name) => statSync(join(place.folder, name)).isFile() && !/-(?:wal|shm)$/.test(name))
      .map((name) => [name, readFileSync(join(place.folder, name), 'base64')]);

  test('a restore is refused while "serve" runs', async () => {
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

  test('a restore is refused while another program reads the database', async () => {
    await place.add('ada');
    await place.backup();
    const reader = new Database(place.database, { readonly: true });
    reader.prepare('select * from subscribers').all();
    const { status, result } = await place.restoreApart();
    expect([status, result.error.code]).toEqual([1, 'refused']);
    reader.close();
    expect((await place.restore()).status).toBe(0);
  });

  test.skipIf(process.platform !== 'linux')(
    'a restore is refused while "serve" runs on a database that was removed',
    async () => {
      await place.add('ada');
      await place.backup();
      await place.serve();
      for (const ending of ['', '-wal', '-shm']) await rm(place.database + ending);
      const { status, result } = await place.restore();
      expect([status, result.error.code]).toEqual([1, 'refused']);
      expect(result.error.message).toMatch(/^Process \d+ has/);
      expect(existsSync(place.database)).toBe(false);
    },
  );

  /** The message says what is missing and what to do, without the operating system's error. */
  const notWhole = (why: string) =>
    new RegExp(
      `^(?!.*E[A-Z]{4,}).* is not a whole backup: ${why}\\. It was not restored\\. Copy the whole folder again`,
    );

  const spoilt: [string, (folder: string) => unknown, RegExp][] = [
    [
      'a byte changed',
      (folder) => writeFileSync(join(folder, 'verdicts.db'), 'x', { flag: 'r+' }),
      /verdicts\.db has changed since it was copied/,
    ],
    [
      'the database is missing',
      (folder) => rm(join(folder, 'verdicts.db')),
      notWhole('verdicts.db is missing'),
    ],
    [
      'the secret is missing',
      (folder) => rm(join(folder, 'signing-secret')),
      notWhole('signing-secret is missing'),
    ],
    [
      'the secret is another',
      (folder) => writeFileSync(join(folder, 'signing-secret'), 'y'.repeat(44)),
      /signing-secret has changed since it was copied/,
    ],
    ['its sums are missing', (folder) => rm(join(folder, 'SHA256SUMS')), notWhole('SHA256SUMS is missing')],
    [
      'its sums are empty',
      (folder) => writeFileSync(join(folder, 'SHA256SUMS'), '\n'),
      notWhole('SHA256SUMS is empty'),
    ],
    [
      'its sums are a folder',
      async (folder) => {
        await rm(join(folder, 'SHA256SUMS'));
        await mkdir(join(folder, 'SHA256SUMS'));
      },
      notWhole('SHA256SUMS is a folder'),
    ],
    [
      'its sums are those of another program',
      (folder) =>
        writeFileSync(join(folder, 'SHA256SUMS'), 'MD5 (verdicts.db) = d41d8cd98f00b204e9800998ecf8427e\n'),
      notWhole('SHA256SUMS does not have the checksums that "verdicts backup" writes'),
    ],
    [
      'its sums are of other files',
      (folder) => writeFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  holiday.jpg\n`),
      notWhole('SHA256SUMS has no checksum for verdicts.db'),
    ],
    [
      'a newer version wrote its record',
      (folder) => writeFileSync(join(folder, 'backup.json'), '{"format": 2, "made": "later"}'),
      /was not restored: a newer version of this program made it\. Update the program first\.$/,
    ],
    [
      'its record is cut off',
      (folder) => writeFileSync(join(folder, 'backup.json'), '{"format": 1, "mad'),
      /was not restored: its backup\.json cannot be read\. Copy the whole folder again/,
    ],
    [
      'only the database was copied by hand',
      async (folder) => {
        for (const name of ['backup.json', 'SHA256SUMS', 'signing-secret']) await rm(join(folder, name));
      },
      /is not a backup that "verdicts backup" made: it has verdicts\.db, but no backup\.json and no SHA256SUMS\. Name a backup's folder/,
    ],
    [
      'its sums leave the database out',
      (folder) => writeFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  signing-secret\n`),
      /SHA256SUMS has no checksum for verdicts\.db/,
    ],
    [
      'its record is missing',
      (folder) => rm(join(folder, 'backup.json')),
      /is not a whole backup: backup\.json is missing\. Copy the whole folder again/,
    ],
    [
      'there is nothing in it',
      async (folder) => {
        for (const name of readdirSync(folder)) await rm(join(folder, name));
      },
      /There is no finished backup in .*Name a backup's folder, or the folder that holds them/,
    ],
  ];
  test.each(spoilt)('a restore is refused if %s', async (_, spoil, message) => {
    await place.add('ada');
    const folder = await place.backup();
    await spoil(folder);
    const before = state();
    const { status, result } = await place.restore(folder);
    expect(status).toBe(1);
    expect(result.error.message).toMatch(message);
    expect(state()).toEqual(before);
  });

  test('a restore from an unfinished backup is refused', async () => {
    await place.add('ada');
    const folder = await place.backup();
    await rename(folder, `${folder}.part`);
    expect((await place.restore(`${folder}.part`)).result.error.message).toContain('never finished');
    expect((await place.restore()).result.error.message).toContain('no finished backup');
  });

  test('a restore from a folder with backups of several databases is refused', async () => {
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

  test('a restore of a newer version’s backup is refused, and says that the backup is the newer one', async () => {
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
    'an empty folder argument of %s, as from a variable that is not set, is refused',
    async (command) => {
      const { status, stderr } = await runCommand([command, ''], { env: place.env, cwd: place.folder });
      expect([status, stderr]).toEqual([2, expect.stringContaining('It is empty. Name a folder.')]);
    },
  );

  test('a restore from a file is refused', async () => {
    await place.add('ada');
    const file = join(await place.backup(), 'verdicts.db');
    expect((await place.restore(file)).result.error.message).toBe(
      `${file} is a file. Name a backup's folder, or the folder that holds them.`,
    );
  });

  test('a restore from the parent of the folder with the backups is refused', async () => {
    await place.add('ada');
    await place.backup();
    const { status, result } = await place.restore(place.folder);
    expect([status, result.error.message]).toEqual([1, expect.stringContaining('Name a backup')]);
  });

  test('a restore from a missing folder is refused', async () => {
    expect((await place.restore(join(place.folder, 'nowhere'))).result.error.message).toContain(
      'There is no folder',
    );
  });
});
