import { expect, test } from 'vitest';
import {
  backupName,
  isBackupName,
  isUnfinishedName,
  newestFirst,
  unfinishedName,
} from '../../src/backup/backup-name.ts';

const AT = Date.UTC(2026, 10, 29, 9, 5, 7, 123);

test('a backup is named after the second in which it began, in UTC', () => {
  expect(backupName(AT)).toBe('verdicts-20261129T090507Z');
  expect(backupName(AT, 2)).toBe('verdicts-20261129T090507Z-2');
});

test('the newest backup comes first, even among ten of the same second', () => {
  const inOrder = [backupName(AT + 1000), ...[10, 9, 2, 1].map((count) => backupName(AT, count))];
  expect(inOrder.toReversed().sort(newestFirst)).toEqual(inOrder);
});

test.each([
  'verdicts-20261129T090507Z.part',
  'verdicts-20261129',
  'verdicts-2026-11-29',
  'my-verdicts-20261129T090507Z',
  'verdicts-20261129T090507Z-old',
  'verdicts',
])('%s is not the name of a backup', (name) => {
  expect(isBackupName(name)).toBe(false);
});

test('an unfinished backup is recognised by its name', () => {
  expect(isUnfinishedName(unfinishedName(backupName(AT, 3)))).toBe(true);
  expect(isUnfinishedName('letters.part')).toBe(false);
});
