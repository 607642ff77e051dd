import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { sqliteDatabaseFiles } from '../../src/sqlite/files/database-files.ts';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { startNode } from '../support/processes.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

const leftOver = () => readdirSync(place.folder).filter((name) => /restor/.test(name));

test('a restore during another restore says so, and changes nothing', async () => {
  await place.add('ada');
  await place.backup();
  await place.add('ben');
  const { status, result } = await sqliteDatabaseFiles.withLock(place.database, () => place.restoreApart());
  expect([status, result.error.code]).toEqual([1, 'refused']);
  expect(result.error.message).toContain('Another restore of this database is running');
  expect(place.emails()).toHaveLength(2);
  expect((await place.restore()).status).toBe(0);
  expect(place.emails()).toHaveLength(1);
  expect(leftOver()).toEqual([]);
});

test.each([
  ['over a database', async () => undefined],
  ['where there is none yet', () => rm(place.database)],
])('restores that run at once %s leave one whole backup', async (_, before) => {
  await place.add('ada');
  const first = await place.backup();
  await place.add('ben');
  const second = await place.backup();
  await place.add('cleo');
  await before();
  const all = await Promise.all([first, second, first, second].map((folder) => place.restoreApart(folder)));
  const done = all.filter(({ status }) => status === 0);
  expect(done.length).toBeGreaterThan(0);
  for (const { result } of all.filter(({ status }) => status !== 0))
    expect(result.error).toMatchObject({ code: 'refused', message: expect.stringMatching(/restore/) });
  expect(place.rowsOf('pragma integrity_check')).toEqual(['ok']);
  expect(done.map(({ result }) => (result.folder === first ? 1 : 2))).toContain(place.emails().length);
  expect(leftOver()).toEqual([]);
});

test('a restore that was killed while it held the database does not block the next one', async () => {
  await place.add('ada');
  await place.backup();
  const module = projectPath('src', 'sqlite', 'files', 'database-files.ts');
  const script = `
    const { sqliteDatabaseFiles } = await import(${JSON.stringify(module)});
    await sqliteDatabaseFiles.withLock(${JSON.stringify(place.database)}, () => process.kill(process.pid, 'SIGKILL'));`;
  const parameters = ['--import', 'tsx', '--input-type=module', '--eval', script];
  expect((await startNode(parameters, { cwd: projectPath() }).finished).signal).toBe('SIGKILL');
  expect(leftOver()).not.toEqual([]);
  expect((await place.restore()).status).toBe(0);
  expect(leftOver()).toEqual([]);
});
