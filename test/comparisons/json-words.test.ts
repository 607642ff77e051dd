import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ComparisonSide } from '../../src/comparisons/comparison.ts';
import { readComparisons } from '../../src/comparisons/read-comparisons.ts';
import { localInstant } from '../../src/schedule/slot.ts';
import { projectPath } from '../../src/shared/project-path.ts';

const read = (content: unknown, given: Partial<Parameters<typeof readComparisons>[0]> = {}) =>
  readComparisons({ name: 'a.json', content: JSON.stringify(content), ...given });
const sideOf = (tool: object, other: object = {}): ComparisonSide | undefined =>
  read({
    tools: [
      { name: 'Tern', ...tool },
      { name: 'Skua', ...other },
    ],
  }).comparisons[0]?.comparison.tools[0];
const problemsOf = (tool: object, other: object = {}) =>
  read({
    tools: [
      { name: 'Tern', ...tool },
      { name: 'Skua', ...other },
    ],
  }).rejected.map(({ message }) => message);

describe('words and figures in JSON are read as on pages:', () => {
  test.each<[string, object, object]>([
    ['a verdict in any case', { verdict: ' SHIP ' }, { verdict: 'ship' }],
    ['a mixed verdict', { verdict: 'Mixed' }, { verdict: 'split' }],
    ['an unknown verdict', { verdict: 'N/A' }, { verdict: null }],
    ['a share with its sign', { panelShare: '75 %' }, { panelShare: 75 }],
    ['a share with a fraction', { panelShare: 66.67 }, { panelShare: 67 }],
    ['a share with a decimal comma', { communityShare: '66,7%' }, { communityShare: 67 }],
    ['a share of almost nobody', { communityShare: '0.4%' }, { communityShare: 1 }],
    ['a share of almost all', { panelShare: 99.7 }, { panelShare: 99 }],
    ['a share that is a dash', { panelShare: '—' }, { panelShare: null }],
    ['counts as texts', { shipCount: '3', skipCount: ' 1 ' }, { shipCount: 3, skipCount: 1 }],
    ['people who voted', { communityVotes: '12 people voted' }, { communityVotes: 12 }],
    ['nobody who voted', { communityVotes: 'No community votes yet' }, { communityVotes: 0 }],
    ['a share with its word', { panelShare: '75% ship' }, { panelShare: 75 }],
    ['a count of thousands', { communityVotes: '1,240 votes' }, { communityVotes: 1240 }],
    [
      'empty texts',
      { tagline: '', category: '  ', pricing: '—', entry: 'n/a', description: '', bestFor: null },
      { tagline: null, category: null, pricing: null, entry: null, description: null },
    ],
    [
      'what a program writes for no value',
      { tagline: 'undefined', category: 'null', pricing: '[object Object]', entry: 'NaN' },
      { tagline: null, category: null, pricing: null, entry: null },
    ],
    ['no reviews', { reviews: null }, { reviews: [] }],
  ])('JSON is read as a page is: %s', (_, tool, kept) => {
    expect(problemsOf(tool)).toEqual([]);
    expect(sideOf(tool)).toMatchObject(kept);
  });

  test('a review in JSON may have its score as a page shows it', () => {
    const reviews = [{ reviewer: '', score: '88/100', verdict: 'Skip', text: 'Good.' }];
    expect(sideOf({ reviews })?.reviews).toEqual([
      { reviewer: null, score: 88, verdict: 'skip', text: 'Good.' },
    ]);
  });

  test('a placeholder is not a review, and the others still count as the file says', () => {
    const reviews = [
      { reviewer: 'Ann', text: 'No review' },
      { reviewer: 'Ben', text: '' },
      { text: 'Good.', score: 101 },
    ];
    expect(problemsOf({ reviews })).toEqual([expect.stringContaining('tools[0].reviews[2].score must be')]);
    expect(sideOf({ reviews: reviews.slice(0, 2) })?.reviews).toEqual([]);
  });

  test('an empty slug, URL or date is left out', () => {
    const { comparisons, rejected } = read({
      slug: '',
      url: '',
      publishedAt: '',
      tools: [{ name: 'Tern' }, { name: 'Skua' }],
    });
    expect(rejected).toEqual([]);
    expect(comparisons[0]?.comparison).toMatchObject({ slug: 'tern-vs-skua', url: null, publishedAt: null });
  });

  test('a score with a fraction is rounded, and one that may be out of ten gets a warning', () => {
    const warningsOf = (score: unknown) =>
      read({ tools: [{ name: 'Tern', reviews: [{ text: 'Good.', score }] }, { name: 'Skua' }] }).warnings;
    expect(warningsOf(87.5)).toEqual([]);
    for (const score of [8.8, '8.8'])
      expect(warningsOf(score)).toMatchObject([
        { line: 1, path: 'tools[0].reviews[0].score', message: expect.stringContaining('send 88') },
      ]);
    expect(problemsOf({ reviews: [{ text: 'Good.', score: 0.88 }] })[0]).toContain('not 0.88');
  });

  test.each([
    { verdict: 'maybe' },
    { panelShare: 'most' },
    { panelShare: true },
    { shipCount: 1.5 },
    { reviews: 'none' },
    { communityVotes: 'a few' },
  ])('an entry that cannot be understood is refused: %j', (tool) => {
    expect(problemsOf(tool)).toHaveLength(1);
  });
});

describe('a share is a percentage or a fraction of one:', () => {
  test.each<[string, object, object, number]>([
    ['a fraction', { panelShare: 0.75 }, {}, 75],
    ['1 beside a fraction', { panelShare: 1 }, { panelShare: 0.33 }, 100],
    ['1 beside a percentage', { panelShare: 1 }, { panelShare: 99 }, 1],
    ['1 where the counts agree', { panelShare: 1, shipCount: 3, skipCount: 0 }, {}, 100],
    [
      '1 where every review is a ship',
      { panelShare: 1, reviews: [{ text: 'Good.', verdict: 'ship' }] },
      {},
      100,
    ],
    ['1 where the verdict is ship', { panelShare: 1, verdict: 'ship' }, { panelShare: 0 }, 100],
    ['1 where the community votes in percent', { panelShare: 1, communityShare: 60 }, {}, 1],
    ['1%', { panelShare: '1%' }, {}, 1],
  ])('a share is read as a percentage or a fraction: %s', (_, tool, other, share) => {
    expect(problemsOf(tool, other)).toEqual([]);
    expect(sideOf(tool, other)?.panelShare).toBe(share);
  });

  test('a share of 1 of a few votes is all of them', () => {
    expect(sideOf({ communityShare: 1, communityVotes: 12 })?.communityShare).toBe(100);
    expect(problemsOf({ communityShare: 1, communityVotes: 500 })).toHaveLength(1);
  });

  test('an ambiguous share, 1 alone or both notations together, is refused with what to write', () => {
    expect(problemsOf({ panelShare: 1 }, { panelShare: 0 })).toEqual([
      'tools[0].panelShare is 1, which may mean all or 1%: write 100 or "1%"',
    ]);
    expect(problemsOf({ communityShare: 0.5 }, { communityShare: 60 })[0]).toContain('write both in percent');
  });
});

test.each([
  ['2026-11-12', 'Europe/Berlin', '2026-11-11T23:00:00.000Z'],
  ['2026-11-12', 'America/New_York', '2026-11-12T05:00:00.000Z'],
  ['2026-11-12', undefined, '2026-11-12T00:00:00.000Z'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
])('a date without a time, %s, begins in %s at %s', (publishedAt, zone, instant) => {
  const startOfDay = zone === undefined ? undefined : (date: string) => localInstant({ date, zone });
  const entry = { publishedAt, tools: [{ name: 'Tern' }, { name: 'Skua' }] };
  expect(read(entry, { startOfDay }).comparisons[0]?.comparison.publishedAt).toBe(instant);
  const undated = { tools: entry.tools };
  expect(read(undated, { startOfDay, publishedAt }).comparisons[0]?.comparison.publishedAt).toBe(instant);
});

test.each(['2026-02-30', '1969-12-31', '2026-11-12T09:00:00', '12.11.2026'])(
  'the date %s is refused',
  (publishedAt) => {
    const { rejected } = read({ publishedAt, tools: [{ name: 'Tern' }, { name: 'Skua' }] });
    expect(rejected).toMatchObject([{ path: 'publishedAt', message: expect.stringContaining('or a date') }]);
  },
);

test.each([
  ['pricng', 'pricing'],
  ['bestfor', 'bestFor'],
  ['catgeory', 'category'],
  ['reveiws', 'reviews'],
])('a field %s is taken for a slip of %s', (slip, meant) => {
  const content = JSON.stringify({ tools: [{ name: 'Tern', [slip]: 'x' }, { name: 'Auk' }] });
  const { warnings = [] } = readComparisons({ name: 'a.json', content });
  expect(warnings[0]?.message).toContain(`tools[].${slip} (did you mean ${meant}?)`);
});

test('unknown fields are named once per file, whatever its format', () => {
  const entry = (name: string) => ({
    id: 7,
    views: { of: [1] },
    tools: [
      { name, panel_share: 50 },
      { name: 'Skua', reviews: [{ text: 'Good.', mood: 1 }] },
    ],
  });
  const message =
    'Unknown fields were left out: id, views, tools[].panel_share (did you mean panelShare?), tools[].reviews[].mood.';
  const list = [entry('Tern'), entry('Auk')];
  for (const [name, content] of [
    ['a.json', JSON.stringify(list)],
    ['b.json', JSON.stringify({ comparisons: list })],
    ['c.ndjson', list.map((one) => JSON.stringify(one)).join('\n')],
  ] as const) {
    const { comparisons, rejected, warnings } = readComparisons({ name, content });
    expect([comparisons.length, rejected]).toEqual([2, []]);
    expect(warnings).toEqual([{ file: name, line: 1, path: expect.any(String), message }]);
  }
});

test('markup is removed from every field, with one warning per comparison', () => {
  const marked = {
    tagline: 'Fast &amp; <b>simple</b>',
    category: 'R&amp;D',
    description: '<p>One.</p>',
    entry: '<i>Free</i>',
    pricing: '&euro;5',
    bestFor: '**Teams**',
  };
  const reviews = [{ reviewer: 'O&#39;Hara', text: 'Read [this](https://x.test).' }];
  const entry = {
    tools: [
      { name: 'Salt &amp; Co', ...marked, reviews },
      { name: '<Inlet/>', tagline: 'a < b' },
    ],
  };
  const { comparisons, warnings } = read(entry);
  expect(comparisons[0]?.comparison).toMatchObject({
    slug: 'salt-co-vs-inlet',
    tools: [
      {
        name: 'Salt & Co',
        tagline: 'Fast & simple',
        category: 'R&D',
        description: 'One.',
        entry: 'Free',
        pricing: '€5',
        bestFor: 'Teams',
        reviews: [{ reviewer: "O'Hara", text: 'Read this.' }],
      },
      { name: '<Inlet/>', tagline: 'a < b' },
    ],
  });
  expect(warnings).toMatchObject([
    { path: 'tools[0].name', message: expect.stringMatching(/tools\[0\]\.tagline.* and 4 more/) },
  ]);
});

test('the samples can be imported unchanged', async () => {
  const content = await readFile(projectPath('src', 'demo', 'comparisons.json'), 'utf8');
  const { comparisons, rejected, warnings } = readComparisons({ name: 'comparisons.json', content });
  expect([rejected, warnings]).toEqual([[], []]);
  const instants = (text: string) => text.replace(/:(\d\d)(?:\.000)?Z"/g, ':$1Z"');
  expect(instants(JSON.stringify(comparisons.map(({ comparison }) => comparison)))).toBe(
    instants(JSON.stringify(JSON.parse(content))),
  );
});
