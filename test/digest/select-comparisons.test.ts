import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenComparison } from '../../src/comparisons/comparison-store.ts';
import { HELD_BACK_REASONS, selectComparisons } from '../../src/digest/select-comparisons.ts';
import { anOpenComparison, DAY, TUESDAY } from '../support/comparisons.ts';

const RULES = { cutOff: TUESDAY, lookbackDays: 14, minItems: 1, maxItems: 8 };

function select(open: OpenComparison[], rules: Partial<typeof RULES> = {}) {
  const { items, heldBack, enough } = selectComparisons({ open, ...RULES, ...rules });
  const reasons = Object.fromEntries(heldBack.map(({ slug, reason }) => [slug, reason]));
  return { slugs: items.map(({ slug }) => slug), reasons, enough };
}

function daysBefore(days: number, given: Partial<OpenComparison> & { slug: string }): OpenComparison {
  return anOpenComparison({ publishedAt: TUESDAY - days * DAY, ...given });
}

describe('selecting', () => {
  test('the oldest comparisons are selected first, ties by slug, and those beyond the maximum wait', () => {
    const open = [
      daysBefore(1, { slug: 'young' }),
      daysBefore(3, { slug: 'old-b' }),
      daysBefore(3, { slug: 'old-a' }),
    ];
    expect(select(open, { maxItems: 2 })).toEqual({
      slugs: ['old-a', 'old-b'],
      reasons: { young: 'over-max-items' },
      enough: true,
    });
  });

  test('the selected period includes both its ends', () => {
    const open = [
      daysBefore(0, { slug: 'at-cut-off' }),
      anOpenComparison({ slug: 'too-late', publishedAt: TUESDAY + 1 }),
      daysBefore(14, { slug: 'at-beginning' }),
      anOpenComparison({ slug: 'too-old', publishedAt: TUESDAY - 14 * DAY - 1 }),
    ];
    expect(select(open)).toEqual({
      slugs: ['at-beginning', 'at-cut-off'],
      reasons: { 'too-late': 'after-cut-off', 'too-old': 'older-than-lookback' },
      enough: true,
    });
  });

  test('comparisons that lack a tool, or that an editor holds or leaves out, are left out', () => {
    const open = [
      daysBefore(1, { slug: 'half', complete: false }),
      daysBefore(1, { slug: 'withheld', held: true }),
      daysBefore(1, { slug: 'not-this-week', leftOut: true, pinned: true }),
    ];
    expect(select(open)).toEqual({
      slugs: [],
      reasons: { half: 'incomplete', withheld: 'held', 'not-this-week': 'left-out' },
      enough: false,
    });
  });

  test('a pinned comparison comes before older ones, and may be older than the period', () => {
    const open = [
      daysBefore(9, { slug: 'older' }),
      daysBefore(1, { slug: 'wanted', pinned: true }),
      daysBefore(90, { slug: 'classic', pinned: true }),
    ];
    expect(select(open, { maxItems: 2 })).toMatchObject({
      slugs: ['classic', 'wanted'],
      reasons: { older: 'over-max-items' },
    });
  });

  test('a pin does not let in what is held, incomplete or not yet due, nor more than the maximum', () => {
    const open = [
      daysBefore(1, { slug: 'withheld', pinned: true, held: true }),
      daysBefore(1, { slug: 'half', pinned: true, complete: false }),
      daysBefore(-1, { slug: 'tomorrow', pinned: true }),
      daysBefore(3, { slug: 'first', pinned: true }),
      daysBefore(2, { slug: 'second', pinned: true }),
    ];
    expect(select(open, { maxItems: 1 })).toEqual({
      slugs: ['first'],
      reasons: { withheld: 'held', half: 'incomplete', tomorrow: 'after-cut-off', second: 'over-max-items' },
      enough: true,
    });
  });

  test('the minimum number of comparisons is enough for an issue', () => {
    const open = [daysBefore(1, { slug: 'one' }), daysBefore(1, { slug: 'two' })];
    expect(select(open, { minItems: 2 }).enough).toBe(true);
    expect(select(open, { minItems: 3 }).enough).toBe(false);
  });
});

const openComparison = fc.record({
  publishedAt: fc.integer({ min: TUESDAY - 20 * DAY, max: TUESDAY + 2 * DAY }),
  complete: fc.boolean(),
  held: fc.boolean(),
  leftOut: fc.boolean(),
  pinned: fc.boolean(),
  featured: fc.boolean(),
  position: fc.option(fc.nat(9)),
});

test('every open comparison is either selected or held back, and no more are selected than allowed', () => {
  const opens = fc
    .array(openComparison)
    .map((all) => all.map((one, index) => ({ slug: `c-${index}`, ...one })));
  fc.assert(
    fc.property(opens, fc.nat(10), (open, maxItems) => {
      const before = structuredClone(open);
      const { items, heldBack } = selectComparisons({ open, ...RULES, maxItems });
      const accounted = [...items, ...heldBack].map(({ slug }) => slug);
      expect(accounted.toSorted()).toEqual(open.map(({ slug }) => slug).toSorted());
      expect(items.length).toBeLessThanOrEqual(maxItems);
      expect(heldBack.every(({ reason }) => HELD_BACK_REASONS.includes(reason))).toBe(true);
      expect(open).toEqual(before);
    }),
  );
});

test('selecting from ten thousand open comparisons takes a moment', () => {
  const open = Array.from({ length: 10_000 }, (_, index) =>
    anOpenComparison({ slug: `c-${(index * 7919) % 10_000}`, publishedAt: TUESDAY - (index % 500) * 60_000 }),
  );
  selectComparisons({ open, ...RULES });
  const begin = performance.now();
  expect(selectComparisons({ open, ...RULES }).heldBack).toHaveLength(9_992);
  expect(performance.now() - begin).toBeLessThan(200);
});
