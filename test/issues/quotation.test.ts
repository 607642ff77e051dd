import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine } from '../../src/clean-text.ts';
import type { Review } from '../../src/comparisons/comparison.ts';
import { chooseQuotations } from '../../src/issues/choose-quotations.ts';
import type { Stance } from '../../src/issues/digest.ts';
import { quote } from '../../src/issues/quotation.ts';
import { aReview, aSide } from '../support/comparisons.ts';

const REVIEW = [
  'Kiln bakes the bricks of a small house in the time that others need for its chimney.',
  'But the door is the same as that of last year, which nobody asked for.',
  'The handle gets hot, and the first thing that breaks is the hinge, which is a risk in any workshop.',
  'The decision that earns the ship is the fan, which is genuinely useful on humid days.',
].join(' ');

describe('quoting a review', () => {
  test('gives all of it where that fits, on one line', () => {
    expect(quote('Bakes.\n\nCools.', { stance: 'for', maxLength: 280 })).toBe('Bakes. Cools.');
  });

  test('gives one whole sentence, that which argues for the stance', () => {
    expect(quote(REVIEW, { stance: 'for', maxLength: 120 })).toMatch(/^The decision .* humid days\.$/);
    expect(quote(REVIEW, { stance: 'against', maxLength: 120 })).toMatch(/^The handle .* workshop\.$/);
  });

  test('does not begin with a "But" where another sentence fits', () => {
    expect(quote(REVIEW, { stance: 'unknown', maxLength: 90 })).not.toMatch(/^But/);
  });

  test.each([
    ['an opening', 'Without one it is a genuine, useful thing that works, and the best of all that I tried.'],
    [
      'an end',
      'Nobody believed that such a small kiln was useful or sound in practice, and neither had they.',
    ],
  ])('does not take a sentence that leans on another by %s', (_, leaning) => {
    const plain = 'The oven stays warm for nine hours on a single log of birch wood.';
    const text = `${plain} ${leaning} ${'Its colour is that of a brick, which is a matter of taste. '.repeat(2)}`;
    expect(quote(text, { stance: 'unknown', maxLength: 120 })).toBe(plain);
  });

  test('gives the beginning of a sentence that tells something rather than one that tells nothing', () => {
    const text = `Yes. ${'It fails for no team that ever tried it, '.repeat(9)}and that is all.`;
    expect(quote(text, { stance: 'for', maxLength: 60 })).toMatch(/^It fails for no team .*…$/);
    expect(quote('Yes. '.repeat(90), { stance: 'for', maxLength: 60 })).toBe('Yes.');
  });

  test('does not begin behind the full stop of an abbreviation', () => {
    const sentence =
      'A report for the U.S. Government by Dr. J. Kiln says vs. whom it never works, e.g. at 3.5 GB.';
    const text = `${'It has a door. '.repeat(9)}${sentence}`;
    expect(quote(text, { stance: 'against', maxLength: 120 })).toBe(sentence);
  });

  test('leaves out the marks of a review that is quoted already', () => {
    const request = { stance: 'for', maxLength: 60 } as const;
    expect(quote('“Bakes bricks.”', request)).toBe('Bakes bricks.');
    expect(quote('"Bakes bricks."', request)).toBe('Bakes bricks.');
    expect(quote('“Bakes” is “a word.”', request)).toBe('“Bakes” is “a word.”');
    expect(quote('""', request)).toBeNull();
  });

  test('cuts the best sentence where none fits, and says nothing where too little would be left', () => {
    expect(quote(REVIEW, { stance: 'for', maxLength: 50 })).toBe(
      'The decision that earns the ship is the fan…',
    );
    expect(quote(REVIEW, { stance: 'for', maxLength: 20 })).toBeNull();
    expect(quote(REVIEW, { stance: 'for', maxLength: 0 })).toBeNull();
  });

  test('repeats the text to the letter, or its beginning with an ellipsis, within the length', () => {
    const words = fc.constantFrom(
      'Kiln',
      '`bake. All`',
      'e.g.',
      'it',
      'ships.',
      'breaks!',
      '👩‍🚀',
      '(see',
      'there)',
      '砖',
    );
    const texts = fc.array(words, { maxLength: 80 }).map((all) => all.join(' '));
    const stances = fc.constantFrom<Stance>('for', 'against', 'reserved', 'unknown');
    fc.assert(
      fc.property(texts, stances, fc.nat(200), (text, stance, maxLength) => {
        const quotation = quote(text, { stance, maxLength });
        if (quotation === null) return;
        expect(quotation.length).toBeLessThanOrEqual(maxLength);
        expect(quotation).not.toMatch(/\p{Surrogate}/u);
        expect(oneLine(text)).toContain(quotation.replace(/…$/, ''));
        expect((quotation.split('`').length - 1) % 2).toBe(0);
      }),
    );
  });

  test('is quick with the longest texts', () => {
    const text = 'A `span and (a bracket. '.repeat(830);
    const begin = performance.now();
    quote(text, { stance: 'for', maxLength: 280 });
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

function chosen(reviews: Partial<Review>[], panelShare: number | null = null): string[] {
  const side = aSide({
    name: 'Kiln',
    panelShare,
    reviews: reviews.map((review, index) => aReview({ text: `Reason ${index + 1}.`, ...review })),
  });
  return chooseQuotations(side, 100).map(({ stance, text }) => `${stance}: ${text}`);
}

describe('choosing arguments', () => {
  test('takes the highest score for and the lowest against', () => {
    const reviews = [
      { verdict: 'ship', score: 70 },
      { verdict: 'ship', score: 90 },
      { verdict: 'skip', score: 52 },
      { verdict: 'skip', score: 30 },
    ] as const;
    expect(chosen([...reviews])).toEqual(['for: Reason 2.', 'against: Reason 4.']);
  });

  test('calls the least convinced reserved where nobody is against', () => {
    const ships = [79, 92, 84].map((score) => ({ verdict: 'ship' as const, score }));
    expect(chosen(ships)).toEqual(['for: Reason 2.', 'reserved: Reason 1.']);
    expect(chosen([...ships, { score: 55 }])).toEqual(['for: Reason 2.']);
  });

  test('invents no reservation where scores do not tell', () => {
    expect(chosen([{ verdict: 'ship' }, { verdict: 'ship', score: 60 }])).toEqual(['for: Reason 2.']);
    expect(chosen([80, 80].map((score) => ({ verdict: 'ship' as const, score })))).toEqual([
      'for: Reason 1.',
    ]);
  });

  test('judges by score where no verdict is given, unless the score is in the middle', () => {
    expect(chosen([{ score: 85 }, { score: 49 }])).toEqual(['for: Reason 1.', 'against: Reason 2.']);
    expect(chosen([{ score: 52 }])).toEqual(['unknown: Reason 1.']);
  });

  test('takes the panel for its members where it is of one mind', () => {
    expect(chosen([{}, {}], 100)).toEqual(['for: Reason 1.']);
    expect(chosen([{}, {}], 0)).toEqual(['against: Reason 1.']);
  });

  test('quotes the first review, without a stance, where none is known', () => {
    expect(chosen([{}, {}], 75)).toEqual(['unknown: Reason 1.']);
    expect(chosen([])).toEqual([]);
  });

  test('quotes nothing at length 0', () => {
    expect(chooseQuotations(aSide({ name: 'Kiln', reviews: [aReview()] }), 0)).toEqual([]);
  });
});
