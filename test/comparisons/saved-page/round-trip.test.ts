import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Comparison, comparisonSchema } from '../../../src/comparisons/comparison.ts';
import { asPlain, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledHtml, plainHtml } from '../../support/samples/saved-html.ts';
import { labelledPage, type PageStyle, plainPage } from '../../support/samples/saved-pages.ts';

const word = fc.constantFrom(
  ...[
    'Quill',
    'forge',
    'über',
    'naïve',
    '東京',
    'كتاب',
    'שלום',
    '🦊',
    'C++',
    'vs',
    'AI:',
    '&',
    '<b>',
    '3.5',
    'x—y',
    '“so”',
    '"it"',
    '$&',
  ],
);
const phrase = (max: number) =>
  fc.array(word, { minLength: 1, maxLength: max }).map((words) => words.join(' '));
const sentence = phrase(12).map((words) => `Says ${words} here.`);
const text = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n\n'));
const name = (mark: string) => phrase(4).map((words) => `${mark} ${words}`);
const percent = fc.integer({ min: 0, max: 100 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });

const vote = fc.oneof(
  fc.constant({ communityShare: null, communityVotes: 0 }),
  fc.record({
    communityShare: percent,
    communityVotes: fc.option(fc.integer({ min: 1, max: 1_000_000_000 })),
  }),
  fc.record({ communityShare: fc.constant(null), communityVotes: fc.integer({ min: 1, max: 99_999 }) }),
);
const reviewCount = fc.integer({ min: 1, max: 6 });
const review = fc.record({ score: maybe(percent), verdict: maybe(fc.constantFrom('ship', 'skip')), text });
const PANEL = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Staff Engineer', '編集者'];

/** What a page may state about these reviews; a reviewer without a verdict counts as ship. */
function panelOf(all: { verdict: string | null }[], states: { share: boolean; counts: boolean }) {
  const skipCount = all.filter(({ verdict }) => verdict === 'skip').length;
  const shipCount = all.length - skipCount;
  const panelShare = states.share ? Math.round((100 * shipCount) / all.length) : null;
  return { panelShare, ...(states.counts ? { shipCount, skipCount } : {}) };
}

const side = (mark: string, reviews: number) =>
  fc
    .record({
      name: name(mark),
      category: phrase(3).map((words) => `Category ${words}`),
      tagline: maybe(phrase(8).map((words) => `To ${words}`)),
      description: maybe(text),
      verdict: maybe(fc.constantFrom('ship', 'skip', 'split')),
      states: fc.record({ share: fc.boolean(), counts: fc.boolean() }),
      vote,
      entry: maybe(fc.constantFrom('Free', 'Paid', 'Freemium', 'Community')),
      pricing: maybe(phrase(6).map((words) => `From ${words}`)),
      bestFor: maybe(phrase(6).map((words) => `For ${words}`)),
      reviews: fc.array(review, { minLength: reviews, maxLength: reviews }),
    })
    .map(({ states, vote: votes, reviews: all, ...rest }) => ({
      ...{ ...rest, ...panelOf(all, states), ...votes },
      reviews: all.map((one, index) => ({ reviewer: PANEL[index], ...one })),
    }));

/** A second paragraph of the last review could also be a line below it, and such a page is refused. */
function withOneParagraphLast<T extends { reviews: { text: string }[] }>([one, other]: [T, T]): [T, T] {
  const reviews = other.reviews.map((review, index) =>
    index === other.reviews.length - 1 ? { ...review, text: review.text.replace(/\n\n.*/s, '') } : review,
  );
  return [one, { ...other, reviews }];
}

const comparison = reviewCount
  .chain((reviews) => fc.tuple(side('A', reviews), side('B', reviews)))
  .map((tools) => comparisonSchema.parse({ tools: withOneParagraphLast(tools) }));

const style = fc.record<PageStyle>({
  blanks: fc.constantFrom('as shown', 'none', 'everywhere'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  missing: fc.constantFrom('—', 'N/A', ''),
  percentSign: fc.constantFrom('%', ''),
  quotes: fc.constantFrom<readonly [string, string]>(['“', '”'], ['"', '"'], ['«', '»']),
  initials: fc.constantFrom<readonly [string, string]>(['A', 'B'], ['AQ', '🦊'], ['', ''], ['👩‍🚀', 'B vs']),
});

/**
 * What a plain page shows. With fewer than three reviewers, one of the panel is missing. With four or more, only
 * figures show that all of them judged both tools: both shares,
 * or one that no other number of reviewers can have.
 */
function plainly(whole: Comparison) {
  const [one, other] = whole.tools.map(({ panelShare }) => panelShare);
  const told = { comparisons: [asPlain(whole)], rejected: [] };
  const { length } = whole.tools[0].reviews;
  const refused = [{ message: expect.stringContaining('It is unclear') }];
  const isRefused = { comparisons: [], rejected: refused.map((one) => expect.objectContaining(one)) };
  if (length < 3) return isRefused;
  if (length === 3 || (one !== null && other !== null)) return told;
  const share = one ?? other;
  const sizes = [3, 4, 5, 6, 7, 8, 9].filter((of) =>
    Array.from({ length: of + 1 }, (_, ship) => ship).some(
      (ship) => Math.abs((100 * ship) / of - (share ?? 0)) < 1,
    ),
  );
  const most = 2 * whole.tools[0].reviews.length - 3;
  const isCertain = share != null && sizes.filter((of) => of <= most).length === 1;
  return isCertain ? told : isRefused;
}

const read = (content: string, file = 'page.txt') => readFrom({ name: file, content });

test('any comparison survives being written as a labelled page and read', () => {
  fc.assert(
    fc.property(comparison, style, (whole, how) => {
      expect(read(labelledPage(whole, how))).toEqual({ comparisons: [whole], rejected: [] });
    }),
    { numRuns: 300 },
  );
});

test('any comparison survives being written as a plain page and read, as far as that shows it', () => {
  fc.assert(
    fc.property(comparison, style, (whole, how) => {
      const page = plainPage(whole, { ...how, initials: ['', ''] });
      expect(read(page)).toEqual(plainly(whole));
    }),
    { numRuns: 300 },
  );
});

test('any comparison survives being written as either page in HTML and read', () => {
  fc.assert(
    fc.property(comparison, (whole) => {
      expect(read(labelledHtml(whole), 'page.html')).toEqual({ comparisons: [whole], rejected: [] });
      expect(read(plainHtml(whole), 'page.html')).toEqual(plainly(whole));
    }),
    { numRuns: 300 },
  );
});
