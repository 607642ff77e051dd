import { describe, expect, test } from 'vitest';
import WeeklyIssue from '../../emails/weekly-issue.tsx';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import type { Digest, DigestComparison } from '../../src/digest/digest.ts';
import { DIGEST_LIMITS } from '../../src/digest/digest-limits.ts';
import { lineText } from '../../src/digest/line.ts';
import type { IssueItem } from '../../src/digest/order-items.ts';
import { renderArticle } from '../../src/render/article/render-article.tsx';
import { weeklyIssueText } from '../../src/render/plain-text.ts';
import { renderedIssue } from '../emails/parsed-mail.ts';
import { aComparison, aJudgedSide, aReview, aSide, DAY, TUESDAY } from '../support/comparisons.ts';
import { aWeek } from '../support/samples/digests.ts';

function comparisonsOf({ sections }: Digest): DigestComparison[] {
  return sections.flatMap((section) => section.comparisons);
}

/** The first comparison of a tool with this one. */
const comparedWith = (kiln: ReturnType<typeof aSide>, loom: string | ReturnType<typeof aSide> = 'Loom') => {
  const [comparison] = comparisonsOf(aWeek([aComparison({ tools: [kiln, loom] })]));
  const side = comparison?.sides.find(({ name }) => name === kiln.name);
  if (comparison === undefined || side === undefined) throw new Error('It is compared.');
  return { comparison, side };
};

test('a week of one tool against five others describes it once, and its comparisons stand together', () => {
  const rivals = ['Loom', 'Forge', 'Anvil', 'Lathe', 'Press'];
  const digest = aWeek([
    aComparison({ tools: ['Quill', 'Inkwell'], publishedAt: TUESDAY - 9 * DAY }),
    ...rivals.map((name, index) =>
      aComparison({ tools: ['Kiln', name], publishedAt: TUESDAY - (8 - index) * DAY }),
    ),
  ]);
  const sections = digest.sections.map(({ shared, comparisons }) => [shared?.side.name, comparisons.length]);
  expect(sections).toEqual([
    [undefined, 1],
    ['Kiln', 5],
  ]);
  const shared = digest.sections[1]?.shared;
  expect(shared?.side.facts.price).not.toBeNull();
  expect(shared?.side.scores).toHaveLength(4);
  expect(shared?.voices).toHaveLength(2);
  for (const { sides, title } of digest.sections[1]?.comparisons ?? []) {
    expect(sides[0]).toMatchObject({ name: 'Kiln', scores: [], facts: { price: null, bestFor: null } });
    expect(lineText(title)).toBe(sides[1].name);
  }
});

describe('the rivals of a tool', () => {
  const SHIPS: Record<string, number | null> = { Loom: 1, Forge: 4, Anvil: null, Lathe: 2, Press: 2 };
  const items = (given: Record<string, Partial<IssueItem>> = {}): IssueItem[] =>
    Object.entries(SHIPS).map(([name, ships], index) => ({
      comparison: aComparison({
        tools: [aJudgedSide('Kiln', 3), ships === null ? aSide({ name }) : aJudgedSide(name, ships)],
        publishedAt: TUESDAY - (9 - index) * DAY,
      }),
      featured: false,
      position: null,
      ...given[name],
    }));
  const digestOf = (comparisons: IssueItem[]) =>
    composeDigest({
      slot: '2026-W47',
      date: '17 November 2026',
      comparisons,
      edited: {},
      limits: DIGEST_LIMITS[0],
    });
  const rivalsIn = (digest: Digest) => comparisonsOf(digest).map(({ sides }) => sides[1].name);

  test('stand with the highest share first, unknown ones last, and as they were published where shares are alike', () => {
    expect(rivalsIn(digestOf(items()))).toEqual(['Forge', 'Lathe', 'Press', 'Loom', 'Anvil']);
  });

  test('stand as an editor placed them, with the others behind', () => {
    const placed = items({ Anvil: { position: 1 }, Loom: { position: 2 } });
    expect(rivalsIn(digestOf(placed))).toEqual(['Anvil', 'Loom', 'Forge', 'Lathe', 'Press']);
    const featured = items({ Press: { featured: true } });
    expect(rivalsIn(digestOf(featured))).toEqual(['Press', 'Forge', 'Lathe', 'Loom', 'Anvil']);
  });

  test('have the same order in the email, its text and on the web', async () => {
    const comparisons = items();
    const digest = digestOf(comparisons);
    const { html } = await renderedIssue(digest);
    const text = weeklyIssueText({ ...WeeklyIssue.PreviewProps, digest });
    const article = renderArticle({ digest, comparisons: comparisons.map(({ comparison }) => comparison) });
    const order = rivalsIn(digest);
    for (const page of [text, html, article]) {
      const rows = page.slice(page.search(/the answers/i));
      const places = order.map((rival) => rows.indexOf(rival));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }
  });

  test('are judged beside the tool as its fullest source has it', () => {
    const [one, ...more] = items();
    if (one === undefined) throw new Error('There are five.');
    const silent = {
      ...one,
      comparison: aComparison({ tools: [aSide({ name: 'Kiln' }), aJudgedSide('Loom', 1)] }),
    };
    const lone = {
      ...one,
      comparison: aComparison({ tools: [aJudgedSide('Quill', 4), aJudgedSide('Ink', 0)] }),
    };
    const digest = digestOf([silent, ...more, lone]);
    const words = [
      digest.subject,
      digest.preheader,
      ...comparisonsOf(digest).map(({ answer }) => lineText(answer)),
    ];
    expect(words.join('\n')).not.toContain('no verdict on Kiln');
  });
});

test('a tool whose panel differs from one comparison to the next is described in each', () => {
  const digest = aWeek([
    aComparison({ tools: [aJudgedSide('Kiln', 3), 'Loom'] }),
    aComparison({ tools: [aJudgedSide('Kiln', 1), 'Forge'] }),
  ]);
  expect(digest.sections.map(({ shared }) => shared)).toEqual([null]);
  const shares = comparisonsOf(digest).flatMap(({ sides }) => sides.filter(({ name }) => name === 'Kiln'));
  expect(shares.map(({ panelShare }) => panelShare).sort()).toEqual([25, 75]);
});

test('a category, a score and a fact of a tool stand in an issue once', () => {
  const digest = aWeek([
    aComparison({ tools: [aJudgedSide('Kiln', 3), 'Loom'] }),
    aComparison({ tools: [aJudgedSide('Kiln', 1), 'Forge'] }),
  ]);
  const kilns = comparisonsOf(digest).flatMap(({ sides }) => sides.filter(({ name }) => name === 'Kiln'));
  expect(kilns.map(({ facts }) => facts.price !== null)).toEqual([true, false]);
});

test('positions count through the whole issue, and one comparison is featured', () => {
  const pairs = [
    ['a', 'b'],
    ['c', 'd'],
    ['a', 'e'],
  ] as const;
  const comparisons = comparisonsOf(aWeek(pairs.map((tools) => aComparison({ tools }))));
  expect(comparisons.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(comparisons.map(({ slug }) => slug)).toEqual(['a-vs-b', 'a-vs-e', 'c-vs-d']);
  expect(comparisons.filter(({ featured }) => featured)).toHaveLength(1);
});

test('a recurring tool is described with the facts of its most recent comparison that states them', () => {
  const given = {
    tagline: 'Old words',
    pricing: '5 dollars a month',
    communityShare: 70,
    communityVotes: 10,
  };
  const older = aSide({ name: 'Kiln', ...given });
  const newer = aSide({ name: 'KILN', tagline: 'New words', communityShare: 0, communityVotes: 0 });
  const digest = aWeek([
    aComparison({ tools: [newer, 'Loom'], publishedAt: TUESDAY }),
    aComparison({ tools: [older, 'Forge'], publishedAt: TUESDAY - DAY }),
  ]);
  expect(digest.sections[0]?.shared?.side.facts).toEqual({
    tagline: 'New words',
    price: '5 dollars a month',
    bestFor: null,
    community: { share: 70, votes: 10 },
  });
});

test.each([
  ['Free up to nine', 'Freemium', 'Free up to nine'],
  [null, 'Freemium', 'Freemium'],
  [null, null, null],
])('a price of %j and an entry of %j are shown as %j', (pricing, entry, price) => {
  expect(comparedWith(aSide({ name: 'Kiln', pricing, entry })).side.facts.price).toBe(price);
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
])('a community of %j percent of %j votes is known as %j', (communityShare, communityVotes, community) => {
  const { side } = comparedWith(aSide({ name: 'Kiln', communityShare, communityVotes }));
  expect(side.facts.community).toEqual(community);
});

test('a tool is known to have no votes only if its newest comparison says so and no other has one', () => {
  const communityOf = (...votes: (number | null)[]) => {
    const digest = aWeek(
      votes.map((communityVotes, index) =>
        aComparison({
          tools: [aSide({ name: 'Kiln', communityVotes }), `Rival ${index}`],
          publishedAt: TUESDAY - index * DAY,
        }),
      ),
    );
    return digest.sections[0]?.shared?.side.facts.community;
  };
  expect(communityOf(0, null)).toEqual({ share: null, votes: 0 });
  expect(communityOf(null, 0)).toBeNull();
  expect(communityOf(0, 12)).toEqual({ share: null, votes: 12 });
  expect(communityOf(null, null)).toBeNull();
});

test('an intro cannot change the text direction around it', () => {
  const week = [aComparison({ tools: ['Kiln', 'Loom'] })];
  expect(aWeek(week, { intro: 'One\u202e\n\n\u0007two\u2066' }).intro).toBe('One\n\ntwo');
});

test('a reviewer’s verdict is not derived from a share that contradicts the stated verdict', () => {
  const kiln = aSide({ name: 'Kiln', verdict: 'skip', panelShare: 100, reviews: [aReview({ score: 55 })] });
  const { side, comparison } = comparedWith(kiln, aSide({ name: 'Loom' }));
  expect(side.scores).toEqual([{ reviewer: 'Reviewer 1', score: 55, verdict: null, dissents: false }]);
  expect(comparison.voices.map(({ stance }) => stance)).toEqual(['unknown']);
});

test('facts that a source does not state stay unknown', () => {
  const loom = aSide({ name: 'Loom', reviews: [aReview()] });
  const digest = aWeek([aComparison({ tools: [aSide({ name: 'Kiln' }), loom], url: null })]);
  expect(comparisonsOf(digest)[0]).toMatchObject({
    url: null,
    featured: false,
    category: null,
    disagreement: null,
    voices: [{ stance: 'unknown', tool: 'Loom', reviewer: null }],
    sides: [
      {
        verdict: null,
        panelShare: null,
        panelCount: null,
        scores: [],
        facts: { tagline: null, price: null, bestFor: null, community: null },
      },
      { scores: [] },
    ],
  });
});

test('every reviewer of a tool is shown with what is known, unnamed ones by their order, dissent marked', () => {
  const reviews = [
    aReview({ reviewer: 'Builder', score: 88, verdict: 'ship' }),
    aReview({ reviewer: 'Founder', verdict: 'skip' }),
    aReview({ score: 70, verdict: 'ship' }),
  ];
  expect(comparedWith(aSide({ name: 'Kiln', reviews })).side.scores).toEqual([
    { reviewer: 'Builder', score: 88, verdict: 'ship', dissents: false },
    { reviewer: 'Founder', score: null, verdict: 'skip', dissents: true },
    { reviewer: 'Reviewer 3', score: 70, verdict: 'ship', dissents: false },
  ]);
});

test('nobody dissents from a panel that is even', () => {
  expect(comparedWith(aJudgedSide('Kiln', 2)).side.scores.filter(({ dissents }) => dissents)).toEqual([]);
});

test('the tool ahead stands first, whatever the source’s order', () => {
  const { comparison } = comparedWith(aJudgedSide('Kiln', 1), aJudgedSide('Loom', 3));
  expect(comparison.sides.map(({ name }) => name)).toEqual(['Loom', 'Kiln']);
});

test('an editor’s texts are kept, cleaned, and an intro is never composed', () => {
  const edited = { subject: 'Of bricks', preheader: 'And\u0007 of  pots', intro: ' One.\r\n\r\nTwo.\u0085 ' };
  const week = [aComparison({ tools: ['Kiln', 'Loom'] })];
  expect(aWeek(week, edited)).toMatchObject({
    subject: 'Of bricks',
    preheader: 'And of pots',
    intro: 'One.\n\nTwo.',
  });
  expect(aWeek(week).intro).toBeNull();
});

test('composing changes none of its arguments, and gives the same result each time', () => {
  const comparisons = [
    aComparison({ tools: ['Kiln', 'Loom'] }),
    aComparison({ tools: [aJudgedSide('Kiln', 1), 'Forge'], publishedAt: TUESDAY }),
  ];
  const before = structuredClone(comparisons);
  expect(aWeek(comparisons)).toEqual(aWeek(comparisons));
  expect(comparisons).toEqual(before);
  expect(aWeek(comparisons.toReversed())).toEqual(aWeek(comparisons));
});

test('an issue without comparisons can be composed', () => {
  expect(aWeek([])).toMatchObject({ subject: '', preheader: '', summary: null, sections: [] });
});
