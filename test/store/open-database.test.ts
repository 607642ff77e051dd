import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';

test('a new database has foreign keys on and durable commits', () => {
  const { $client } = openDatabase(':memory:');
  expect($client.pragma('foreign_keys', { simple: true })).toBe(1);
  expect($client.pragma('synchronous', { simple: true })).toBe(2);
});
