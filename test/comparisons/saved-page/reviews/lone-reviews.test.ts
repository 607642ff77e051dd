import { expect, test } from 'vitest';
import {
  type Comparison,
  comparisonSchema,
  type ReviewVerdict,
} from '../../../../src/comparisons/comparison.ts';
import { readFrom } from '../../../support/samples/invented-comparison.ts';
import { labelledHtml } from '../../../support/samples/saved-html.ts';
import { labelledPage, plainPage } from '../../../support/samples/saved-pages.ts';

type Verdicts = Record<string, ReviewVerdict>;

function side(name: string, verdicts: Verdicts) {
  const reviews = Object.entries(verdicts).map(([reviewer, verdict]) => ({
    ...{ reviewer, verdict, score: verdict === 'ship' ? 80 : 30 },
    text: `${reviewer} tried ${name} for a week.`,
  }));
  const shipCount = reviews.filter(({ verdict }) => verdict === 'ship').length;
  const panelShare = Math.round((100 * shipCount) / reviews.length);
  return {
    name,
    category: 'Data',
    communityVotes: 0,
    panelShare,
    shipCount,
    skipCount: reviews.length - shipCount,
    reviews,
  };
}

const comparison = (one: Verdicts, other: Verdicts): Comparison =>
  comparisonSchema.parse({ tools: [side('Tern', one), side('Petrel', other)] });
const read = (content: string) => readFrom({ name: 'page', content });
const forms = (whole: Comparison) => [
  labelledPage(whole),
  labelledPage(whole, { blanks: 'none' }),
  labelledPage(whole, { blanks: 'everywhere' }),
  labelledHtml(whole),
];

test('two reviewers who each judged one tool appear under those tools', () => {
  for (const whole of [
    comparison({ Builder: 'ship', Founder: 'ship' }, { Builder: 'skip', Creator: 'skip' }),
    comparison({ Builder: 'ship', Creator: 'ship' }, { Founder: 'skip', Builder: 'skip' }),
    comparison({ Skeptic: 'skip' }, { Builder: 'ship', Futurist: 'ship', Skeptic: 'skip' }),
    comparison({ Builder: 'ship', Skeptic: 'skip', Founder: 'ship' }, { Builder: 'ship', Skeptic: 'ship' }),
  ]) {
    for (const page of forms(whole)) {
      const [found] = read(page).comparisons;
      const by = (of: Comparison | undefined) =>
        of?.tools.map(({ reviews }) => reviews.map(({ reviewer }) => reviewer).sort());
      expect(by(found)).toEqual(by(whole));
    }
  }
});

test('if a lone review fits either tool, its reviewer is named and nothing is imported', () => {
  const whole = comparison({ Builder: 'ship', Founder: 'ship' }, { Builder: 'ship', Creator: 'ship' });
  for (const page of forms(whole)) {
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [
        { message: expect.stringMatching(/reviews by Founder and Creator.*“Tern” or “Petrel”.*JSON/) },
      ],
    });
  }
});

test('a page without figures does not show whose a lone review is, whatever the review mentions', () => {
  const whole = comparison({ Builder: 'ship', Founder: 'ship' }, { Builder: 'skip' });
  const silent = comparisonSchema.parse({
    ...whole,
    tools: whole.tools.map((tool) => ({ ...tool, panelShare: null, shipCount: null, skipCount: null })),
  });
  for (const page of [labelledPage(silent), labelledHtml(silent)]) {
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [{ message: expect.stringContaining('review by Founder') }],
    });
  }
});

test.each([
  ['2 ship / 1 skip', '“Tern” has 2 reviews (1 ship, 1 skip), but the page states 2 ship / 1 skip, 50%'],
  ['2 ship / 0 skip', '“Tern” has 2 reviews (1 ship, 1 skip), but the page states 2 ship / 0 skip, 50%'],
  ['0 ship / 2 skip', '“Tern” has 2 reviews (1 ship, 1 skip), but the page states 0 ship / 2 skip, 50%'],
])('a page whose reviews do not match its stated panel is refused: %s', (counts, message) => {
  const whole = comparison({ Builder: 'ship', Skeptic: 'skip' }, { Builder: 'skip', Skeptic: 'skip' });
  for (const page of [labelledPage(whole), labelledHtml(whole)]) {
    expect(read(page).comparisons).toEqual([whole]);
    const { comparisons, rejected } = read(page.replace('1 ship / 1 skip', counts));
    expect(comparisons).toEqual([]);
    expect(rejected).toMatchObject([{ message: expect.stringContaining(message) }]);
  }
});

test('a share that the reviews cannot produce is refused, on a plain page too', () => {
  const whole = comparison({ Builder: 'ship', Skeptic: 'skip' }, { Builder: 'skip', Skeptic: 'skip' });
  for (const page of [labelledPage(whole), plainPage(whole), labelledHtml(whole)]) {
    expect(read(page.replaceAll('50%', '75%'))).toMatchObject({
      comparisons: [],
      rejected: [{ message: expect.stringMatching(/75%/) }],
    });
  }
});

test('a plain page is refused if somebody judged one tool only, whatever its shares allow', () => {
  const three: Verdicts = { Builder: 'ship', Skeptic: 'ship', Futurist: 'skip' };
  const { Skeptic: _, ...two } = three;
  for (const whole of [
    comparison({ ...three, Founder: 'ship' }, three),
    comparison({ ...three, Founder: 'ship', Creator: 'ship' }, three),
    comparison(three, two),
    comparison({ Builder: 'ship' }, { Builder: 'skip', Skeptic: 'skip' }),
    comparison({ Builder: 'ship', Skeptic: 'skip' }, { Skeptic: 'skip', Futurist: 'skip' }),
    comparison({ Builder: 'ship' }, { Skeptic: 'skip' }),
  ])
    expect(read(plainPage(whole))).toMatchObject({
      comparisons: [],
      rejected: [
        { message: expect.stringMatching(/is unclear whether “Builder tried.*“Tern” or “Petrel”.*\.html/) },
      ],
    });
});

const SEATS: Verdicts = { Builder: 'ship', Skeptic: 'ship', Futurist: 'skip' };
const withoutShares = (page: string) => page.replace(/\d+%(?=\nPanel ship)/g, '—');

test.each<[string, Verdicts, Verdicts]>([
  ['both of the first tool', { ...SEATS, Founder: 'ship', Creator: 'ship' }, SEATS],
  ['both of the second tool', SEATS, { ...SEATS, Founder: 'skip', Creator: 'skip' }],
  ['one of each tool', { ...SEATS, Founder: 'ship' }, { ...SEATS, Creator: 'skip' }],
  ['one who judged both', { ...SEATS, Founder: 'ship' }, { ...SEATS, Founder: 'skip' }],
])('without its shares, a plain page does not show whose the last two reviews are: %s', (_, one, other) => {
  const page = plainPage(comparison(one, other));
  const [text] = /“Founder tried[^”]*”/.exec(page) ?? [''];
  expect(read(withoutShares(page))).toMatchObject({
    comparisons: [],
    rejected: [
      { line: expect.any(Number), message: expect.stringContaining(`It is unclear whether ${text}`) },
    ],
  });
});

test('a single share that only four reviewers can have is enough to assign the last pair of a plain page', () => {
  const whole = comparison({ ...SEATS, Founder: 'ship' }, { ...SEATS, Founder: 'skip' });
  const page = plainPage(whole).replace(/50%(?=\nPanel ship)/, '—');
  expect(page).toContain('75%');
  expect(read(page).comparisons[0]?.tools.map(({ reviews }) => reviews.length)).toEqual([4, 4]);
});

test('a plain page of the three seats needs no share, even if a place is kept empty', () => {
  const texts = (page: string) => read(page).comparisons[0]?.tools.map(({ reviews }) => reviews.length);
  expect(texts(withoutShares(plainPage(comparison(SEATS, SEATS))))).toEqual([3, 3]);
  const whole = comparison({ ...SEATS, Founder: 'ship', Creator: 'ship' }, SEATS);
  expect(texts(withoutShares(plainPage(whole, { absent: 'No review' })))).toEqual([5, 3]);
});
