import { expect, test } from 'vitest';
import { readComparisons } from '../../../src/comparisons/read-comparisons.ts';
import { asPlain, inventedComparison } from '../../support/invented-comparison.ts';
import { labelledHtml, plainHtml } from '../../support/saved-html.ts';
import { labelledPage, plainPage } from '../../support/saved-pages.ts';

const comparison = inventedComparison();
const read = (content: string) => readComparisons({ name: 'page.txt', content });

/** Reads every beginning of a page: what is imported must be everything. */
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

test('a page without its end is read where its last review is whole', () => {
  expect(read(plainPage(comparison, { footer: false })).comparisons).toEqual([asPlain(comparison)]);
  expect(read(labelledPage(comparison, { footer: false })).comparisons).toEqual([comparison]);
});

test('a cut page is told from a page that is not known, and the message says what to do', () => {
  const page = labelledPage(comparison);
  for (const mark of ['Entry', 'Decision', 'Reviewer scorecard', 'Skeptic', '49/100', 'five years?']) {
    const { rejected } = read(page.slice(0, page.indexOf(mark)));
    expect(rejected).toMatchObject([
      { path: '', message: expect.stringMatching(/cut off.*Save the whole page again/) },
    ]);
  }
});

test('a labelled page without its end must have as many reviews as its table counts', () => {
  const page = labelledPage(comparison);
  const { rejected } = read(page.slice(0, page.indexOf('Futurist')));
  expect(rejected).toMatchObject([
    { message: expect.stringContaining('fewer than its decision table counts') },
  ]);
});

test('a plain page without its end must have enough reviews for its panel’s share', () => {
  const page = plainPage(comparison);
  const { rejected } = read(page.slice(0, page.indexOf('“Notes become')));
  expect(rejected).toMatchObject([{ message: expect.stringContaining('too few') }]);
});

test('an HTML page that is not closed needs the end that every page has', () => {
  const html = labelledHtml(comparison);
  const cut = html.slice(0, html.indexOf('</main>'));
  expect(read(cut).rejected).toMatchObject([{ message: expect.stringContaining('cut off') }]);
  expect(read(`${cut}</body></html>`).comparisons).toEqual([comparison]);
});
