import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison, ComparisonSide, Review } from '../../src/comparisons/comparison.ts';
import { mergeComparison } from '../../src/comparisons/merging/merge-comparison.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../support/comparisons.ts';
import { asPlain, inventedComparison } from '../support/samples/invented-comparison.ts';

function merge(known: Comparison, incoming: Comparison) {
  const result = mergeComparison(known, incoming);
  if ('refused' in result) throw new Error(result.refused);
  return result;
}
const mergeSides = (known: ComparisonSide, incoming: ComparisonSide) => {
  const { merged, kept } = merge(
    aComparison({ slug: 'x', tools: [known, 'Other'] }),
    aComparison({ slug: 'x', tools: [incoming, 'Other'] }),
  );
  return { side: merged.tools[0], kept };
};
const refusal = (known: ComparisonSide, incoming: ComparisonSide) => {
  const result = mergeComparison(
    aComparison({ slug: 'x', tools: [known, 'Other'] }),
    aComparison({ slug: 'x', tools: [incoming, 'Other'] }),
  );
  return 'refused' in result ? result.refused : null;
};

describe('a less complete copy removes nothing:', () => {
  test('a plain page of a comparison known from a labelled one changes nothing, and says what was kept', () => {
    const known = inventedComparison();
    const { merged, kept } = merge(known, asPlain(known));
    expect(merged).toEqual(known);
    expect(kept[0]).toMatch(
      /^Quillforge.*: verdict, ship count, skip count, pricing, best for, parts of the reviews by Builder, Skeptic, Futurist$/,
    );
  });

  test('a labelled page adds to a comparison known from a plain one, and keeps nothing else', () => {
    const known = inventedComparison();
    expect(merge(asPlain(known), known)).toEqual({ merged: known, kept: [], dropped: [] });
  });

  test('a copy without reviews keeps the known ones', () => {
    const { side, kept } = mergeSides(aJudgedSide('Kiln', 3), { ...aJudgedSide('Kiln', 3), reviews: [] });
    expect(side.reviews).toHaveLength(4);
    expect(kept).toEqual(['Kiln: reviews by Builder, Skeptic, Futurist, Founder']);
  });

  test('a known review or tagline is kept if the copy is cut off at an ellipsis', () => {
    const known = { ...aJudgedSide('Kiln', 3), tagline: 'Bricks from a prompt, fired by night' };
    const reviews = known.reviews.map((review) => ({ ...review, text: `${review.text.slice(0, 40)}…` }));
    const { side } = mergeSides(known, { ...known, tagline: 'Bricks from a prompt…', reviews });
    expect(side).toEqual(known);
  });

  test('a review is recognised despite other quotation marks, and keeps its reviewer', () => {
    const known = aSide({
      name: 'Kiln',
      reviews: [aReview({ reviewer: 'Founder', score: 80, text: 'It’s “fine” – so far.' })],
    });
    const copy = aSide({
      name: 'Kiln',
      reviews: [aReview({ reviewer: 'Builder', text: 'It\'s "fine" - so far.' })],
    });
    expect(mergeSides(known, copy).side.reviews).toMatchObject([{ reviewer: 'Founder', score: 80 }]);
  });

  const LONG =
    'The kiln bakes the bricks of a house in half a day. It’s “fine” – so far.\n\nThe door is the café’s.';
  const reviewed = (text: string, given: Partial<Review> = {}) =>
    aSide({
      name: 'Kiln',
      reviews: [aReview({ reviewer: 'Builder', score: 80, verdict: 'ship', text, ...given })],
    });

  test.each<[string, string]>([
    ['in the middle of a word, without a mark', LONG.slice(0, 47)],
    ['after its first sentence', LONG.slice(0, 51)],
    ['after three words', 'The kiln bakes'],
    ['after its first paragraph', LONG.split('\n')[0] ?? ''],
    ['at an ellipsis', `${LONG.slice(0, 47)}…`],
    ['at three dots', `${LONG.slice(0, 47)}...`],
    ['at dots with spaces', `${LONG.slice(0, 47)} . . .`],
    ['at an ellipsis in brackets', `${LONG.slice(0, 47)} […]`],
    ['at a link', `${LONG.slice(0, 47)}… Read more`],
    ['at "(more)"', `${LONG.slice(0, 47)} (more)`],
    ['at a link without an ellipsis', `${LONG.slice(0, 47)} Show more`],
    ['in its middle, at an ellipsis', 'The kiln bakes the bricks […] The door is the café’s.'],
    ['in two places, at ellipses', 'The kiln bakes… in half a day. … is the café’s.'],
    [
      'at its beginning, at an ellipsis',
      '…bricks of a house in half a day. It’s “fine” – so far. The door is the café’s.',
    ],
    [
      'after its first sentence, with plain marks',
      'The kiln bakes the bricks of a house in half a day. It\'s "fine" - so far.',
    ],
    ['nowhere, but it has lost its paragraphs', LONG.replace('\n\n', ' ')],
    [
      'nowhere, but it has plain marks',
      LONG.replace('’', "'").replace('“', '"').replace('”', '"').replace('–', '-'),
    ],
    ['nowhere, but it has lost its accents', LONG.replace('é', 'e')],
    ['nowhere, but it has lost its last full stop', LONG.slice(0, -1)],
    ['nowhere, but a wrong encoding has spoilt it', LONG.replace('é', '\ufffd').replace('’', '\ufffd\ufffd')],
  ])('a known review is kept if the copy was cut %s', (_, text) => {
    expect(mergeSides(reviewed(LONG), reviewed(text)).side).toEqual(reviewed(LONG));
    const bare = reviewed(text, { reviewer: null, score: null, verdict: null });
    const { side, kept } = mergeSides(reviewed(LONG), bare);
    expect(side).toEqual(reviewed(LONG));
    expect(kept).toEqual(['Kiln: parts of the reviews by Builder']);
  });

  test('the import says which reviews were kept', () => {
    expect(mergeSides(reviewed(LONG), reviewed(LONG.slice(0, 47))).kept).toEqual([
      'Kiln: parts of the reviews by Builder',
    ]);
  });

  test.each(['description', 'tagline', 'pricing', 'bestFor'] as const)(
    'a cut %s keeps what is known',
    (field) => {
      const whole = 'Free for “one” kiln; then $9.50 a month for each further kiln';
      for (const copy of [
        'Free for “one” kiln',
        'Free',
        'Free…',
        'Free for “one” kiln; then $9',
        'Free for “one” kiln; then $9.50 a mon',
        'Free for "one" kiln; then $9.50 a month for each further kiln',
        'Free … for each further kiln',
      ]) {
        const { side, kept } = mergeSides(
          aSide({ name: 'Kiln', [field]: whole }),
          aSide({ name: 'Kiln', [field]: copy }),
        );
        expect(side[field]).toBe(whole);
        expect(kept).toHaveLength(1);
      }
    },
  );

  test('half a vote does not mix with another vote: the newer one replaces it', () => {
    const known = aSide({ name: 'Kiln', communityShare: 67, communityVotes: 12 });
    const voteOf = (given: Partial<ComparisonSide>) => {
      const { communityShare, communityVotes } = mergeSides(known, aSide({ name: 'Kiln', ...given })).side;
      return [communityShare, communityVotes];
    };
    expect(voteOf({})).toEqual([67, 12]);
    expect(voteOf({ communityVotes: 12 })).toEqual([67, 12]);
    expect(voteOf({ communityShare: 67 })).toEqual([67, 12]);
    expect(voteOf({ communityVotes: 31 })).toEqual([null, 31]);
    expect(voteOf({ communityShare: 70 })).toEqual([70, null]);
    expect(voteOf({ communityShare: 70, communityVotes: 31 })).toEqual([70, 31]);
    expect(voteOf({ communityVotes: 0 })).toEqual([null, 0]);
  });

  test('a panel known to be without reviewers is dropped if the copy has its verdict', () => {
    const known = aSide({ name: 'Kiln', shipCount: 0, skipCount: 0 });
    for (const incoming of [
      aSide({ name: 'Kiln', verdict: 'ship', panelShare: 75 }),
      aSide({ name: 'Kiln', reviews: [aReview({ verdict: 'skip' })] }),
    ])
      expect(mergeSides(known, incoming).side).toEqual(incoming);
    expect(mergeSides(known, aSide({ name: 'Kiln' })).side).toEqual(known);
  });

  test('a tool is recognised by its name, whichever side it is on', () => {
    const known = aComparison({ slug: 'x', tools: [aJudgedSide('Kiln', 3), aJudgedSide('Loom', 1)] });
    const incoming = aComparison({ slug: 'x', tools: [aSide({ name: 'LOOM' }), aSide({ name: 'Kiln' })] });
    const { merged } = merge(known, incoming);
    expect(merged.tools.map(({ name, shipCount }) => [name, shipCount])).toEqual([
      ['LOOM', 1],
      ['Kiln', 3],
    ]);
  });

  test('facts about one tool never move to the other', () => {
    const known = aComparison({ slug: 'x', tools: ['Kiln', 'Loom'] });
    const incoming = aComparison({ slug: 'x', tools: ['Kiln', aSide({ name: 'Forge' })] });
    expect(merge(known, incoming).merged.tools[1]).toEqual(aSide({ name: 'Forge' }));
  });
});

describe('a newer copy replaces what it says:', () => {
  const TEXT = 'The kiln bakes the bricks of a house in half a day.';
  const reviewed = (text: string) =>
    aSide({ name: 'Kiln', reviews: [aReview({ reviewer: 'Builder', text })] });

  test.each([
    ['more', TEXT, `${TEXT} The door is new.`],
    ['the rest of a text that was cut', `${TEXT.slice(0, 30)}…`, TEXT],
    ['something else', TEXT, 'The kiln cools.'],
    ['a figure that is corrected', TEXT, TEXT.replace('half a day', 'two days')],
    ['a word less in the middle', TEXT, TEXT.replace('of a house ', '')],
    ['paragraphs', `${TEXT} ${TEXT}`, `${TEXT}\n\n${TEXT}`],
    ['typographic marks', 'It\'s a "kiln" - so far.', 'It’s a “kiln” – so far.'],
    ['other quotation marks', 'It is a “kiln”.', 'It is a «kiln».'],
    ['accents', 'It is a cafe.', 'It is a café.'],
    ['one exclamation mark instead of two', 'It bakes!!', 'It bakes!'],
    ['its last full stop', 'It bakes', 'It bakes.'],
  ])('a newer copy replaces a review that now says %s', (_, before, now) => {
    expect(mergeSides(reviewed(before), reviewed(now))).toEqual({ side: reviewed(now), kept: [] });
  });

  test.each([
    ['entry', 'Free trial', 'Free'],
    ['category', 'Data & Kilns', 'Data'],
    ['pricing', '$90 a month', '$9'],
    ['pricing', '$9.50 a month', '$9'],
    ['pricing', 'Freemium', 'Free'],
    ['pricing', '$9 a month', '$12 a month'],
    ['tagline', 'Bricks by night', 'Bricks by day'],
  ] as const)('a newer copy replaces a value, such as the %s %j by %j', (field, before, now) => {
    const side = (value: string) => aSide({ name: 'Kiln', [field]: value });
    expect(mergeSides(side(before), side(now))).toEqual({ side: side(now), kept: [] });
  });

  test('a share in a newer copy means that there are votes now, and never belongs to zero votes', () => {
    const none = aSide({ name: 'Kiln', communityVotes: 0 });
    const { side } = mergeSides(none, aSide({ name: 'Kiln', communityShare: 67 }));
    expect([side.communityShare, side.communityVotes]).toEqual([67, null]);
  });

  test('two reviewers whose texts begin alike stay two reviewers', () => {
    const known = aSide({
      name: 'Kiln',
      reviews: [
        aReview({ reviewer: 'Builder', text: 'It bakes. Ship it.' }),
        aReview({ reviewer: 'Skeptic', text: 'No.' }),
      ],
    });
    const newer = aSide({ name: 'Kiln', reviews: [aReview({ reviewer: 'Skeptic', text: 'It bakes.' })] });
    expect(mergeSides(known, newer).side.reviews).toEqual([known.reviews[0], newer.reviews[0]]);
  });

  test('a newer copy replaces a review by its reviewer, and known facts fill its gaps', () => {
    const known = aSide({
      name: 'Kiln',
      reviews: [aReview({ reviewer: 'Builder', score: 80, verdict: 'ship' })],
    });
    const incoming = aSide({
      name: 'Kiln',
      reviews: [aReview({ reviewer: 'Builder', score: 84, text: 'Better.' })],
    });
    expect(mergeSides(known, incoming).side.reviews).toEqual([
      { reviewer: 'Builder', score: 84, verdict: 'ship', text: 'Better.' },
    ]);
  });

  test('a newer copy corrects a reviewer’s name if it knows as much', () => {
    const known = aSide({ name: 'Kiln', reviews: [aReview({ reviewer: 'Builder', score: 80 })] });
    const incoming = aSide({ name: 'Kiln', reviews: [aReview({ reviewer: 'Founder', score: 80 })] });
    expect(mergeSides(known, incoming).side.reviews).toEqual(incoming.reviews);
  });

  test('a newer copy replaces a whole panel, even with fewer reviewers', () => {
    const { side } = mergeSides(aJudgedSide('Kiln', 3), aJudgedSide('Kiln', 3, 3));
    expect(side).toEqual(aJudgedSide('Kiln', 3, 3));
  });
});

describe('a copy that contradicts what would stay is refused', () => {
  test('a copy with a new share is refused if the known reviews say the old one', () => {
    expect(refusal(aJudgedSide('Kiln', 3), aSide({ name: 'Kiln', panelShare: 25 }))).toMatch(
      /an earlier import said.* Kiln: panelShare is 25, but 3 ship and 1 skip.* State all that the panel of Kiln says/s,
    );
  });

  test('a copy that changes only the verdict is refused', () => {
    expect(refusal(aJudgedSide('Kiln', 3), aSide({ name: 'Kiln', verdict: 'skip' }))).toMatch(
      /is skip, but 75%/,
    );
  });

  test('a copy that only repeats a known contradiction is accepted', () => {
    const known = aSide({ name: 'Kiln', verdict: 'ship', panelShare: 25 });
    expect(refusal(known, aSide({ name: 'Kiln', verdict: 'ship', tagline: 'New' }))).toBeNull();
  });
});

const review = fc.record({
  reviewer: fc.option(fc.constantFrom('Builder', 'Skeptic', 'Founder')),
  score: fc.option(fc.integer({ min: 0, max: 100 })),
  verdict: fc.option(fc.constantFrom('ship' as const, 'skip' as const)),
  text: fc.constantFrom('It works.', 'It does not.', 'It may yet.', 'Who knows?'),
});
const side = fc
  .record({
    tagline: fc.option(fc.constantFrom('One', 'Two')),
    pricing: fc.option(fc.constantFrom('Free', 'Paid')),
    communityShare: fc.option(fc.integer({ min: 0, max: 100 })),
    communityVotes: fc.option(fc.nat(50)),
    reviews: fc
      .uniqueArray(review, { maxLength: 4, selector: ({ text }) => text })
      .map((all) =>
        all.filter(
          ({ reviewer }, at) =>
            reviewer === null || all.findIndex((other) => other.reviewer === reviewer) === at,
        ),
      ),
  })
  .map((given) => aSide({ name: 'Kiln', ...given }));
const blank = (given: ComparisonSide, keepReviews: boolean[]): ComparisonSide => ({
  ...given,
  ...{ tagline: null, pricing: null, communityShare: null, communityVotes: null },
  reviews: given.reviews
    .filter((_, index) => keepReviews[index])
    .map((one: Review) => ({ ...one, score: null })),
});

test('whatever is known, a copy with gaps changes nothing, and a newer copy changes nothing the second time', () => {
  fc.assert(
    fc.property(side, side, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (known, newer, mask) => {
      expect(mergeSides(known, blank(known, mask)).side.tagline).toBe(known.tagline);
      const poorer = mergeSides(known, blank(known, mask)).side;
      expect(poorer.reviews.length).toBeGreaterThanOrEqual(known.reviews.length);
      expect(poorer.reviews.filter(({ score }) => score !== null)).toHaveLength(
        known.reviews.filter(({ score }) => score !== null).length,
      );
      if (refusal(known, newer) !== null) return;
      const once = mergeSides(known, newer).side;
      expect(mergeSides(once, newer).side).toEqual(once);
    }),
    { numRuns: 500 },
  );
});
