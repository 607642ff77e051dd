import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { migrationsUpTo } from '../support/database/migration-folders.ts';
import { fillEveryTable } from '../support/database/rows-in-every-table.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

describe('a restore', () => {
  test('a restore brings back what was there, and moves what is there now aside', async () => {
    await place.add('ada');
    const folder = await place.backup();
    await place.add('ben');
    const { status, result } = await place.restore();
    expect(status).toBe(0);
    expect(result).toMatchObject({ folder, files: 4, bytes: expect.any(Number) });
    expect(place.emails()).toEqual(['ada@verdicts.test']);
    const aside = new Database(join(result.movedTo, 'verdicts.db'), { readonly: true });
    expect(aside.prepare('select count(*) from subscribers').pluck().get()).toBe(2);
    aside.close();
    expect(statSync(result.movedTo).mode & 0o777).toBe(0o700);
    expect(statSync(place.database).mode & 0o777).toBe(0o600);
  });

  test('a restore takes the newest of several backups, or the one that is named', async () => {
    await place.add('ada');
    const first = await place.backup();
    await place.add('ben');
    const second = await place.backup();
    await place.add('cleo');
    expect((await place.restore()).result.folder).toBe(second);
    expect(place.emails()).toHaveLength(2);
    expect((await place.restore(first)).result.folder).toBe(first);
    expect(place.emails()).toHaveLength(1);
  });

  test('a restore succeeds on a new machine without a database', async () => {
    await place.add('ada');
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8');
    await place.backup();
    const elsewhere = join(place.folder, 'new', 'data');
    const { status, result } = await place.restore(place.backups, {
      DATABASE_URL: `file:${elsewhere}/verdicts.db`,
    });
    expect(status).toBe(0);
    expect(result.movedTo).toBeNull();
    expect(readdirSync(elsewhere).sort()).toEqual(['signing-secret', 'verdicts.db', 'verdicts.db.checks']);
    expect(readFileSync(join(elsewhere, 'signing-secret'), 'utf8')).toBe(secret);
    expect(statSync(join(elsewhere, 'signing-secret')).mode & 0o777).toBe(0o600);
  });

  test('a restore leaves an equal secret alone, readable by its owner only', async () => {
    await place.add('ada');
    await place.backup();
    chmodSync(join(place.folder, 'signing-secret'), 0o644);
    expect(readdirSync((await place.restore()).result.movedTo)).not.toContain('signing-secret');
    expect(statSync(join(place.folder, 'signing-secret')).mode & 0o777).toBe(0o600);
  });

  test('a restore puts the secret back, and keeps the one that was there', async () => {
    await place.add('ada');
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8');
    await place.backup();
    writeFileSync(join(place.folder, 'signing-secret'), `${'x'.repeat(40)}\n`);
    const { movedTo } = (await place.restore()).result;
    expect(readFileSync(join(place.folder, 'signing-secret'), 'utf8')).toBe(secret);
    expect(readFileSync(join(movedTo, 'signing-secret'), 'utf8')).toContain('xxx');
  });

  test('a restore does not replay another database’s log into the backup', async () => {
    await place.add('ada');
    await place.backup();
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
    const { movedTo } = (await place.restore()).result;
    expect(readdirSync(movedTo).sort()).toEqual(['verdicts.db-shm', 'verdicts.db-wal']);
    expect(place.rowsOf('select name from subscribers')).toEqual([null]);
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
  ])('a restore succeeds if the current database %s', async (_, spoil) => {
    await place.add('ada');
    await place.backup();
    spoil();
    const { status, result } = await place.restore();
    expect(status).toBe(0);
    expect(existsSync(join(result.movedTo, 'verdicts.db'))).toBe(true);
    expect(place.emails()).toEqual(['ada@verdicts.test']);
    expect((await place.add('ben')).status).toBe(0);
  });

  test('a restore of an earlier version’s backup migrates it', async () => {
    rmSync(place.database);
    const client = new Database(place.database);
    migrateDatabase(client, migrationsUpTo(3, join(place.folder, 'earlier')));
    fillEveryTable(client, 3);
    client.close();
    const folder = await place.backup();
    expect(place.rowsOf(`select name from sqlite_master where name = 'scheduler_watch'`)).toEqual([]);
    expect((await place.restore(folder)).status).toBe(0);
    expect(place.rowsOf('select because from scheduler_watch')).toEqual(['restored']);
    expect(place.rowsOf('pragma integrity_check')).toEqual(['ok']);
    expect(place.rowsOf('pragma foreign_key_check')).toEqual([]);
    expect(place.emails()).toHaveLength(3);
  });
});
