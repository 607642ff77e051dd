import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { addReaders } from '../support/issues.ts';
import { preparedPlaces } from '../support/prepared-places.ts';
import { type Place, runProcess } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const placeWithAda = preparedPlaces(({ env }) =>
  runCommand(['subscribers', 'add', 'ada@verdicts.test', '--confirmed'], { env }),
);
let place: Place;
let backups: string;
beforeEach(async () => {
  place = await placeWithAda();
  backups = join(place.folder, 'backups');
});
afterEach(() => place.remove());

const backup = async (parameters: string[] = [], env: Record<string, string> = {}) => {
  const all = ['backup', backups, ...parameters, '--json'];
  const { status, stdout, stderr } = await runCommand(all, { env: { ...place.env, ...env } });
  return { status, stderr, result: JSON.parse(stdout) };
};
const makeBackups = async (count: number, parameters: string[] = []) => {
  const folders: string[] = [];
  for (let made = 0; made < count; made += 1) folders.push((await backup(parameters)).result.folder);
  return folders;
};
const modeOf = (path: string) => statSync(path).mode & 0o777;
const names = () => readdirSync(backups).sort();
const inside = (folder: string, sql: string) => {
  const copy = new Database(join(folder, 'verdicts.db'), { readonly: true });
  const rows = copy.prepare(sql).pluck().all();
  copy.close();
  return rows;
};

describe('a backup', () => {
  test('a backup holds the database and the secret, readable by their owner alone', async () => {
    const { status, result } = await backup();
    expect(status).toBe(0);
    const { folder } = result;
    expect(readdirSync(folder).sort()).toEqual([
      'SHA256SUMS',
      'backup.json',
      'signing-secret',
      'verdicts.db',
    ]);
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(result).toMatchObject({ files: 4, bytes: sizes.reduce((sum, size) => sum + size) });
    expect([modeOf(backups), modeOf(folder)]).toEqual([0o700, 0o700]);
    for (const name of readdirSync(folder)) expect(modeOf(join(folder, name)), name).toBe(0o600);
    expect(inside(folder, 'select email from subscribers')).toEqual(['ada@verdicts.test']);
    expect(readFileSync(join(folder, 'signing-secret'), 'utf8')).toBe(
      readFileSync(join(place.folder, 'signing-secret'), 'utf8'),
    );
  });

  test('a backup can be checked with sha256sum, and needs no file beside it', async () => {
    const { folder } = (await backup()).result;
    const checked = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
    expect(checked.trim().split('\n')).toHaveLength(3);
    expect(inside(folder, 'pragma integrity_check')).toEqual(['ok']);
    expect(inside(folder, 'pragma journal_mode')).toEqual(['delete']);
  });

  test('a backup has what was committed but is still in the log, which cp would lose', async () => {
    const writer = openDatabase(place.database);
    writer.$client.pragma('wal_autocheckpoint = 0');
    writer.$client.exec(
      `insert into subscribers (email, email_key, status, created_at) values ('late@verdicts.test', 'late@verdicts.test', 'confirmed', 1)`,
    );
    const { folder } = (await backup()).result;
    const copied = join(place.folder, 'copied.db');
    writeFileSync(copied, readFileSync(place.database));
    const byCp = new Database(copied);
    const late = `select count(*) from subscribers where email like 'late%'`;
    expect(byCp.prepare(late).pluck().get()).toBe(0);
    byCp.close();
    writer.$client.close();
    expect(inside(folder, late)).toEqual([1]);
  });

  test('a backup leaves out the marker of a restored copy', async () => {
    writeFileSync(`${place.database}.checks`, '{}');
    const { folder } = (await backup()).result;
    expect(readdirSync(folder).filter((name) => name.includes('checks'))).toEqual([]);
  });

  test('a backup holds the secrets of SIGNING_SECRET and of the file, so that no link stops working', async () => {
    const kept = readFileSync(join(place.folder, 'signing-secret'), 'utf8').trim();
    const [first, second] = ['s'.repeat(32), 't'.repeat(32)];
    const { folder } = (await backup([], { SIGNING_SECRET: `${first},${second}` })).result;
    expect(readFileSync(join(folder, 'signing-secret'), 'utf8')).toBe(`${first},${second},${kept}\n`);
  });

  test('two backups at once get folders of their own', async () => {
    const apart = () => runProcess(['backup', backups, '--json'], { env: place.env });
    const all = await Promise.all([apart(), apart(), apart()]);
    expect(new Set(all.map(({ stdout }) => JSON.parse(stdout).folder)).size).toBe(3);
    expect(names()).toHaveLength(3);
  });

  test('a backup of a missing database is refused, and creates none', async () => {
    const missing = join(place.folder, 'other', 'verdicts.db');
    const { status, result } = await backup([], { DATABASE_URL: `file:${missing}` });
    expect(status).toBe(1);
    expect(result.error.message).toContain(`There is no database at ${missing}`);
    expect(existsSync(missing)).toBe(false);
  });

  test('a backup of a damaged database fails, says so, and leaves no folder', async () => {
    const stores = openSqliteStores(place.database);
    await addReaders(stores.subscriberStore, 500);
    await stores.close();
    const bytes = readFileSync(place.database);
    bytes.fill(0x5a, 8192, bytes.length - 4096);
    writeFileSync(place.database, bytes);
    const { status, result } = await backup();
    expect(status).toBe(1);
    expect(result.error).toMatchObject({ code: 'storage', message: expect.stringContaining('damaged') });
    expect(names()).toEqual([]);
  });

  test('a backup of a newer version’s database is refused', async () => {
    const database = new Database(place.database);
    database.exec(`insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
    database.close();
    const { status, result } = await backup();
    expect(status).toBe(1);
    expect(result.error.message).toContain('newer version');
    expect(names()).toEqual([]);
  });

  test('a backup is made although another program left a row that refers to nothing, and says so', async () => {
    const database = new Database(place.database);
    database.pragma('foreign_keys = OFF');
    database.exec('insert into comparison_holds (comparison_id, held_at) values (99, 1)');
    database.close();
    const { status, stderr } = await backup();
    expect(status).toBe(0);
    expect(stderr).toContain('1 row in the database pointed to');
  });

  test('a backup into a path that is a file says what is wrong', async () => {
    await writeFile(backups, '');
    const { status, result } = await backup();
    expect(status).toBe(1);
    expect(result.error.message).toContain('name another folder');
  });
  test.each([
    ['a folder that takes no folders', '/proc/verdicts/backups', 'name another folder'],
    ['the database itself', 'DATABASE', 'name another folder'],
  ])('a backup into %s says what is wrong, and ends', async (_, folder, advice) => {
    const parameters = ['backup', folder.replace('DATABASE', place.database), '--json'];
    const { status, stdout } = await runCommand(parameters, { env: place.env });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'storage',
      message: expect.stringContaining(advice),
    });
  });

  test('a backup into another backup is refused, and names the right folder', async () => {
    const { folder } = (await backup()).result;
    const { status, stderr } = await runCommand(['backup', folder], { env: place.env });
    expect(status).toBe(1);
    expect(stderr).toContain(`${folder} is itself a backup. Name the folder that holds it: ${backups}`);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test.each([
    ['the folder of the database', () => place.folder],
    ['a folder with a slash at its end', () => `${backups}/`],
    ['a folder in folders that are not there yet', () => join(backups, 'of', 'this', 'year')],
    [
      'a symbolic link to a folder',
      () => {
        symlinkSync(place.folder, join(place.folder, 'link'));
        return join(place.folder, 'link');
      },
    ],
  ])('a backup into %s can be restored from there', async (_, folderOf) => {
    const folder = folderOf();
    expect((await runCommand(['backup', folder], { env: place.env })).status).toBe(0);
    expect((await runCommand(['restore', folder, '--yes'], { env: place.env })).status).toBe(0);
    expect((await runCommand(['backup', folder, '--keep', '1'], { env: place.env })).status).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('verdicts-'))).toHaveLength(1);
  });
});

/** Root, who runs tests in containers, reads every file, but nobody reads a folder as one. */
async function spoilRecord(folder: string): Promise<void> {
  await rm(join(folder, 'backup.json'));
  await mkdir(join(folder, 'backup.json'));
}

describe('--keep', () => {
  test('--keep keeps the given number of newest backups', async () => {
    const folders = await makeBackups(3);
    const { result } = await backup(['--keep', '2']);
    expect(result.removed.toSorted()).toEqual(folders.slice(0, 2).toSorted());
    expect(names().map((name) => join(backups, name))).toEqual([folders[2], result.folder].toSorted());
  });

  test('--keep removes nothing if the new backup fails', async () => {
    await makeBackups(3);
    const database = new Database(place.database);
    database.exec(`insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
    database.close();
    expect((await backup(['--keep', '1'])).status).toBe(1);
    expect(names()).toHaveLength(3);
  });

  test('--keep neither counts nor removes a backup that has been damaged since', async () => {
    const [first = '', second = ''] = await makeBackups(2);
    writeFileSync(join(second, 'verdicts.db'), 'x', { flag: 'r+' });
    const { result, stderr } = await backup(['--keep', '2']);
    expect(result).toMatchObject({ removed: [], damaged: [second] });
    expect(stderr).toContain(`${second} is damaged`);
    expect(existsSync(join(first, 'verdicts.db'))).toBe(true);
  });

  test('a backup that cannot be read is named, and neither counted nor removed', async () => {
    const [first = '', second = ''] = await makeBackups(2);
    await spoilRecord(first);
    const { result, stderr } = await backup(['--keep', '1']);
    expect(result).toMatchObject({ removed: [second], unreadable: [first] });
    expect(stderr).toContain(`${first} cannot be read`);
  });

  test('a restore takes no older backup in silence where the newest cannot be read', async () => {
    const [first = '', second = ''] = await makeBackups(2);
    await spoilRecord(second);
    const options = { env: place.env };
    const { status, stderr } = await runCommand(['restore', backups, '--yes'], options);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`${second} is the newest backup, but`)]);
    expect((await runCommand(['restore', first, '--yes'], options)).status).toBe(0);
  });

  test('--keep leaves alone what is no backup of this database', async () => {
    const [old = ''] = await makeBackups(1);
    const other = join(place.folder, 'other.db');
    const env = { DATABASE_URL: `file:${other}` };
    await runCommand(['subscribers', 'add', 'ben@verdicts.test'], { env: { ...place.env, ...env } });
    const ofOther = (await backup([], env)).result.folder;
    await mkdir(join(backups, 'verdicts-20200101T000000Z'));
    await writeFile(join(backups, 'notes.txt'), 'Mine.');
    await writeFile(join(old, 'why.txt'), 'Before the move.');
    const { result } = await backup(['--keep', '1']);
    expect(result.removed).toEqual([old]);
    expect(readdirSync(old)).toEqual(['why.txt']);
    expect(readdirSync(ofOther)).toHaveLength(4);
    expect(names()).toContain('verdicts-20200101T000000Z');
    expect(names()).toContain('notes.txt');
  });

  test.each(['0', '-1', 'all', '1.5'])('--keep %s is a usage error', async (keep) => {
    const { status, stderr } = await runCommand(['backup', backups, `--keep=${keep}`], { env: place.env });
    expect(status).toBe(2);
    expect(stderr).toContain('at least 1');
  });
});

test('the remains of a killed backup are removed a day later, and not while it may still be running', async () => {
  const part = join(backups, 'verdicts-20261101T000000Z.part');
  await mkdir(part, { recursive: true });
  await backup();
  expect(existsSync(part)).toBe(true);
  const dayBefore = new Date(Date.now() - 25 * 3_600_000);
  await utimes(part, dayBefore, dayBefore);
  await backup();
  expect(existsSync(part)).toBe(false);
  await rm(backups, { recursive: true });
});
