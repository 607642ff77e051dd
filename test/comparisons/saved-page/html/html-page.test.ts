import { expect, test } from 'vitest';
import { localInstant } from '../../../../src/schedule/slot.ts';
import { inventedComparison, readFrom } from '../../../support/samples/invented-comparison.ts';
import { type HtmlParts, labelledHtml, plainHtml } from '../../../support/samples/saved-html.ts';

const comparison = inventedComparison();
const read = (content: string) => readFrom({ name: 'page.html', content });
const facts = (parts: HtmlParts) => {
  const [found] = read(labelledHtml(comparison, parts)).comparisons;
  return { url: found?.url, publishedAt: found?.publishedAt };
};

test('a page’s URL is the canonical link, else the Open Graph one, if it is a complete web URL', () => {
  const canonical = '<link rel="preload canonical" href="https://tern.test/a?b=1&amp;c=2">';
  const graph = '<meta property="og:url" content="https://tern.test/og">';
  expect(facts({ head: graph + canonical }).url).toBe('https://tern.test/a?b=1&c=2');
  expect(facts({ head: `<link rel="canonical" href="/compare/a">${graph}` }).url).toBe(
    'https://tern.test/og',
  );
  expect(facts({ head: '<link rel="canonical" href="javascript:alert(1)">' }).url).toBeNull();
});

test.each([
  [
    '<meta property="article:published_time" content="2026-03-02T10:00:00+01:00">',
    '',
    '2026-03-02T09:00:00.000Z',
  ],
  ['<meta property="article:published_time" content="2026-03-02">', '', '2026-03-02T00:00:00.000Z'],
  [
    '<script type="application/ld+json">{"@graph":[{"datePublished":"2026-03-03T08:00:00Z"}]}</script>',
    '',
    '2026-03-03T08:00:00.000Z',
  ],
  [
    '<script type="application/ld+json">{"datePublished":</script>',
    '<time datetime="2026-03-04">May</time>',
    '2026-03-04T00:00:00.000Z',
  ],
  ['', '<time datetime="P3D">3 days</time><time datetime="2026-03-05">x</time>', '2026-03-05T00:00:00.000Z'],
  ['<meta property="article:published_time" content="2026-02-30">', '<time>2026-03-04</time>', null],
  ['<meta property="article:published_time" content="2026-03-02T10:00:00">', '', null],
  ['<meta property="article:published_time" content="0001-01-01T00:00:00Z">', '', null],
])('a page’s date is the first complete one: %s %s', (head, tail, publishedAt) => {
  expect(facts({ head, tail }).publishedAt).toBe(publishedAt);
});

test.each([
  ['America/Los_Angeles', '2026-11-12', '2026-11-12T08:00:00.000Z'],
  ['Pacific/Auckland', '2026-11-12', '2026-11-11T11:00:00.000Z'],
  ['Europe/Berlin', '2026-11-12', '2026-11-11T23:00:00.000Z'],
  // Days on which the clocks change: by an hour at two o'clock, and at midnight.
  ['America/Los_Angeles', '2026-11-01', '2026-11-01T07:00:00.000Z'],
  ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00:00.000Z'],
  ['Pacific/Auckland', '2026-09-27', '2026-09-26T12:00:00.000Z'],
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
])('in %s, a page of %s without a time counts as published when that day begins', (zone, date, instant) => {
  const startOfDay = (day: string) => localInstant({ date: day, zone });
  for (const parts of [
    { head: `<meta property="article:published_time" content="${date}">` },
    { head: `<script type="application/ld+json">{"datePublished":"${date}"}</script>` },
    { tail: `<time datetime="${date}">that day</time>` },
  ]) {
    for (const content of [labelledHtml(comparison, parts), plainHtml(comparison, parts)]) {
      const [found] = readFrom({ name: 'page.html', content, startOfDay }).comparisons;
      expect(found?.publishedAt).toBe(instant);
    }
  }
  const undated = { name: 'page.html', content: labelledHtml(comparison), startOfDay, publishedAt: date };
  expect(readFrom(undated).comparisons[0]?.publishedAt).toBe(instant);
});

test('a page that states a time was published then, whatever the newsletter’s time zone', () => {
  const content = labelledHtml(comparison, {
    head: '<meta property="article:published_time" content="2026-11-12T23:30:00-08:00">',
  });
  const startOfDay = (date: string) => localInstant({ date, zone: 'Pacific/Auckland' });
  expect(readFrom({ name: 'page.html', content, startOfDay }).comparisons[0]?.publishedAt).toBe(
    '2026-11-13T07:30:00.000Z',
  );
});

test('an empty table cell is unknown for its own tool only', () => {
  const half = inventedComparison(({ tools: [one, other] }) => {
    one.pricing = null;
    other.bestFor = null;
  });
  const html = labelledHtml(half);
  expect(html).toContain('<td></td>');
  expect(read(html).comparisons).toEqual([half]);
});

test('hidden parts, scripts and controls are not read', () => {
  const { comparisons } = read(plainHtml(comparison));
  expect(JSON.stringify(comparisons)).not.toMatch(/Enable scripts|Logo|Join/);
});

test('an error in a field gives the line of the HTML', () => {
  const html = plainHtml(comparison).replace('Setup took a day!', 'x'.repeat(20_001));
  const line = html.slice(0, html.indexOf('xxx')).split('\n').length;
  expect(read(html).rejected).toMatchObject([{ line, path: 'tools[1].reviews[0].text' }]);
});

test('a text that a browser wrapped in <pre> is read line by line', () => {
  const text = plainHtml(comparison)
    .replace(/^[\s\S]*<main>/, '')
    .replace(/<\/main>[\s\S]*$/, '\nBookmarks\n')
    .replace(/<\/(p|h1|h2|div|span|article)>/g, '\n')
    .replace(/<svg>.*?<\/svg>|<[^>]+>/g, '');
  const wrapped = `<html><head></head><body><pre style="white-space: pre-wrap;">${text}</pre></body></html>`;
  expect(read(wrapped).comparisons).toEqual(read(plainHtml(comparison)).comparisons);
});

test('nesting of any depth is read', () => {
  const deep = `${'<div>'.repeat(5_000)}${plainHtml(comparison)}`;
  expect(read(deep).comparisons).toHaveLength(1);
});
