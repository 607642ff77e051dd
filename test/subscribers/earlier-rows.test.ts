import { expect, test } from 'vitest';
import { createEarlierRows } from '../../src/subscribers/earlier-rows.ts';

test('rows of a group that was not kept are forgotten, since it is imported again', () => {
  const rows = createEarlierRows();
  rows.begin().record(1, true);
  const again = rows.begin();
  expect(again.record(1, true)).toEqual({ isRepeated: false, isNamed: false });
  expect(again.record(1, false)).toEqual({ isRepeated: true, isNamed: true });
  again.keep();
  expect(rows.begin().record(1, false)).toEqual({ isRepeated: true, isNamed: true });
  expect(rows.begin().record(2, false)).toEqual({ isRepeated: false, isNamed: false });
});
