import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonSide } from '../../src/comparisons/comparison.ts';
import { toolKey } from '../../src/comparisons/comparison.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { composePreheader, MAX_PREHEADER_LENGTH } from '../../src/digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../src/digest/compose-subject.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../support/comparisons.ts';

type Pair = readonly [string | ComparisonSide, string | ComparisonSide];

function linesOf(pairs: readonly Pair[], edited: { subject?: string; preheader?: string } = {}) {
  const digest = composeDigest({
    slot: '2026-W47',
    comparisons: pairs.map((tools, index) => ({
      comparison: aComparison({ tools, slug: `c-${index}` }),
      featured: index === 0,
      position: null,
    })),
    edited: { subject: null, preheader: null, intro: null, ...edited },
    quotationLength: 0,
  });
  return { subject: digest.subject, preheader: digest.preheader, digest };
}

const subjectOf = (...pairs: Pair[]) => linesOf(pairs).subject;
const LONG =
  'Kiln Enterprise Workbench for Bricks, Tiles and Pots of All Sizes, with Remote Supervision by Trained Staff, Edition Two';

describe('the subject', () => {
  test.each([
    [4, 1, 'Ship Kiln, skip Loom'],
    [1, 4, 'Ship Loom, skip Kiln'],
    [2, 0, 'Split on Kiln, skip Loom'],
    [4, 3, 'Kiln 100% ship, Loom 75% ship'],
    [3, 3, 'Ship both: Kiln and Loom'],
    [1, 1, 'Skip both: Kiln and Loom'],
  ])(
    'the subject about two tools that %i and %i of four reviewers ship names their verdicts',
    (one, other, subject) => {
      expect(subjectOf([aJudgedSide('Kiln', one), aJudgedSide('Loom', other)])).toBe(subject);
    },
  );

  test('the subject counts the other comparisons, in singular or plural', () => {
    expect(subjectOf(['Kiln', 'Loom'], ['a', 'b'])).toBe('Ship both: Kiln and Loom, and 1 more comparison');
    expect(subjectOf(['Kiln', 'Loom'], ['a', 'b'], ['c', 'd'])).toBe(
      'Ship both: Kiln and Loom, and 2 more comparisons',
    );
  });

  test('the subject claims no verdict that is not known', () => {
    expect(subjectOf([aSide({ name: 'Kiln' }), aSide({ name: 'Loom', verdict: 'ship' })])).toBe(
      'Kiln vs Loom',
    );
  });

  test.each<[string, ComparisonSide]>([
    ['one reviewer', aJudgedSide('Solo', 1, 1)],
    ['two reviewers', aJudgedSide('Solo', 2, 2)],
    ['nobody knows how many', aSide({ name: 'Solo', verdict: 'ship', panelShare: 100 })],
    ['one review of a larger panel', aSide({ name: 'Solo', panelShare: 75, reviews: [aReview()] })],
  ])('the subject takes no verdict from a panel with %s', (_, solo) => {
    expect(subjectOf([solo, aJudgedSide('Loom', 0)])).toBe('Solo vs Loom');
    expect(subjectOf([aJudgedSide('Loom', 3), solo])).toBe('Loom vs Solo');
    const against = ['Loom', 'Forge'].map((name): Pair => [solo, name]);
    expect(subjectOf(...against)).toBe('Solo against 2 others');
  });

  test('the subject names one tool against all the others if it recurs', () => {
    expect(subjectOf(...['Loom', 'Forge', 'Anvil'].map((name): Pair => ['Kiln', name]))).toBe(
      'Kiln, 75% ship, against 3 others',
    );
  });

  test('the subject shortens a name’s description before it drops the verdict', () => {
    const kiln = aJudgedSide('Kiln: bricks, tiles and pots from one oven for the whole family', 4);
    const loom = aJudgedSide('Loom (a hand loom with a motor and a display)', 0);
    expect(subjectOf([kiln, loom])).toBe('Ship Kiln, skip Loom');
  });

  test('the subject keeps two tools apart whose names begin alike', () => {
    const [fast, slow] = ['Kiln: the fast one', 'Kiln: the slow one'].map((name) => aJudgedSide(name, 4));
    if (fast && slow)
      expect(subjectOf([fast, slow])).toBe('Ship both: Kiln: the fast one and Kiln: the slow one');
  });

  test('the subject cuts long names between words', () => {
    expect(LONG).toHaveLength(120);
    const rival = LONG.replace('Kiln', 'Oven');
    const subject = subjectOf([aJudgedSide(LONG, 4), aJudgedSide(rival, 0)]);
    expect(subject).toBe('Ship Kiln Enterprise Workbench…, skip Oven Enterprise Workbench…');
  });

  test('the subject keeps figures out of a name written from right to left', () => {
    const subject = subjectOf([aJudgedSide('أداة الذكاء', 4), 'k'.repeat(80)]);
    expect(subject).toBe('أداة الذكاء\u200e, 100% ship, against another tool');
  });

  test('the subject leaves out a name that cannot be cut, and both if neither can', () => {
    const word = 'K'.repeat(120);
    expect(subjectOf([word, 'Loom'])).toBe('Loom, 75% ship, against another tool');
    expect(subjectOf([word, 'L'.repeat(120)])).toBe('1 AI tool comparison');
  });

  test('the subject does not look like a reply, and has no emoji and no direction marks', () => {
    expect(subjectOf([aSide({ name: 'Re: Kiln' }), aSide({ name: '🔥 Loom\u202e' })])).toBe(
      'Loom against another tool',
    );
  });

  test('the subject is the editor’s if there is one, on one line and without direction marks', () => {
    const edited = { subject: ' Bricks\n\u202eand\u0085 \u2066pots 🔥 ', preheader: ' ' };
    expect(linesOf([['Kiln', 'Loom']], edited).subject).toBe('Bricks and pots 🔥');
    expect(linesOf([['Kiln', 'Loom']], edited).preheader).not.toBe('');
  });
});

describe('the preheader', () => {
  test('the preheader continues with the other comparisons and the most divided panel', () => {
    const forge = aJudgedSide('Forge', 2);
    expect(
      linesOf([
        ['Kiln', 'Loom'],
        [forge, 'Anvil'],
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ]).preheader,
    ).toBe('Also: Forge vs Anvil, a vs b, c vs d, and 1 more. Most divided panel: Forge, 50% ship');
  });

  test('the preheader says what is known about a single comparison', () => {
    expect(linesOf([['Kiln', 'Loom']]).preheader).toBe(
      'Side by side: 4 reviewers, pricing, who it is best for',
    );
    expect(linesOf([[aSide({ name: 'Kiln' }), aSide({ name: 'Loom' })]]).preheader).toBe(
      '2 tools in 1 comparison, side by side',
    );
  });

  test('the preheader does not repeat the subject if an editor took it from there', () => {
    const { digest, preheader } = linesOf([
      ['Kiln', 'Loom'],
      ['a', 'b'],
    ]);
    expect(composePreheader({ content: digest, subject: preheader })).not.toContain(preheader);
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
  { maxLength: 9 },
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
      for (const line of [subject, preheader]) {
        expect(line).toMatch(/\S/);
        expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]|\s\s|^\s|\s$/u);
      }
    }),
    { numRuns: 300 },
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
          comparisons: comparisons.map((comparison) => ({ comparison, featured: false, position: null })),
          edited: { subject: null, preheader: null, intro: null },
          quotationLength: 0,
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
