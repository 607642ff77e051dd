import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { addReaders } from '../support/issues.ts';
import { makePlace, type Place, PROGRAM, runProcess, startNode } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const READERS = 20_000;

let place: Place;
let backups: string;
beforeEach(async () => {
  place = await makePlace();
  backups = join(place.folder, 'backups');
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, READERS);
  await stores.close();
  // Also creates the secret.
  await runCommand(['draft'], { env: place.env });
});
afterEach(() => place.remove());

const run = async (parameters: string[]) => {
  const { status, stdout } = await runCommand([...parameters, '--json'], { env: place.env });
  return { status, result: JSON.parse(stdout) };
};

/** Kills a command at evenly spaced moments of its run, and checks after each kill. */
async function killAtMany(parameters: string[], times: number, check: () => Promise<void> | void) {
  const start = performance.now();
  await runProcess(parameters, { env: place.env });
  const wholeTime = performance.now() - start;
  for (let count = 0; count < times; count += 1) {
    const { child, finished } = startNode([PROGRAM, ...parameters], { env: place.env });
    await setTimeout((wholeTime * count) / times);
    child.kill('SIGKILL');
    await finished;
    await check();
  }
}

const countIn = (path: string) => {
  // Not read-only, so that what a killed process left unfinished is rolled back first.
  const database = new Database(path, { fileMustExist: true });
  const count = database.prepare('select count(*) from subscribers').pluck().get();
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
  return count;
};

test('a backup that is killed at any moment leaves a whole backup, or none by that name', async () => {
  await killAtMany(['backup', backups, '--keep', '2'], 8, () => {
    const finished = readdirSync(backups).filter((name) => !name.endsWith('.part'));
    expect(finished.length).toBeGreaterThan(0);
    for (const name of finished.filter((name) => existsSync(join(backups, name, 'backup.json'))))
      expect(countIn(join(backups, name, 'verdicts.db'))).toBe(READERS);
  });
  expect((await run(['restore', backups])).status).toBe(0);
});

test('a restore that is killed at any moment leaves the old database or the restored one, and can be repeated', async () => {
  await run(['backup', backups]);
  const addLate = () => run(['subscribers', 'add', 'late@verdicts.test', '--confirmed']);
  const found: unknown[] = [];
  await killAtMany(['restore', backups, '--yes'], 8, async () => {
    found.push(countIn(place.database));
    expect(existsSync(join(place.folder, 'signing-secret'))).toBe(true);
    expect((await addLate()).status).toBe(0);
  });
  expect([READERS, READERS + 1]).toEqual(expect.arrayContaining(found));
  expect(found).toContain(READERS + 1);
  rmSync(join(place.folder, 'signing-secret'));
  expect((await run(['restore', backups])).status).toBe(0);
  expect(countIn(place.database)).toBe(READERS);
  expect(existsSync(join(place.folder, 'signing-secret'))).toBe(true);
  expect(readdirSync(place.folder).filter((name) => name.includes('restoring'))).toEqual([]);
});
