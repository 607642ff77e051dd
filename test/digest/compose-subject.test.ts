import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonSide } from '../../src/comparisons/comparison.ts';
import { toolKey } from '../../src/comparisons/comparison.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { MAX_PREHEADER_LENGTH } from '../../src/digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../src/digest/compose-subject.ts';
import { LEAST_LIMITS } from '../../src/digest/digest-limits.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../support/comparisons.ts';

type Pair = readonly [string | ComparisonSide, string | ComparisonSide];

function linesOf(pairs: readonly Pair[], edited: { subject?: string; preheader?: string } = {}) {
  const digest = composeDigest({
    slot: '2026-W47',
    date: '17 November 2026',
    comparisons: pairs.map((tools, index) => ({
      comparison: aComparison({ tools, slug: `c-${index}` }),
      featured: index === 0,
      position: null,
    })),
    edited: { subject: null, preheader: null, intro: null, ...edited },
    limits: LEAST_LIMITS,
  });
  return { subject: digest.subject, preheader: digest.preheader, digest };
}

const subjectOf = (...pairs: Pair[]) => linesOf(pairs).subject;
const LONG =
  'Kiln Enterprise Workbench for Bricks, Tiles and Pots of All Sizes, with Remote Supervision by Trained Staff, Edition Two';

describe('the subject', () => {
  test.each([
    [4, 1, 'Ship Kiln over Loom'],
    [3, 1, 'Ship Kiln, skip Loom'],
    [1, 4, 'Ship Loom over Kiln'],
    [3, 2, 'Ship Kiln over Loom'],
    [2, 0, 'Kiln over Loom'],
    [4, 3, 'Kiln over Loom, though either would do'],
    [3, 3, 'Kiln or Loom: ship either'],
    [2, 2, 'Kiln level with Loom'],
    [1, 1, 'Neither Kiln nor Loom'],
  ])('the subject about two tools that %i and %i of four reviewers ship says: %s', (one, other, subject) => {
    expect(subjectOf([aJudgedSide('Kiln', one), aJudgedSide('Loom', other)])).toBe(subject);
  });

  test('the subject counts the other answers, in singular or plural, and does not call the unknown an answer', () => {
    expect(subjectOf(['Kiln', 'Loom'], ['a', 'b'])).toBe('Kiln or Loom: ship either, and 1 more answer');
    expect(subjectOf(['Kiln', 'Loom'], ['a', 'b'], ['c', 'd'])).toBe(
      'Kiln or Loom: ship either, and 2 more answers',
    );
    const unknown: Pair = [aSide({ name: 'a' }), aSide({ name: 'b' })];
    expect(subjectOf(['Kiln', 'Loom'], unknown)).toBe('Kiln or Loom: ship either, and 1 more comparison');
  });

  test('the subject claims no verdict that is not known', () => {
    expect(subjectOf([aSide({ name: 'Kiln' }), aSide({ name: 'Loom', verdict: 'ship' })])).toBe(
      'Loom and Kiln, compared',
    );
    expect(subjectOf([aJudgedSide('Kiln', 3), aSide({ name: 'Loom' })])).toBe('Kiln at 75%');
  });

  test.each<[string, ComparisonSide]>([
    ['one reviewer', aJudgedSide('Solo', 1, 1)],
    ['two reviewers', aJudgedSide('Solo', 2, 2)],
    ['nobody knows how many', aSide({ name: 'Solo', verdict: 'ship', panelShare: 100 })],
    ['one review of a larger panel', aSide({ name: 'Solo', panelShare: 75, reviews: [aReview()] })],
  ])('the subject takes no verdict from a panel with %s', (_, solo) => {
    for (const pair of [
      [solo, aJudgedSide('Loom', 0)],
      [aJudgedSide('Loom', 3), solo],
    ] as const)
      expect(subjectOf(pair)).toMatch(/^(?:Solo and Loom|Loom and Solo), compared$/);
  });

  test('the subject names one tool that is ahead of all its rivals, or of some', () => {
    const against = (...ships: number[]) =>
      subjectOf(
        ...ships.map((count, index): Pair => [aJudgedSide('Kiln', 3), aJudgedSide(`R${index}`, count)]),
      );
    expect(against(1, 2, 0, 1, 0)).toBe('Kiln: ahead of all five rivals');
    expect(against(1, 2)).toBe('Kiln: ahead of both rivals');
    expect(against(1, 4, 2)).toBe('Kiln: ahead of two of three rivals');
    expect(against(4, 4, 3)).toBe('Kiln against three rivals');
    expect(against(4, 4, 1)).toBe('Kiln against three rivals');
  });

  test('one tool whose only reviewer would ship it is not said to be ahead of its rivals', () => {
    const solo = aJudgedSide('Kiln', 1, 1);
    expect(subjectOf([solo, aJudgedSide('Loom', 3)], [solo, aJudgedSide('Forge', 0)])).toBe(
      'Kiln against two rivals',
    );
  });

  test('the subject shortens a name’s description before it drops the verdict', () => {
    const kiln = aJudgedSide('Kiln: bricks, tiles and pots from one oven for the whole family', 4);
    const loom = aJudgedSide('Loom (a hand loom with a motor and a display)', 0);
    expect(subjectOf([kiln, loom])).toBe('Ship Kiln over Loom');
  });

  test('the subject keeps two tools apart whose names begin alike', () => {
    const [fast, slow] = ['Kiln: the fast one', 'Kiln: the slow one'].map((name) => aJudgedSide(name, 4));
    if (fast && slow)
      expect(subjectOf([fast, slow])).toBe('Kiln: the fast one or Kiln: the slow one: ship either');
  });

  test('the subject cuts long names between words', () => {
    expect(LONG).toHaveLength(120);
    const rival = LONG.replace('Kiln', 'Oven');
    const subject = subjectOf([aJudgedSide(LONG, 4), aJudgedSide(rival, 0)]);
    expect(subject).toBe('Ship Kiln Enterprise Workbench… over Oven Enterprise Workbench…');
  });

  test('the subject keeps figures out of a name written from right to left', () => {
    const subject = subjectOf([aJudgedSide('أداة الذكاء', 3), aSide({ name: 'Kiln' })]);
    expect(subject).toBe('أداة الذكاء\u200e at 75%');
  });

  test('the subject leaves out a name that cannot be cut, and both if neither can', () => {
    const word = 'K'.repeat(120);
    expect(subjectOf([aJudgedSide('Loom', 4), aJudgedSide(word, 0)])).toBe('Ship Loom');
    expect(subjectOf([word, 'L'.repeat(120)])).toBe('1 AI tool comparison');
  });

  test('the subject does not look like a reply, and has no emoji and no direction marks', () => {
    expect(subjectOf([aSide({ name: 'Re: Kiln' }), aSide({ name: '🔥 Loom\u202e' })])).not.toMatch(
      /^re|🔥|\u202e/i,
    );
  });

  test('the subject is the editor’s if there is one, on one line and without direction marks', () => {
    const edited = { subject: ' Bricks\n\u202eand\u0085 \u2066pots 🔥 ', preheader: ' ' };
    expect(linesOf([['Kiln', 'Loom']], edited).subject).toBe('Bricks and pots 🔥');
    expect(linesOf([['Kiln', 'Loom']], edited).preheader).not.toBe('');
  });
});

describe('the preheader', () => {
  test('the preheader continues with the next answers, as many as fit', () => {
    const pairs: Pair[] = [
      ['Kiln', 'Loom'],
      [aJudgedSide('Forge', 2), aJudgedSide('Anvil', 1)],
      [aSide({ name: 'a' }), aSide({ name: 'b' })],
      ['c', 'd'],
      [aJudgedSide('e', 0), aJudgedSide('f', 1)],
    ];
    for (const answer of [
      'Forge over Anvil.',
      'No verdict: a, b.',
      'c or d: ship either.',
      'Neither f nor e.',
    ])
      expect(linesOf(pairs).preheader).toContain(answer);
  });

  test('the preheader says who disagrees and what is in a single comparison', () => {
    expect(linesOf([[aJudgedSide('Kiln', 3), aJudgedSide('Loom', 4)]]).preheader).toBe(
      'The Founder disagrees on Kiln. Four reviewers.',
    );
    expect(linesOf([[aJudgedSide('Kiln', 3), aJudgedSide('Loom', 3)]]).preheader).toBe(
      'The Founder disagrees on both. Four reviewers.',
    );
    expect(linesOf([[aSide({ name: 'Kiln' }), aSide({ name: 'Loom' })]]).preheader).toBe(
      'What the reviewers say, side by side',
    );
  });

  test('the preheader names the tool for which the subject had no room, with both shares where they are known', () => {
    const rival = `${'Oven '.repeat(4)}for Bricks and Tiles and Pots of Every Size`;
    const { subject, preheader } = linesOf([[aJudgedSide('K'.repeat(50), 4), aJudgedSide(rival, 1)]]);
    expect(subject).toBe(`Ship ${'K'.repeat(50)}`);
    expect(preheader).toContain('100% of the panel would ship it, 25% Oven');
  });

  test('the preheader of one tool against many names its rivals, and the featured one among them', () => {
    const against = (...ships: number[]) =>
      linesOf(
        ships.map((count, index): Pair => [aJudgedSide('Kiln', 3), aJudgedSide(`Rival${index}`, count)]),
      ).preheader;
    expect(against(1, 2, 0)).toBe('75% of the panel would ship it. Against Rival0, Rival1 and Rival2.');
    expect(against(4, 2, 0)).toBe('75% of the panel would ship it. It would also ship Rival0.');
    expect(against(0, 4, 2)).toContain('Rival0');
  });

  test('the preheader does not repeat the subject if an editor took it from there', () => {
    const pairs: Pair[] = [
      ['Kiln', 'Loom'],
      ['a', 'b'],
    ];
    const { preheader } = linesOf(pairs);
    expect(linesOf(pairs, { subject: preheader }).preheader).not.toContain(preheader);
  });
});

const names = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 160 }),
  fc
    .array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 14 }), {
      minLength: 1,
      maxLength: 14,
    })
    .map((words) => words.join(' ')),
  fc.constantFrom('🔥', 'Re: x', 'RE:RE', '\u202e', 'Kiln: the oven', `${'Very '.repeat(30)}long`),
);
const sides = fc.record({
  name: names.filter((name) => toolKey(name) !== ''),
  ships: fc.option(fc.nat(4)),
});
const pairs = fc.array(
  fc.tuple(sides, sides).filter(([one, other]) => toolKey(one.name) !== toolKey(other.name)),
  { minLength: 1, maxLength: 9 },
);

test('whatever the tools’ names, subject and preheader fit, are one well-formed line each, and differ', () => {
  fc.assert(
    fc.property(pairs, (drawn) => {
      const [subject, preheader] = Object.values(
        linesOf(
          drawn.map(
            ([one, other]): Pair => [
              one.ships === null ? aSide({ name: one.name }) : aJudgedSide(one.name, one.ships),
              other.ships === null ? aSide({ name: other.name }) : aJudgedSide(other.name, other.ships),
            ],
          ),
        ),
      ) as [string, string, unknown];
      expect(subject.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
      expect(preheader.length).toBeLessThanOrEqual(MAX_PREHEADER_LENGTH);
      expect(preheader).not.toContain(subject);
      expect(subject).not.toMatch(/^\s*re\s*:/i);
      // Never an adjective: "a ship", "is ship".
      for (const line of [subject, preheader])
        expect(line).not.toMatch(/\b(?:is|are|a) (?:a )?ship\b(?! either)/);
      for (const line of [subject, preheader]) {
        expect(line).toMatch(/\S/);
        expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]|\s\s|^\s|\s$/u);
      }
    }),
    { numRuns: 300 },
  );
});

test('the featured pair is named in the subject or the preheader, which are never the same words', () => {
  const ships = fc.option(fc.nat(4));
  const week = fc.array(fc.tuple(ships, ships), { minLength: 1, maxLength: 8 });
  const side = (name: string, count: number | null) =>
    count === null ? aSide({ name }) : aJudgedSide(name, count);
  fc.assert(
    fc.property(week, fc.boolean(), (drawn, isLeague) => {
      const { subject, preheader } = linesOf(
        drawn.map(
          ([one, other], index): Pair => [
            side(isLeague ? 'Kelpforge' : `Kelpforge ${index}`, isLeague ? (drawn[0]?.[0] ?? null) : one),
            side(`Marrow ${index}`, other),
          ],
        ),
      );
      const said = `${subject} ${preheader}`;
      expect(said).toContain(isLeague ? 'Kelpforge' : 'Kelpforge 0');
      expect(said).toContain('Marrow 0');
    }),
  );
});

describe('a panel of one or two reviewers', () => {
  const panel = fc
    .integer({ min: 1, max: 5 })
    .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
  const states = fc.constantFrom<(side: ComparisonSide) => ComparisonSide>(
    (side) => side,
    (side) => ({ ...side, shipCount: null, skipCount: null }),
    (side) => ({ ...side, verdict: null, panelShare: null, shipCount: null, skipCount: null }),
    (side) => ({ ...side, reviews: [] }),
    (side) => ({ ...side, reviews: side.reviews.map((review) => ({ ...review, verdict: null })) }),
  );
  const side = fc.tuple(panel, states);
  const pairs = fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 6 });

  test('a panel of one or two reviewers neither leads over a full panel nor gives the subject its verdict', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), (all, shared) => {
        const sizes = new Map<string, number>();
        const comparisons = all.map((both, index) => {
          const [one, other] = both.map(([[ships, of], as], at) => {
            const name = shared && at === 0 ? 'Hub' : `Tool${index}${'ab'[at]}`;
            sizes.set(`${index}${at}`, of);
            return as(aJudgedSide(name, ships, of));
          });
          if (one === undefined || other === undefined) throw new Error('two tools');
          return aComparison({ tools: [one, other], slug: `c-${index}` });
        });
        const digest = composeDigest({
          slot: '2026-W47',
          date: '17 November 2026',
          comparisons: comparisons.map((comparison) => ({ comparison, featured: false, position: null })),
          edited: { subject: null, preheader: null, intro: null },
          limits: LEAST_LIMITS,
        });
        const shown = digest.sections.flatMap((section) => section.comparisons);
        const lead = shown.find(({ featured }) => featured) ?? shown[0];
        const sizesOf = (index: string) => [0, 1].map((at) => sizes.get(`${index}${at}`) ?? 0);
        const leading = sizesOf(lead?.slug.slice(2) ?? '');
        // A panel without figures has the maximum size and an unknown verdict.
        const isKnown = ({
          sides,
        }: {
          sides: readonly { panelShare: number | null; panelSize: number | null }[];
        }) =>
          sides.some(
            ({ panelShare, panelSize }) => panelShare !== null && panelSize !== null && panelSize >= 3,
          );
        if (shown.some(isKnown)) expect(Math.max(...leading)).toBeGreaterThanOrEqual(3);
        if (/\b(ship|skip|split)\b|%/i.test(digest.subject)) {
          const named = lead?.sides.flatMap(({ name }, at) =>
            digest.subject.includes(name) ? [leading[at] ?? 0] : [],
          );
          expect(Math.min(...(named ?? []))).toBeGreaterThanOrEqual(3);
        }
      }),
      { numRuns: 500 },
    );
  });
});
