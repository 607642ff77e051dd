import { expect, test } from 'vitest';
import { z } from 'zod';
import { reviewSchema, sideSchema } from '../../src/comparisons/comparison.ts';
import { comparisonJsonSchema } from '../../src/comparisons/comparison-json-schema.ts';
import { EXPECTED } from '../../src/comparisons/explain-issues.ts';
import { readComparisons } from '../../src/comparisons/read-comparisons.ts';
import { readFrom } from '../support/samples/invented-comparison.ts';

const other = { name: 'Petrel' };
const read = (content: unknown, name = 'a.json') =>
  withWarnings({
    name,
    content: typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  });
const withWarnings = (source: { name: string; content: string }) => ({
  ...readFrom(source),
  warnings: readComparisons(source).warnings ?? [],
});
const messages = (tool: object) => read({ tools: [tool, other] }).rejected.map(({ message }) => message);

test('an error names the field, its limits and what was found', () => {
  const reviews = [{ text: 'Fine.' }, { text: 'Fine.', score: 101 }];
  expect(messages({ name: 'Tern', reviews })).toEqual([
    'tools[0].reviews[1].score must be a whole number from 0 to 100, not 101',
  ]);
  expect(messages({ name: 'Tern', panelShare: 166.7 })[0]).toContain(
    'a whole number from 0 to 100, not 166.7',
  );
  expect(messages({ name: 'Tern', communityVotes: 'a dozen' })[0]).toContain('not "a dozen"');
  expect(messages({ name: 'x'.repeat(201) })[0]).toContain('text of 1 to 200 characters, not 201 characters');
  expect(messages({ name: '\u200b\u2060' })[0]).toMatch(
    /must be text of 1 to 200 characters, not .*: it has only invisible characters$/,
  );
  expect(messages({ name: '\ufdfa'.repeat(20) })[0]).toMatch(/too long once its letters are written out/);
  expect(messages({})).toEqual(['tools[0].name must be text of 1 to 200 characters, and it is missing']);
  expect(messages({ name: 'Tern', verdict: 'maybe' })[0]).toContain(
    '"ship" or "skip" or "split", not "maybe"',
  );
  expect(messages({ name: 'Tern', reviews: [{ text: 'Fine.', verdict: 'split' }] })[0]).toMatch(
    /must be "ship" or "skip", not/,
  );
  expect(messages({ name: 'Tern', reviews: [4] })[0]).toContain('an object with a "text", not 4');
  expect(messages({ name: ' petrel ' })).toEqual([
    'tools must be a list of two different tools, not " petrel " twice',
  ]);
});

test('every wrong field of an entry is reported, and unknown ones get a warning', () => {
  const { rejected, warnings } = read({
    tools: [{ name: '', shipCont: 3, score: 1 }, other],
    sluug: 'a',
    slug: 'not a slug',
  });
  expect(rejected.map(({ path }) => path).sort()).toEqual(['slug', 'tools[0].name']);
  expect(warnings.map(({ message }) => message)).toEqual([
    'Unknown fields were left out: sluug (did you mean slug?), tools[].shipCont (did you mean shipCount?), tools[].score.',
  ]);
});

test('an entry that is no object or lacks its tools is reported', () => {
  expect(read('[3, null, []]').rejected.map(({ message }) => message)).toEqual([
    '[0] must be an object with two "tools", not 3',
    '[1] must be an object with two "tools", not null',
    '[2] must be an object with two "tools", not a list of 0',
  ]);
  expect(read({}).rejected[0]?.message).toContain(
    'tools must be a list of two different tools, and it is missing',
  );
  expect(read({ tools: [other] }).rejected[0]?.message).toContain('not a list of 1');
});

test('every field of the schema has a description of what it must be', () => {
  const comparison = Object.keys(z.record(z.string(), z.unknown()).parse(comparisonJsonSchema().properties));
  const fields = [...comparison, ...Object.keys(sideSchema.shape), ...Object.keys(reviewSchema.shape)];
  expect(Object.keys(EXPECTED).sort()).toEqual([...new Set(fields)].sort());
});

test('a bad entry is reported with its position, and the good ones are read', () => {
  const good = { tools: [{ name: 'Tern' }, other] };
  const bad = { tools: [{ name: 'Tern', 'odd \\ "key"': [{}, '}]'], panelShare: -1 }, { name: 'Skua' }] };
  const content = `${JSON.stringify({ $schema: '"tools": [', comparisons: [good, bad, good] }, null, 2)}\n`;
  const { comparisons, rejected } = read(content);
  expect(comparisons).toHaveLength(2);
  const line = content.split('\n').findIndex((text) => text.includes('"panelShare": -1')) + 1;
  expect(rejected).toContainEqual({
    file: 'a.json',
    line,
    path: 'comparisons[1].tools[0].panelShare',
    message: 'comparisons[1].tools[0].panelShare must be a whole number from 0 to 100, not -1',
  });
  expect(rejected).toHaveLength(1);
});

test('a field beside "comparisons" gets a warning, and the comparisons are read', () => {
  const good = { tools: [{ name: 'Tern' }, other] };
  const { comparisons, rejected, warnings } = read({ $schema: 'x', comparisons: [good], version: 2 });
  expect(comparisons).toHaveLength(1);
  expect(rejected).toEqual([]);
  expect(warnings).toEqual([
    {
      ...{ file: 'a.json', line: expect.any(Number), path: 'version' },
      message: 'An unknown field was left out: version.',
    },
  ]);
});

test('every comparison is returned with its position', () => {
  const entry = (name: string) => `{"tools": [{"name": "${name}"}, {"name": "Petrel"}]}`;
  const places = (content: string, name = 'a.json') =>
    readComparisons({ name, content }).comparisons.map(({ line, path }) => [line, path]);
  expect(places(entry('Tern'))).toEqual([[1, '']]);
  expect(places(`[\n${entry('Tern')},\n\n${entry('Skua')}]`)).toEqual([
    [2, '[0]'],
    [4, '[1]'],
  ]);
  expect(places(`{"comparisons":\n[\n${entry('Tern')}]}`)).toEqual([[3, 'comparisons[0]']]);
  expect(places(`\n${entry('Tern')}\n${entry('Skua')}`, 'a.ndjson')).toEqual([
    [2, ''],
    [3, ''],
  ]);
});

test('a missing field is reported at the object that lacks it', () => {
  const content = '[\n  {"tools": [\n    {"name": "Tern"},\n    {\n      "tagline": "x"\n    }\n  ]}\n]';
  expect(read(content).rejected).toMatchObject([{ line: 4, path: '[0].tools[1].name' }]);
});

test.each([
  ['[\n  {"tools": [1, 2]},\n  {"tools": [1, 2],}\n]', 3, /not JSON from }/],
  ['{\n  "tools": [\n    {"name": "Tern}\n  ]\n}', 3, /quote/],
  ['[\r\n  {"tools": []}\r\n', 3, /cut off/],
  ['{"tools": tru}', 1, /not JSON from tru/],
  ['{"a": 1} {"b": 2}', 1, /not JSON from \{"b"/],
  ['{\n"a": 01}', 2, /not JSON/],
  ['[1,\n\n]', 3, /not JSON from \]/],
])('a syntax error is reported with its line: %j', (content, line, message) => {
  const { comparisons, rejected } = read(content);
  expect(comparisons).toEqual([]);
  expect(rejected).toEqual([{ file: 'a.json', line, path: '', message: expect.stringMatching(message) }]);
});

test('nesting of any depth ends in an error report', () => {
  expect(read(`${'['.repeat(200_000)}`).rejected).toHaveLength(1);
  expect(read(`{"tools": ${'['.repeat(5000)}${']'.repeat(5000)}}`).rejected).toHaveLength(1);
});

test('NDJSON keeps every good line and reports the others by their line', () => {
  const good = (name: string) => JSON.stringify({ tools: [{ name }, other] });
  const lines = [
    good('Tern'),
    '',
    'oops',
    '[1]',
    '   ',
    '{"tools":[{"name":"Tern","panelShare":-1},{"name":"Skua"}]}',
    good('Skua'),
  ];
  for (const end of ['\n', '\r\n']) {
    const { comparisons, rejected } = read(lines.join(end), 'a.ndjson');
    expect(comparisons.map(({ slug }) => slug)).toEqual(['tern-vs-petrel', 'skua-vs-petrel']);
    expect(rejected.map(({ line, path }) => [line, path])).toEqual([
      [3, ''],
      [4, ''],
      [6, 'tools[0].panelShare'],
    ]);
  }
});

test('NDJSON that is cut in the middle of its last line keeps all lines before', () => {
  const line = JSON.stringify({ tools: [{ name: 'Tern' }, other] });
  for (const name of ['a.ndjson', 'a.jsonl', '-', 'a.json', 'a.txt']) {
    const { comparisons, rejected } = read(`${line}\n${line}\n${line.slice(0, 25)}`, name);
    expect(comparisons).toHaveLength(2);
    expect(rejected).toMatchObject([{ file: name, line: 3, message: expect.stringContaining('cut off') }]);
  }
});

test('the same comparison twice in a file is returned twice, in order', () => {
  const twice = [51, 52].map((panelShare) => ({ tools: [{ name: 'Tern', panelShare }, other] }));
  expect(read(twice).comparisons.map(({ tools }) => tools[0].panelShare)).toEqual([51, 52]);
});
