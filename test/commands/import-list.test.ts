import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePlace, type Place, runCommand } from '../support/processes.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const importList = (...options: string[]) =>
  runCommand(['subscribers', 'import', 'list.csv', ...options], { env: place.env, cwd: place.folder });

const statuses = async () => {
  const { stdout } = await runCommand(['subscribers', 'export'], { env: place.env, cwd: place.folder });
  return stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 3).join(' '));
};

test('a list that a spreadsheet saved in its own encoding is imported once somebody says which, and nobody who left is emailed', async () => {
  const text = 'email;name;Abo\na@v.test;Käthe;aktiv\nb@v.test;Jörg;gelöscht\n';
  await writeFile(join(place.folder, 'list.csv'), Buffer.from(text, 'latin1'));
  const refused = await importList();
  expect([refused.status, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/not UTF-8: line 2 .*Nothing was imported.*--encoding windows-1252/),
  ]);

  const asked = await importList('--encoding', 'windows-1252');
  expect(asked.status).toBe(1);
  const proposed = /verdicts subscribers import list\.csv --encoding windows-1252 --map "([^"]+)"/.exec(
    asked.stderr,
  );
  const imported = await importList('--encoding', 'windows-1252', '--map', proposed?.[1] ?? '');
  expect([imported.status, imported.stderr]).toEqual([0, expect.stringContaining('Read as windows-1252')]);
  expect(await statuses()).toEqual(['a@v.test Käthe confirmed', 'b@v.test Jörg unsubscribed']);
});

test('an encoding that does not exist is wrong usage, and names some that do', async () => {
  await writeFile(join(place.folder, 'list.csv'), 'email\na@v.test\n');
  const { status, stderr } = await importList('--encoding', 'windows');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/no such encoding.*windows-1252/)]);
});

test('people who are disabled in listmonk get no email, and the import says that this is an assumption', async () => {
  await writeFile(
    join(place.folder, 'list.csv'),
    'uuid,email,name,attributes,status\nu1,a@v.test,,{},enabled\nu2,b@v.test,,{},disabled\n',
  );
  const { status, stderr } = await importList();
  expect([status, stderr]).toEqual([0, expect.stringContaining('1 person is "disabled" in status')]);
  expect(await statuses()).toEqual(['a@v.test  confirmed', 'b@v.test  unsubscribed']);
});
