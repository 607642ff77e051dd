import fc from 'fast-check';
import type { ComparisonSide, Review, Verdict } from '../../../src/comparisons/comparison.ts';
import { composeDigest } from '../../../src/digest/compose-digest.ts';
import type { Digest } from '../../../src/digest/digest.ts';
import { DIGEST_LIMITS } from '../../../src/digest/digest-limits.ts';
import { aComparison, aReview, aSide, HOUR, TUESDAY } from '../../support/comparisons.ts';

export const NAMES = ['Kiln', 'Loom', 'Forge', 'Anvil', 'Lathe', 'Press', 'Go', 'v0.dev'];
const ROLES = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator'];

const VERDICT = fc.constantFrom<Verdict | null>('ship', 'skip', 'split', null);

/** The whole panel, named or not. */
const counted = fc.record({
  of: fc.integer({ min: 1, max: 5 }),
  ships: fc.nat(5),
  isNamed: fc.boolean(),
  hasScores: fc.boolean(),
  saysShare: fc.boolean(),
});
const loose = fc.record({
  verdict: VERDICT,
  panelShare: fc.option(fc.nat(100)),
  scores: fc.array(fc.option(fc.nat(100)), { maxLength: 4 }),
  verdicts: fc.array(fc.constantFrom<Review['verdict']>('ship', 'skip', null), {
    minLength: 4,
    maxLength: 4,
  }),
});
const panel = fc.oneof(counted, loose);
type Panel = typeof panel extends fc.Arbitrary<infer Value> ? Value : never;

function sideOf(name: string, drawn: Panel): ComparisonSide {
  const text = (index: number) =>
    `${name} was set up within ${index + 2} hours, and ${name} then failed once a day.`;
  if ('of' in drawn) {
    const ships = Math.min(drawn.ships, drawn.of);
    const reviews = Array.from({ length: drawn.of }, (_, index) =>
      aReview({
        reviewer: drawn.isNamed ? (ROLES[index] ?? null) : null,
        verdict: index < ships ? 'ship' : 'skip',
        score: drawn.hasScores ? (index < ships ? 90 - index : 40 - index) : null,
        text: text(index),
      }),
    );
    return aSide({
      name,
      reviews,
      panelShare: drawn.saysShare ? Math.round((100 * ships) / drawn.of) : null,
    });
  }
  const reviews = drawn.scores.map((score, index) =>
    aReview({
      reviewer: ROLES[index] ?? null,
      score,
      verdict: drawn.verdicts[index] ?? null,
      text: text(index),
    }),
  );
  return aSide({ name, verdict: drawn.verdict, panelShare: drawn.panelShare, reviews });
}

const pair = fc.tuple(fc.nat(NAMES.length - 1), fc.nat(NAMES.length - 1), panel, panel, fc.boolean());
export const week = fc.record({
  pairs: fc.array(pair, { minLength: 1, maxLength: 8 }),
  isLeague: fc.boolean(),
  level: fc.nat(DIGEST_LIMITS.length - 1),
  featured: fc.option(fc.nat(7)),
});
type Week = typeof week extends fc.Arbitrary<infer Value> ? Value : never;

/** The week's issue, and every tool as its sources have it. */
export function issueOf({ pairs, isLeague, level, featured }: Week): {
  digest: Digest;
  sides: ComparisonSide[];
} {
  const first = pairs[0];
  const comparisons = pairs.flatMap(([one, other, onePanel, otherPanel, isSwapped], index) => {
    const left = isLeague ? 0 : one;
    const right = isLeague ? 1 + (index % (NAMES.length - 1)) : other;
    if (left === right) return [];
    const sides = [
      sideOf(NAMES[left] ?? '', isLeague ? (first?.[2] ?? onePanel) : onePanel),
      sideOf(NAMES[right] ?? '', otherPanel),
    ] as const;
    const tools = isSwapped ? ([sides[1], sides[0]] as const) : sides;
    return [aComparison({ tools, slug: `c-${index}`, publishedAt: TUESDAY - (20 - index) * HOUR })];
  });
  const digest = composeDigest({
    slot: '2026-W47',
    date: '17 November 2026',
    comparisons: comparisons.map((comparison, index) => ({
      comparison,
      featured: index === featured,
      position: null,
    })),
    edited: {},
    limits: DIGEST_LIMITS[level] ?? DIGEST_LIMITS[0],
  });
  return { digest, sides: comparisons.flatMap(({ tools }) => tools) };
}
