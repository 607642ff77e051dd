import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeText } from '../../src/comparisons/decode-text.ts';
import { importComparisons } from '../../src/comparisons/import-comparisons.ts';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { testClock } from '../support/clock.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { inventedComparison } from '../support/samples/invented-comparison.ts';
import { labelledPage } from '../support/samples/saved-pages.ts';

let stores: SqliteStores;
beforeEach(() => {
  stores = openSqliteStores(emptyDatabase());
});
afterEach(() => stores.close());

const clock = testClock();
const importAll = (...files: [name: string, content: string | Uint8Array][]) => {
  const sources = files.map(([name, content]) => ({
    name,
    read: async () => (typeof content === 'string' ? content : decodeText(content)),
  }));
  return importComparisons({ sources }, { comparisonStore: stores.comparisonStore, clock });
};
const entry = (panelShare: number, name = 'Tern') =>
  JSON.stringify({ tools: [{ name, panelShare }, { name: 'Petrel' }] });
const shareOf = async (slug: string) =>
  (await stores.comparisonStore.readComparisons([slug]))[0]?.tools[0].panelShare;

test('a file in another encoding is refused, and the others are imported', async () => {
  const latin = Buffer.from(entry(50, 'Caf\u00e9'), 'latin1');
  expect(await importAll(['a.json', entry(51)], ['b.json', latin], ['c.json', entry(52, 'Skua')])).toEqual({
    ...{ added: 2, updated: 0, unchanged: 0 },
    refused: 1,
    rejected: [
      { file: 'b.json', path: '', message: expect.stringMatching(/^The file is not UTF-8: .*--encoding/) },
    ],
    warnings: [],
  });
});

test('a comparison that is repeated in one run is unchanged the second time', async () => {
  const twice = `[${entry(51)}, ${entry(51)}]`;
  expect(await importAll(['a.json', twice])).toEqual({
    added: 1,
    updated: 0,
    unchanged: 1,
    rejected: [],
    refused: 0,
    warnings: [],
  });
  expect(await importAll(['a.json', twice], ['b.json', entry(51)])).toMatchObject({
    unchanged: 3,
    rejected: [],
  });
});

test('the second of two comparisons with the same slug is refused, however often they are imported', async () => {
  const input = ['a.json', `{"comparisons": [\n${entry(51)},\n${entry(52)}\n]}`] as [string, string];
  const rejected = [
    {
      ...{ file: 'a.json', line: 3, path: 'comparisons[1].slug' },
      message: expect.stringContaining('The slug tern-vs-petrel is already in a.json:2,'),
    },
  ];
  expect(await importAll(input)).toEqual({
    added: 1,
    updated: 0,
    unchanged: 0,
    rejected,
    refused: 1,
    warnings: [],
  });
  expect(await importAll(input)).toEqual({
    added: 0,
    updated: 0,
    unchanged: 1,
    rejected,
    refused: 1,
    warnings: [],
  });
  expect(await shareOf('tern-vs-petrel')).toBe(51);
});

test('a repeated slug is noticed across files of any format', async () => {
  const comparison = inventedComparison();
  const page = labelledPage(comparison);
  const changed = page.replace('$90 a month', '$95 a month');
  const { added, rejected } = await importAll(
    ['a.ndjson', `\n${JSON.stringify(comparison)}`],
    ['b.txt', page],
    ['c.txt', changed],
  );
  expect(added).toBe(1);
  expect(rejected).toMatchObject([
    {
      file: 'c.txt',
      line: expect.any(Number),
      path: 'slug',
      message: expect.stringContaining('a.ndjson:2,'),
    },
  ]);
});

test('a later run may change a comparison', async () => {
  await importAll(['a.json', entry(51)]);
  expect(await importAll(['a.json', entry(52)])).toMatchObject({ updated: 1, rejected: [] });
  expect(await shareOf('tern-vs-petrel')).toBe(52);
});

test('a slug that the store has for other tools is refused with its line', async () => {
  await importAll(['a.json', entry(51, 'Ask!')]);
  const { rejected } = await importAll(['b.ndjson', `${entry(51)}\n${entry(51, 'Ask?')}`]);
  expect(rejected).toMatchObject([
    { file: 'b.ndjson', line: 2, path: 'slug', message: expect.stringContaining('other tools') },
  ]);
});

test('an entry that the database would refuse is refused before it gets there', async () => {
  const bad = {
    publishedAt: '1969-01-01T00:00:00Z',
    tools: [{ name: '\ufdfa'.repeat(150) }, { name: 'Auk' }],
  };
  const { added, rejected } = await importAll([
    'a.json',
    `[${entry(51)}, ${JSON.stringify(bad)}, ${entry(51, 'Skua')}]`,
  ]);
  expect(added).toBe(2);
  expect(rejected.map(({ path }) => path).sort()).toEqual(['[1].publishedAt', '[1].tools[0].name']);
});
