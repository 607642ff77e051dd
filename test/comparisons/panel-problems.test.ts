import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrom } from '../support/samples/invented-comparison.ts';

type Verdicts = Record<string, 'ship' | 'skip' | null>;

const reviewsOf = (verdicts: Verdicts) =>
  Object.entries(verdicts).map(([reviewer, verdict]) => ({
    reviewer,
    verdict,
    text: `${reviewer} says why.`,
  }));
const messagesOf = (tool: object, name = 'a.json') =>
  readFrom({
    name,
    content: JSON.stringify({ tools: [{ name: 'Other' }, { name: 'Kiln', ...tool }] }),
  }).rejected.map(({ message }) => message);

const FOUR: Verdicts = { Builder: 'ship', Skeptic: 'skip', Futurist: 'ship', Founder: 'ship' };

describe('a comparison is accepted if its panel is consistent:', () => {
  test.each<[string, object]>([
    [
      'counts, share, verdict and reviews agree',
      { verdict: 'ship', panelShare: 75, shipCount: 3, skipCount: 1, reviews: reviewsOf(FOUR) },
    ],
    ['counts stand alone', { shipCount: 3, skipCount: 1 }],
    ['a share is rounded up', { panelShare: 67, shipCount: 2, skipCount: 1 }],
    ['a share is rounded down', { panelShare: 66, shipCount: 2, skipCount: 1 }],
    [
      'reviews without a verdict fill the counts',
      { shipCount: 2, skipCount: 1, reviews: reviewsOf({ Builder: 'ship', Skeptic: null, Futurist: null }) },
    ],
    [
      'one review is a part of a panel of which the share is known',
      { panelShare: 25, verdict: 'skip', reviews: reviewsOf({ Builder: 'ship' }) },
    ],
    ['a panel that is not quite even is called split', { verdict: 'split', shipCount: 1, skipCount: 2 }],
    ['only one count is known', { shipCount: 3, reviews: reviewsOf(FOUR) }],
  ])('a consistent panel is accepted: %s', (_, tool) => {
    expect(messagesOf(tool)).toEqual([]);
  });
});

describe('a comparison is refused if its panel contradicts itself:', () => {
  test.each<[string, object, string, RegExp]>([
    [
      'its reviews say otherwise than its counts',
      { shipCount: 3, skipCount: 1, reviews: reviewsOf({ ...FOUR, Founder: 'skip' }) },
      'reviews',
      /Kiln: 3 ship and 1 skip are stated, but the reviews are 2 ship \(Builder, Futurist\) and 2 skip \(Skeptic, Founder\)/,
    ],
    [
      'it has fewer reviews than it counts',
      { shipCount: 3, skipCount: 1, reviews: reviewsOf({ Builder: 'ship' }) },
      'reviews',
      /1 ship \(Builder\)/,
    ],
    [
      'it has more reviews than it counts',
      { shipCount: 1, skipCount: 0, reviews: reviewsOf({ Builder: 'ship', Ann: null }) },
      'reviews',
      /1 without a verdict \(Ann\)/,
    ],
    [
      'somebody skips what all ship',
      { panelShare: 100, reviews: reviewsOf({ Builder: 'ship', Skeptic: 'skip' }) },
      'reviews',
      /panelShare is 100, but .*1 skip \(Skeptic\)/,
    ],
    [
      'somebody ships what nobody ships',
      { panelShare: 0, reviews: reviewsOf({ Builder: 'ship' }) },
      'reviews',
      /1 ship \(Builder\)/,
    ],
    [
      "both tools' reviews were exchanged",
      { panelShare: 25, reviews: reviewsOf(FOUR) },
      'reviews',
      /3 ship .* and 1 skip/,
    ],
    [
      'its share is not that of its counts',
      { panelShare: 75, shipCount: 1, skipCount: 3 },
      'panelShare',
      /panelShare is 75, but 1 ship and 3 skip/,
    ],
    [
      'its share is of nobody',
      { panelShare: 75, shipCount: 0, skipCount: 0 },
      'panelShare',
      /leave out what is not known/,
    ],
    [
      'its verdict is not that of its share',
      { verdict: 'ship', panelShare: 25 },
      'verdict',
      /the verdict is ship, but 25% /,
    ],
    [
      'its verdict is not that of its counts',
      { verdict: 'skip', shipCount: 3, skipCount: 1 },
      'verdict',
      /but 75% /,
    ],
    [
      'its verdict is not that of its reviews',
      { verdict: 'ship', reviews: reviewsOf({ Builder: 'skip' }) },
      'verdict',
      /but 0% /,
    ],
    ['all agree on what is called split', { verdict: 'split', panelShare: 100 }, 'verdict', /but 100% /],
  ])('a contradictory panel is refused: %s', (_, tool, field, message) => {
    const [first = '', ...others] = messagesOf(tool);
    expect(others).toEqual([]);
    expect(first).toMatch(
      new RegExp(`^tools\\[1\\]\\.${field} contradicts the rest of what is said about the tool\\. `),
    );
    expect(first).toMatch(message);
    expect(messagesOf(tool, 'a.ndjson')).toEqual([first]);
  });
});

const verdicts = fc.array(fc.option(fc.constantFrom('ship' as const, 'skip' as const)), {
  minLength: 1,
  maxLength: 6,
});
const numbered = (given: readonly ('ship' | 'skip' | null)[]) =>
  reviewsOf(Object.fromEntries(given.map((verdict, index) => [`Reviewer ${index}`, verdict])));

/** The possible numbers of ship verdicts, whatever the reviews without a verdict decided. */
function completions(given: readonly ('ship' | 'skip' | null)[]): number[] {
  const ships = given.filter((verdict) => verdict === 'ship').length;
  const open = given.filter((verdict) => verdict === null).length;
  return Array.from({ length: open + 1 }, (_, more) => ships + more);
}

test('whatever is stated, reviews that cannot produce its counts are refused, and others accepted', () => {
  fc.assert(
    fc.property(verdicts, fc.nat(6), fc.nat(6), (given, shipCount, skipCount) => {
      const isPossible = completions(given).some(
        (ships) => ships === shipCount && given.length - ships === skipCount,
      );
      expect(messagesOf({ shipCount, skipCount, reviews: numbered(given) }).length === 0).toBe(isPossible);
    }),
    { numRuns: 300 },
  );
});

test('whatever the reviewers say, swapping two different panels is refused', () => {
  const panel = fc.array(fc.constantFrom('ship' as const, 'skip' as const), { minLength: 4, maxLength: 4 });
  const ships = (given: readonly string[]) => given.filter((verdict) => verdict === 'ship').length;
  fc.assert(
    fc.property(panel, panel, (one, other) => {
      fc.pre(ships(one) !== ships(other));
      const panelShare = 25 * ships(one);
      expect(messagesOf({ panelShare, reviews: numbered(one) })).toEqual([]);
      expect(messagesOf({ panelShare, reviews: numbered(other) })).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});
