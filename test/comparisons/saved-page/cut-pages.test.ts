import { expect, test } from 'vitest';
import { asPlain, inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledHtml, plainHtml } from '../../support/samples/saved-html.ts';
import { labelledPage, plainPage } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const read = (content: string) => readFrom({ name: 'page.txt', content });

/** Reads every beginning of a page: what is imported must be complete. */
function readBeginnings(page: string, whole: unknown, step = 1) {
  const end = page.indexOf('Weekly AI Tool Verdicts');
  let rejected = 0;
  for (let length = 1; length < page.length; length += step) {
    const result = read(page.slice(0, length));
    if (result.comparisons.length === 0) rejected += 1;
    else expect(result.comparisons).toEqual([whole]);
  }
  expect(rejected).toBeGreaterThan((end / step) * 0.9);
}

test.each(['as shown', 'none', 'everywhere'] as const)(
  'no beginning of a plain page is imported half (blank lines: %s)',
  (blanks) => readBeginnings(plainPage(comparison, { blanks }), asPlain(comparison)),
);

test.each(['as shown', 'none', 'everywhere'] as const)(
  'no beginning of a labelled page is imported half (blank lines: %s)',
  (blanks) => readBeginnings(labelledPage(comparison, { blanks }), comparison),
);

test('no beginning of an HTML page is imported half', () => {
  readBeginnings(labelledHtml(comparison), comparison, 7);
  readBeginnings(plainHtml(comparison), asPlain(comparison), 7);
});

test('a plain page without its end is read if its last review is whole', () => {
  expect(read(plainPage(comparison, { footer: false })).comparisons).toEqual([asPlain(comparison)]);
});

test('a labelled page without its end is rejected, because the last review may continue', () => {
  const page = labelledPage(comparison, { footer: false });
  const begun = `${page}\n\nWeekly AI Tool`;
  for (const content of [page, begun, page.slice(0, page.indexOf('Futurist'))]) {
    const { comparisons, rejected } = read(content);
    expect(comparisons).toEqual([]);
    expect(rejected).toMatchObject([
      { message: expect.stringMatching(/cut off: “Weekly AI Tool Verdicts” does not follow/) },
    ]);
  }
  expect(read(`${page}\n\nWeekly AI Tool Verdicts`).comparisons).toEqual([comparison]);
});

test('a cut page is distinguished from an unknown one, and the message says what to do', () => {
  const page = labelledPage(comparison);
  for (const mark of ['Entry', 'Decision', 'Reviewer scorecard', 'Skeptic', '49/100', 'five years?']) {
    const { rejected } = read(page.slice(0, page.indexOf(mark)));
    expect(rejected).toMatchObject([
      { path: '', message: expect.stringMatching(/cut off.*Save the whole page again/) },
    ]);
  }
});

test('a plain page without its end must have enough reviews for its panel’s share', () => {
  const page = plainPage(comparison);
  const { rejected } = read(page.slice(0, page.indexOf('“Notes become')));
  expect(rejected).toMatchObject([{ message: expect.stringContaining('too few') }]);
});

test('an HTML page that is not closed must have the end that every page has', () => {
  const html = plainHtml(comparison);
  const cut = html.slice(0, html.indexOf('</main>'));
  expect(read(cut).rejected).toMatchObject([{ message: expect.stringContaining('cut off') }]);
  expect(read(`${cut}</body></html>`).comparisons).toEqual([asPlain(comparison)]);
});

test.each([
  ['plain', plainPage],
  ['labelled', labelledPage],
  ['HTML', labelledHtml],
])('a file with two %s pages is rejected at the beginning of the second', (_, page) => {
  const other = inventedComparison(({ tools }) => {
    tools[1].name = 'Another tool';
  });
  const first = page(comparison);
  for (const second of [page(other), page(comparison)]) {
    const { comparisons, rejected } = read(`${first}\n${second}`);
    expect(comparisons).toEqual([]);
    expect(rejected).toMatchObject([{ message: expect.stringContaining('each page in its own file') }]);
    expect(rejected[0]?.line).toBeGreaterThanOrEqual(first.split('\n').length);
  }
});

test('a file that ends with the beginning of a second page is rejected too', () => {
  const page = plainPage(comparison);
  const { comparisons, rejected } = read(`${page}\n${page.slice(0, page.indexOf('Reviewer scorecard'))}`);
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([{ line: page.split('\n').length + 1 }]);
});
