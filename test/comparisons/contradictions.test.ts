import { describe, expect, test } from 'vitest';
import type { ComparisonSide, Review } from '../../src/comparisons/comparison.ts';
import { inventedComparison, readFrom } from '../support/samples/invented-comparison.ts';
import { labelledHtml } from '../support/samples/saved-html.ts';
import { labelledPage } from '../support/samples/saved-pages.ts';

const files = (tool: object) => {
  const entry = { tools: [{ name: 'Loom' }, { name: 'Kiln', ...tool }] };
  return [
    { name: 'a.json', content: JSON.stringify(entry) },
    { name: 'a.ndjson', content: `${JSON.stringify(entry)}\n` },
  ];
};
const problemsOf = (tool: object) =>
  files(tool).map((file) =>
    readFrom(file)
      .rejected.map(({ message }) => message)
      .join('\n'),
  );
const kilnOf = (tool: object) =>
  readFrom(files(tool)[0] ?? { name: '', content: '' }).comparisons[0]?.tools[1];

describe('a community’s vote in JSON', () => {
  test.each([
    { communityShare: 67, communityVotes: 0 },
    { communityShare: '67%', communityVotes: '0 votes' },
    { communityShare: 0.67, communityVotes: 'No community votes yet' },
    { communityShare: 100, communityVotes: 0 },
    { communityShare: 1, communityVotes: 0, panelShare: 75 },
  ])('a community share without votes is refused: %j', (tool) => {
    for (const message of problemsOf(tool))
      expect(message).toMatch(
        /^tools\[1\]\.communityShare .*Kiln: communityShare is \d+, but communityVotes is 0: correct one of them, or leave out/,
      );
  });

  test('a site’s 0% of 0 votes is read as no votes', () => {
    expect(kilnOf({ communityShare: 0, communityVotes: 0 })).toMatchObject({
      communityShare: null,
      communityVotes: 0,
    });
  });

  test.each([
    [{ communityShare: 67 }, { communityShare: 67, communityVotes: null }],
    [
      { communityShare: 0, communityVotes: 3 },
      { communityShare: 0, communityVotes: 3 },
    ],
    [{ communityShare: 0 }, { communityShare: 0, communityVotes: null }],
    [{ communityVotes: 12 }, { communityShare: null, communityVotes: 12 }],
  ])('a community may be known in part: %j', (tool, kept) => {
    expect(kilnOf(tool)).toMatchObject(kept);
  });

  test.each([
    [{ communityVotes: -1 }, 'communityVotes must be a whole number'],
    [{ communityVotes: '-1 votes' }, 'communityVotes must be a whole number'],
    [{ communityVotes: 1.5 }, 'communityVotes must be a whole number'],
    [{ communityVotes: '1.5 votes' }, 'communityVotes must be a whole number'],
    [{ communityShare: 101 }, 'communityShare must be a whole number from 0 to 100'],
    [{ communityShare: '101%' }, 'communityShare must be a whole number from 0 to 100'],
    [{ communityShare: -1 }, 'communityShare must be a whole number from 0 to 100'],
  ])('a number of votes that is no count of people is refused: %j', (tool, message) => {
    for (const problem of problemsOf(tool)) expect(problem).toContain(message);
  });
});

const BUILDER: Review = { reviewer: 'Builder', score: 80, verdict: 'ship', text: 'It bakes bricks.' };

describe('a reviewer who appears twice under one tool', () => {
  test.each<[string, Partial<Review>]>([
    ['another text', { text: 'It burns them.' }],
    ['another score', { score: 30 }],
    ['another verdict', { verdict: 'skip' }],
    ['a name in capitals and another text', { reviewer: ' BUILDER ', text: 'It burns them.' }],
  ])('a reviewer who appears twice under one tool is refused with %s, by both names', (_, second) => {
    for (const message of problemsOf({ reviews: [BUILDER, { ...BUILDER, ...second }] }))
      expect(message).toMatch(/^tools\[1\]\.reviews .*Kiln: builder has more than one review of it/i);
  });

  test('a reviewer whose review is merely repeated counts once', () => {
    const reviews = [
      BUILDER,
      { ...BUILDER, text: ' It bakes\nbricks. ' },
      { ...BUILDER, reviewer: 'Skeptic' },
    ];
    const kiln = kilnOf({ shipCount: 2, skipCount: 0, reviews });
    expect(kiln?.reviews.map(({ reviewer }) => reviewer)).toEqual(['Builder', 'Skeptic']);
  });

  test.each([null, '', 'N/A', 'Anonymous', 'Guest', 'Verified user'])(
    '%j is no reviewer’s name, and may appear several times',
    (reviewer) => {
      const reviews = ['One.', 'Two.', 'Two.'].map((text) => ({ ...BUILDER, reviewer, text }));
      expect(problemsOf({ reviews })).toEqual(['', '']);
    },
  );

  test('a reviewer may appear under both tools', () => {
    const entry = { tools: ['Loom', 'Kiln'].map((name) => ({ name, reviews: [BUILDER] })) };
    expect(readFrom({ name: 'a.json', content: JSON.stringify(entry) }).rejected).toEqual([]);
  });
});

describe('on a saved page', () => {
  const [quill] = inventedComparison().tools;
  const withReview = (review: Partial<Review>, given: Partial<ComparisonSide> = {}) =>
    inventedComparison(({ tools: [one] }) => {
      Object.assign(one, { panelShare: null, shipCount: null, skipCount: null, verdict: null, ...given });
      one.reviews = [...one.reviews.slice(0, 2), { ...BUILDER, ...review, reviewer: 'Guide' }];
    });
  /** Both forms of the page, with the name that stands for "Guide". */
  const pagesBy = (name: string, whole = withReview({})) =>
    [
      { name: 'page.txt', content: labelledPage(whole, { absent: '—' }) },
      { name: 'page.txt', content: labelledPage(whole, { absent: '—', blanks: 'none' }) },
      { name: 'page.html', content: labelledHtml(whole, { absent: '—' }) },
    ].map((file) => ({ ...file, content: file.content.replaceAll('Guide', name) }));

  test('a reviewer with two reviews of one tool on a saved page is refused, by both names', () => {
    for (const file of pagesBy('Builder')) {
      const { comparisons, rejected } = readFrom(file);
      expect(comparisons).toEqual([]);
      expect(rejected).toMatchObject([
        {
          line: expect.any(Number),
          message: expect.stringMatching(/Quillforge.*Builder has more than one review/),
        },
      ]);
    }
  });

  test('a review that a saved page shows twice counts once', () => {
    const [first] = quill.reviews;
    for (const file of pagesBy('Builder', withReview({ ...first }))) {
      const [found] = readFrom(file).comparisons;
      expect(found?.tools[0].reviews.map(({ reviewer }) => reviewer)).toEqual(['Builder', 'Skeptic']);
    }
  });

  test('a saved page may have several anonymous reviewers', () => {
    const anonymous = (content: string) => content.replaceAll('Builder', 'Anonymous');
    for (const file of pagesBy('Anonymous')) {
      const [found] = readFrom({ ...file, content: anonymous(file.content) }).comparisons;
      expect(found?.tools[0].reviews.map(({ reviewer }) => reviewer)).toEqual([
        ...['Anonymous', 'Skeptic', 'Anonymous'],
      ]);
    }
  });

  const voted = (said: string, table = said) =>
    readFrom({
      name: 'page.txt',
      content: labelledPage(inventedComparison())
        .replace('61% · 1240 votes\n\nCommunity', () => `${said}\n\nCommunity`)
        .replace('Community\n61% · 1240 votes', () => `Community\n${table}`),
    });

  test.each([
    ['67%', 'No community votes yet'],
    ['67% · 0 votes', '67% · 0 votes'],
    ['67% · 12 votes', 'No community votes yet'],
    ['67% · 12 votes', '31% · 12 votes'],
    ['67% · 12 votes', '67% · 190 votes'],
    ['7 ship / 5 skip · 9 votes', '—'],
    ['80% · 7 ship / 5 skip', '—'],
    ['12 people voted', 'No community votes yet'],
    ['12 people voted', '12 people voted'],
    ['12 people', '—'],
    ['Voting is closed', 'No community votes yet'],
  ])(
    'a saved page’s vote that is contradictory or unreadable is unknown, not zero: %s, %s',
    (card, table) => {
      expect(voted(card, table).comparisons[0]?.tools[0]).toMatchObject({
        communityShare: null,
        communityVotes: null,
      });
    },
  );

  test.each<[string, string, number | null, number | null]>([
    ['0%', 'No community votes yet', null, 0],
    ['0% · 0 votes', '—', null, 0],
    ['1.2k votes', '61% · 1240 votes', 61, 1240],
    ['7 ship / 5 skip · 14 votes', '—', 58, 14],
    ['—', 'No community votes yet', null, 0],
    ['67%', '—', 67, null],
  ])('a saved page’s consistent vote is read: %s, %s', (card, table, communityShare, communityVotes) => {
    expect(voted(card, table).comparisons[0]?.tools[0]).toMatchObject({ communityShare, communityVotes });
  });

  test('a vote of more than 100 % is refused', () => {
    expect(voted('150% · 12 votes').rejected).toMatchObject([
      { message: expect.stringContaining('communityShare must be a whole number from 0 to 100') },
    ]);
  });
});
