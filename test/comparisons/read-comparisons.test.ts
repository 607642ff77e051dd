import { expect, test } from 'vitest';
import { inventedComparison, readFrom } from '../support/samples/invented-comparison.ts';
import { labelledHtml } from '../support/samples/saved-html.ts';
import { labelledPage } from '../support/samples/saved-pages.ts';

const tools = [{ name: 'Tern' }, { name: 'Petrel' }];
const others = [{ name: 'Skua' }, { name: 'Gannet' }];
const slugs = (name: string, content: string) =>
  readFrom({ name, content }).comparisons.map(({ slug }) => slug);

test('a single object, a list and a list under "comparisons" are all read', () => {
  const [one, other] = [{ tools }, { tools: others }];
  expect(slugs('a.json', JSON.stringify(one))).toEqual(['tern-vs-petrel']);
  expect(slugs('a.json', JSON.stringify([one, other]))).toEqual(['tern-vs-petrel', 'skua-vs-gannet']);
  expect(slugs('a.json', JSON.stringify({ comparisons: [one, other] }, null, 2))).toHaveLength(2);
  expect(slugs('-', JSON.stringify([one, other]))).toHaveLength(2);
});

test('the content decides about the format before the file’s name does', () => {
  const lines = [{ tools }, { tools: others }].map((entry) => JSON.stringify(entry)).join('\n');
  expect(slugs('list.json', lines)).toHaveLength(2);
  expect(slugs('-', lines)).toHaveLength(2);
  expect(slugs('list.ndjson', JSON.stringify([{ tools }], null, 2))).toEqual(['tern-vs-petrel']);
  const comparison = inventedComparison();
  expect(slugs('-', labelledPage(comparison))).toEqual([comparison.slug]);
  expect(slugs('page.html', labelledPage(comparison))).toEqual([comparison.slug]);
  expect(slugs('page.txt', labelledHtml(comparison))).toEqual([comparison.slug]);
});

test('NDJSON is recognised even if its first line is broken', () => {
  const content = `{"tools": oops}\n${JSON.stringify({ tools })}\n`;
  const { comparisons, rejected } = readFrom({ name: '-', content });
  expect(comparisons).toHaveLength(1);
  expect(rejected).toMatchObject([{ file: '-', line: 1 }]);
});

test('a byte order mark is ignored in every format', () => {
  expect(slugs('a.json', `\ufeff${JSON.stringify({ tools })}`)).toHaveLength(1);
  expect(slugs('a.ndjson', `\ufeff${JSON.stringify({ tools })}\n`)).toHaveLength(1);
  expect(slugs('a.txt', `\ufeff${labelledPage(inventedComparison())}`)).toHaveLength(1);
  expect(slugs('a.html', `\ufeff${labelledHtml(inventedComparison())}`)).toHaveLength(1);
});

test.each(['', '\ufeff', ' \n\r\n\t'])('an empty file is reported with what is expected: %j', (content) => {
  const { comparisons, rejected } = readFrom({ name: 'a.json', content });
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([{ file: 'a.json', path: '', message: /JSON.*NDJSON.*page/s }]);
});

test('a date and a URL given for a file fill in only what the source leaves out', () => {
  const said = { tools, publishedAt: '2026-03-02T09:00:00+02:00', url: 'https://tern.test/compare' };
  const content = JSON.stringify([said, { tools: others, publishedAt: null }]);
  const given = { publishedAt: '2026-01-05T00:00:00Z', url: 'https://skua.test/' };
  const { comparisons } = readFrom({ name: 'a.json', content, ...given });
  expect(comparisons).toMatchObject([
    { publishedAt: '2026-03-02T07:00:00.000Z', url: 'https://tern.test/compare' },
    { publishedAt: '2026-01-05T00:00:00.000Z', url: 'https://skua.test/' },
  ]);
  const page = readFrom({ name: 'a.txt', content: labelledPage(inventedComparison()), ...given });
  expect(page.comparisons).toMatchObject([
    { publishedAt: '2026-01-05T00:00:00.000Z', url: 'https://skua.test/' },
  ]);
});

test('an invalid date or URL given for a file is reported', () => {
  const source = {
    name: 'a.json',
    content: JSON.stringify({ tools }),
    publishedAt: 'last week',
    url: 'ftp://tern.test',
  };
  expect(
    readFrom(source)
      .rejected.map(({ path }) => path)
      .sort(),
  ).toEqual(['publishedAt', 'url']);
});

test('a file that is no comparison page is rejected with what was looked for', () => {
  const { rejected } = readFrom({ name: 'letter.txt', content: 'Dear reader,\n\nno tools today.\n' });
  expect(rejected).toHaveLength(1);
  expect(rejected[0]?.message).toMatch(/A vs B.*Panel ship.*Community.*Entry.*Reviewer scorecard/);
});

test('a text that merely begins like JSON is not reported for its brackets', () => {
  const { rejected } = readFrom({ name: 'page.txt', content: '[Skip to content]\nDear reader' });
  expect(rejected[0]?.message).toMatch(/Reviewer scorecard/);
});
