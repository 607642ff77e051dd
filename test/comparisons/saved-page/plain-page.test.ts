import { expect, test } from 'vitest';
import {
  asPlain,
  inventedComparison,
  readFrom,
  toolsFrom,
} from '../../support/samples/invented-comparison.ts';
import { plainPage, table } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const plain = asPlain(comparison);
const page = plainPage(comparison);
const read = (content: string) => readFrom({ name: 'page.txt', content });

const texts = (content: string) => toolsFrom(content).map(({ reviews }) => reviews.map(({ text }) => text));
const LAST_PAIR = ['“Five.”', '“Six.”'];
/** A page with these lines as its reviews, and without shares. */
const withReviews = (...lines: string[]) =>
  page
    .replace(/\d+%(?=\nPanel ship)/g, '—')
    .replace(/(?<=Reviewer scorecard\n).*(?=\nWeekly AI Tool Verdicts)/s, () => lines.join('\n'));

test('reviewers of a plain page are named by their seats, and what it does not say is unknown', () => {
  expect(read(page)).toEqual({ comparisons: [plain], rejected: [] });
  const five = inventedComparison(({ tools: sides }) => {
    for (const side of sides)
      Object.assign(side, { panelShare: 60, reviews: [...side.reviews, ...side.reviews.slice(0, 2)] });
  });
  expect(toolsFrom(plainPage(five))[1].reviews.map(({ reviewer }) => reviewer)).toEqual([
    ...['Builder', 'Skeptic', 'Futurist', null, null],
  ]);
});

test.each<[string, string]>([
  ['“', '”'],
  ['"', '"'],
  ['«', '»'],
  ['„', '“'],
  ['', ''],
  ['\u200f“', '”\u200f'],
])('reviews may be between %s and %s', (open, close) =>
  expect(toolsFrom(plainPage(comparison, { quotes: [open, close] }))).toEqual(plain.tools),
);

test('quotation marks inside a review are kept, and its paragraphs belong together', () => {
  const reviews = [
    '“He said “wow” and “again”.”',
    '“One paragraph that ends in a “quotation”',
    '“Another” begins with one.”',
    '"It is "straight" here."',
    '“The first paragraph.',
    'Ship',
    'The third.”',
    ...LAST_PAIR,
  ];
  expect(texts(withReviews(...reviews))).toEqual([
    ['He said “wow” and “again”.', 'It is "straight" here.', 'Five.'],
    [
      'One paragraph that ends in a “quotation”\n\n“Another” begins with one.',
      'The first paragraph.\n\nShip\n\nThe third.',
      'Six.',
    ],
  ]);
});

test('a review without quotation marks is one line, even if it begins with a quotation', () => {
  const bare = '“Magic” is how they sell it, and it is “not”.';
  const long = 'Just words, but so many of them that they can be nothing but a review.';
  expect(texts(withReviews('“One.”', bare, long, '“Magic” is not “magic”', ...LAST_PAIR))).toEqual([
    ['One.', long, 'Five.'],
    [bare, '“Magic” is not “magic”', 'Six.'],
  ]);
});

test('a forgotten quotation mark inside a review does not swallow the next review', () => {
  const lines = ['“He said “wow and left.”', '“Two."', '“Three.”', '“Four.”', ...LAST_PAIR];
  expect(texts(withReviews(...lines))).toEqual([
    ['He said “wow and left.', 'Three.', 'Five.'],
    ['Two.', 'Four.', 'Six.'],
  ]);
});

test('paragraphs that each open a quotation closed only by the last are one review', () => {
  const lines = ['“Par one.', '“Par two.”', '“Other.”', '“Three.”', '“Four.”', ...LAST_PAIR];
  expect(texts(withReviews(...lines))).toEqual([
    ['Par one.\n\nPar two.', 'Three.', 'Five.'],
    ['Other.', 'Four.', 'Six.'],
  ]);
});

test('lines whose reviews cannot be distinguished are rejected', () => {
  for (const lines of [
    ['“A.”', 'One paragraph.', 'Another of whom?', '“B.”', '“C.”'],
    ['Builder, overall: 88/100 from me', 'A text.'],
  ]) {
    expect(read(withReviews(...lines))).toMatchObject({
      comparisons: [],
      rejected: [{ line: expect.any(Number) }],
    });
  }
});

test('neither the end nor the top of a page becomes part of a review or a description', () => {
  const all = JSON.stringify(read(page).comparisons);
  for (const line of [
    'Weekly AI',
    'inbox',
    'invented promise',
    'Bookmarks',
    'introduces',
    'AI tool comparison',
  ]) {
    expect(page).toContain(line);
    expect(all).not.toContain(line);
  }
  expect(toolsFrom(page.slice(0, page.indexOf('An invented promise')))).toEqual(plain.tools);
  expect(toolsFrom(page.slice(0, page.indexOf('Weekly AI') + 4))).toEqual(plain.tools);
});

test('a page that shows no reviews yet is rejected', () => {
  const empty = page.replace(/(?<=Reviewer scorecard\n).*(?=\nWeekly AI Tool Verdicts)/s, 'Bookmarks');
  expect(read(empty).rejected).toMatchObject([{ message: expect.stringContaining('no reviews') }]);
});

test('a text beyond its limit is rejected with its line', () => {
  const { rejected } = read(
    withReviews('“A.”', `“${'x'.repeat(20_001)}”`, '“Three.”', '“Four.”', ...LAST_PAIR),
  );
  const line = page.split('\n').indexOf('Reviewer scorecard') + 3;
  expect(rejected).toMatchObject([{ line, path: 'tools[1].reviews[0].text' }]);
});

test('a heading that names other tools than the cards is rejected', () => {
  const content = page.replace('Diffs vs Brackish', 'Diffs vs Freshwater');
  expect(read(content).rejected).toMatchObject([{ message: expect.stringContaining('A vs B') }]);
});

test('a short line without quotation marks among quoted reviews is not a review', () => {
  for (const absent of ['Abstain', 'Keine Wertung', 'Out this week.']) {
    const page = withReviews('“One.”', '“Two.”', absent, '“Four.”', '“Five.”', '“Six.”');
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [{ message: expect.stringContaining(`“${absent}” is a review`) }],
    });
  }
  const bare = withReviews(
    'One is good.',
    'Two is bad.',
    'Abstain',
    'Four is bad.',
    'Five is good.',
    'Six is bad.',
  );
  expect(read(bare).comparisons).toEqual([]);
});

test.each([['Builder', '40/100 · skip'], ['Skeptic'], ['40/100'], ['Staff Engineer · 40/100']])(
  'names or scores below quoted reviews show that the page has names: %s',
  (...labels) => {
    const quoted = ['“One.”', '“Two.”', '“Three.”', '“Four.”', '“Five.”', '“Six.”'];
    const page = withReviews(...quoted.flatMap((line) => [line, ...labels]));
    expect(read(page)).toMatchObject({ comparisons: [], rejected: [{ line: expect.any(Number) }] });
    const signed = withReviews(...quoted.map((line) => `${line} — ${labels[0]}`));
    expect(read(signed).comparisons).toEqual([]);
  },
);

test.each<[number, string]>([
  [2, 'One.'],
  [3, 'One.'],
  [4, 'One.'],
  [5, 'One.'],
  [7, 'One.'],
])('%i texts without names are refused, because reviewers may have judged one tool only', (count, first) => {
  const lines = ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.', 'Seven.'].slice(0, count);
  expect(read(withReviews(...lines.map((text) => `“${text}”`)))).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(new RegExp(`is unclear whether “${first}.*\\.html.*JSON`)) }],
  });
});

test('quoted reviews without names below a decision table are refused, with what to save', () => {
  const counted = page.replace('Reviewer scorecard', () =>
    [...table(comparison).flat(), 'Reviewer scorecard'].join('\n'),
  );
  expect(counted).toContain('2 ship / 1 skip');
  expect(read(counted)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(/decision table.*no reviewers’ names.*\.html/) }],
  });
});
