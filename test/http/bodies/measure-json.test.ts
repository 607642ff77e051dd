import { expect, test } from 'vitest';
import { measureJson } from '../../../src/http/bodies/measure-json.ts';

test.each([
  ['1', { depth: 0, values: 1, isClosed: true }],
  ['[1,2,3]', { depth: 1, values: 4, isClosed: true }],
  ['{"a":[{"b":1}],"c":2}', { depth: 3, values: 5, isClosed: true }],
  ['[[[', { depth: 3, values: 4, isClosed: false }],
  ['"[{,"', { depth: 0, values: 1, isClosed: true }],
  [String.raw`["\\","\"[[[",1]`, { depth: 1, values: 4, isClosed: true }],
  [String.raw`["[[[\"`, { depth: 1, values: 2, isClosed: false }],
])('the depth and size of %s are measured before it is parsed', (text, measure) => {
  expect(measureJson(text)).toEqual(measure);
});
