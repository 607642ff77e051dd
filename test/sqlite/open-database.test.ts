import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { makePlace, type Place, runProcess } from '../support/processes.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
});
afterEach(() => place.remove());

test('a new database has foreign keys on and durable commits', () => {
  const { $client } = openDatabase(':memory:');
  expect($client.pragma('foreign_keys', { simple: true })).toBe(1);
  expect($client.pragma('synchronous', { simple: true })).toBe(2);
});

test('an existing database is opened as it is', () => {
  openDatabase(place.database).$client.close();
  const { $client } = openDatabase(place.database);
  expect($client.pragma('journal_mode', { simple: true })).toBe('wal');
  expect($client.pragma('integrity_check', { simple: true })).toBe('ok');
  $client.close();
});

test('processes that create the database at the same time all succeed', async () => {
  const all = await Promise.all(
    [1, 2, 3, 4].map(() =>
      runProcess(['subscribers', 'import', '-', '--json'], { env: place.env, input: 'email\n' }),
    ),
  );
  expect(all.map(({ status, stdout }) => [status, JSON.parse(stdout).added])).toEqual(all.map(() => [0, 0]));
});
