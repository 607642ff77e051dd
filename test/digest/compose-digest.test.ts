import { expect, test } from 'vitest';
import type { PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { composeDigest, type DigestRequest } from '../../src/digest/compose-digest.ts';
import type { Digest, DigestComparison } from '../../src/digest/digest.ts';
import { aComparison, aJudgedSide, aReview, aSide, DAY, TUESDAY } from '../support/comparisons.ts';

function compose(comparisons: PublishedComparison[], request: Partial<DigestRequest> = {}): Digest {
  return composeDigest({
    slot: '2026-W47',
    comparisons: comparisons.map((comparison) => ({ comparison, featured: false, position: null })),
    edited: { subject: null, preheader: null, intro: null },
    quotationLength: 200,
    ...request,
  });
}

function comparisonsOf({ sections }: Digest): DigestComparison[] {
  return sections.flatMap((section) => section.comparisons);
}

test('a week of one tool against five others introduces it once, and its comparisons stand together', () => {
  const rivals = ['Loom', 'Forge', 'Anvil', 'Lathe', 'Press'];
  const digest = compose([
    aComparison({ tools: ['Quill', 'Inkwell'], publishedAt: TUESDAY - 9 * DAY }),
    ...rivals.map((name, index) =>
      aComparison({ tools: ['Kiln', name], publishedAt: TUESDAY - (8 - index) * DAY }),
    ),
  ]);
  expect(digest.sections.map(({ sharedTool, comparisons }) => [sharedTool, comparisons.length])).toEqual([
    [null, 1],
    ['Kiln', 5],
  ]);
  const kiln = comparisonsOf(digest).flatMap(({ sides }) => sides.filter(({ name }) => name === 'Kiln'));
  expect(kiln.map(({ introduction }) => introduction !== null)).toEqual([true, false, false, false, false]);
  expect(kiln.map(({ quotations }) => quotations.length)).toEqual([2, 0, 0, 0, 0]);
  expect(digest.numbers).toMatchObject({ comparisons: 6, tools: 8 });
});

test('positions count through the whole issue, and one comparison is featured', () => {
  const pairs = [
    ['a', 'b'],
    ['c', 'd'],
    ['a', 'e'],
  ] as const;
  const comparisons = comparisonsOf(compose(pairs.map((tools) => aComparison({ tools }))));
  expect(comparisons.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(comparisons.map(({ slug }) => slug)).toEqual(['a-vs-b', 'a-vs-e', 'c-vs-d']);
  expect(comparisons.filter(({ featured }) => featured)).toHaveLength(1);
});

test('a recurring tool is introduced with the facts of its most recent comparison that states them', () => {
  const older = aSide({
    name: 'Kiln',
    tagline: 'Old words',
    pricing: '5 dollars a month',
    communityShare: 70,
    communityVotes: 10,
  });
  const newer = aSide({ name: 'KILN', tagline: 'New words', communityShare: 0, communityVotes: 0 });
  const digest = compose([
    aComparison({ tools: [newer, 'Loom'], publishedAt: TUESDAY }),
    aComparison({ tools: [older, 'Forge'], publishedAt: TUESDAY - DAY }),
  ]);
  const introductions = comparisonsOf(digest).flatMap(({ sides }) => sides[0].introduction ?? []);
  expect(introductions).toEqual([
    {
      category: null,
      tagline: 'New words',
      community: { share: 70, votes: 10 },
      entry: null,
      pricing: '5 dollars a month',
      bestFor: null,
    },
  ]);
});

test.each([
  [null, 12, { share: null, votes: 12 }],
  [67, null, { share: 67, votes: null }],
  [67, 12, { share: 67, votes: 12 }],
  [0, 12, { share: 0, votes: 12 }],
  [67, 0, null],
  [0, 0, { share: null, votes: 0 }],
  [null, 0, { share: null, votes: 0 }],
  [null, null, null],
])('a community of %j percent of %j votes is shown as %j', (communityShare, communityVotes, community) => {
  const kiln = aSide({ name: 'Kiln', communityShare, communityVotes });
  const [comparison] = comparisonsOf(compose([aComparison({ tools: [kiln, 'Loom'] })]));
  expect(comparison?.sides[0].introduction?.community).toEqual(community);
});

test('a tool is said to have no votes only if its newest comparison says so and no other has one', () => {
  const communityOf = (...votes: (number | null)[]) => {
    const digest = compose(
      votes.map((communityVotes, index) =>
        aComparison({
          tools: [aSide({ name: 'Kiln', communityVotes }), `Rival ${index}`],
          publishedAt: TUESDAY - index * DAY,
        }),
      ),
    );
    return comparisonsOf(digest).flatMap(({ sides }) => sides[0].introduction ?? [])[0]?.community;
  };
  expect(communityOf(0, null)).toEqual({ share: null, votes: 0 });
  expect(communityOf(null, 0)).toBeNull();
  expect(communityOf(0, 12)).toEqual({ share: null, votes: 12 });
  expect(communityOf(null, null)).toBeNull();
});

test('an intro cannot change the text direction around it', () => {
  const digest = composeDigest({
    slot: '2026-W47',
    comparisons: [{ comparison: aComparison({ tools: ['Kiln', 'Loom'] }), featured: false, position: null }],
    edited: { subject: null, preheader: null, intro: 'One\u202e\n\n\u0007two\u2066' },
    quotationLength: 100,
  });
  expect(digest.intro).toBe('One\n\ntwo');
});

test('a reviewer’s verdict is not derived from a share that contradicts the stated verdict', () => {
  const kiln = aSide({ name: 'Kiln', verdict: 'skip', panelShare: 100, reviews: [aReview({ score: 55 })] });
  const [comparison] = comparisonsOf(compose([aComparison({ tools: [kiln, 'Loom'] })]));
  expect(comparison?.reviewers[0]?.cells[0]).toEqual({ score: 55, verdict: null });
  expect(comparison?.sides[0].quotations.map(({ stance }) => stance)).toEqual(['unknown']);
});

test('facts that a source does not state stay unknown', () => {
  const [comparison] = comparisonsOf(
    compose([
      aComparison({
        tools: [aSide({ name: 'Kiln' }), aSide({ name: 'Loom', reviews: [aReview()] })],
        url: null,
      }),
    ]),
  );
  expect(comparison).toMatchObject({
    url: null,
    featured: false,
    reviewers: [{ reviewer: null, cells: [null, { score: null, verdict: null }] }],
    sides: [
      {
        verdict: null,
        panelShare: null,
        panelCount: null,
        quotations: [],
        introduction: { community: null },
      },
      { quotations: [{ stance: 'unknown', reviewer: null }] },
    ],
  });
});

test('reviewers are paired by name, and unnamed ones by their order', () => {
  const kiln = aSide({
    name: 'Kiln',
    reviews: [
      aReview({ reviewer: 'Builder', score: 88 }),
      aReview({ reviewer: 'Founder', verdict: 'ship' }),
      aReview({ score: 40 }),
    ],
  });
  const loom = aSide({
    name: 'Loom',
    reviews: [
      aReview({ reviewer: 'Creator', score: 61 }),
      aReview({ reviewer: 'builder', verdict: 'skip', score: 52 }),
      aReview({ score: 45 }),
      aReview({ score: 44 }),
    ],
  });
  const [comparison] = comparisonsOf(compose([aComparison({ tools: [kiln, loom] })]));
  expect(comparison?.reviewers).toEqual([
    {
      reviewer: 'Builder',
      cells: [
        { score: 88, verdict: null },
        { score: 52, verdict: 'skip' },
      ],
    },
    { reviewer: 'Founder', cells: [{ score: null, verdict: 'ship' }, null] },
    {
      reviewer: null,
      cells: [
        { score: 40, verdict: null },
        { score: 45, verdict: null },
      ],
    },
    { reviewer: 'Creator', cells: [null, { score: 61, verdict: null }] },
    { reviewer: null, cells: [null, { score: 44, verdict: null }] },
  ]);
});

test('an editor’s texts are kept, cleaned, and an intro is never composed', () => {
  const edited = { subject: 'Of bricks', preheader: 'And\u0007 of  pots', intro: ' One.\r\n\r\nTwo.\u0085 ' };
  expect(compose([aComparison({ tools: ['Kiln', 'Loom'] })], { edited })).toMatchObject({
    subject: 'Of bricks',
    preheader: 'And of pots',
    intro: 'One.\n\nTwo.',
  });
  expect(compose([aComparison({ tools: ['Kiln', 'Loom'] })]).intro).toBeNull();
});

test('composing changes none of its arguments, and gives the same result each time', () => {
  const comparisons = [
    aComparison({ tools: ['Kiln', 'Loom'] }),
    aComparison({ tools: [aJudgedSide('Kiln', 1), 'Forge'], publishedAt: TUESDAY }),
  ];
  const before = structuredClone(comparisons);
  expect(compose(comparisons)).toEqual(compose(comparisons));
  expect(comparisons).toEqual(before);
  expect(compose(comparisons.toReversed())).toEqual(compose(comparisons));
});

test('an issue without comparisons can be composed', () => {
  expect(compose([])).toMatchObject({ subject: '0 AI tool comparisons', sections: [] });
});
