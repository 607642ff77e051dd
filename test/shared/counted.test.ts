import { expect, test } from 'vitest';
import { counted } from '../../src/shared/counted.ts';

test.each([
  [0, '0 votes'],
  [1, '1 vote'],
  [999, '999 votes'],
  [1_000, '1,000 votes'],
  [1_234_567, '1,234,567 votes'],
])('%i is written as %s', (count, words) => {
  expect(counted(count, 'vote')).toBe(words);
});
