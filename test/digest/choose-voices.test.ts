import { describe, expect, test } from 'vitest';
import type { ComparisonSide, Review } from '../../src/comparisons/comparison.ts';
import { chooseVoices, type VoiceLimits } from '../../src/digest/quotations/choose-voices.ts';
import { aReview, aSide } from '../support/comparisons.ts';

const REASONS = ['first', 'second', 'third', 'fourth'];
const reason = (index: number, tool = 'Kiln') => `The ${REASONS[index]} reason about ${tool} is the door.`;

const tool = (name: string, ...reviews: Partial<Review>[]): ComparisonSide =>
  aSide({ name, reviews: reviews.map((review, index) => aReview({ text: reason(index, name), ...review })) });

const ship = (score: number | null, given: Partial<Review> = {}): Partial<Review> => ({
  verdict: 'ship',
  score,
  ...given,
});
const skip = (score: number | null, given: Partial<Review> = {}): Partial<Review> => ({
  verdict: 'skip',
  score,
  ...given,
});

function voices(
  ahead: ComparisonSide,
  other: ComparisonSide,
  limits: VoiceLimits = { each: 20, both: 40 },
  isNew: (tool: string, text: string) => boolean = () => true,
): string[] {
  const chosen = chooseVoices({ ahead, other, limits, isNew });
  return chosen.map(({ stance, name, reviewer, text }) =>
    [stance, name, reviewer ?? '?', text.match(/first|second|third|fourth/)?.[0] ?? text].join(' '),
  );
}

describe('the two voices of a pair', () => {
  test('one who would ship the tool ahead, with the highest score, and one who would skip the other, with the lowest', () => {
    const kiln = tool('Kiln', ship(70), ship(90), skip(30));
    const loom = tool('Loom', ship(80), skip(52), skip(30));
    expect(voices(kiln, loom)).toEqual(['for Kiln ? second', 'against Loom ? third']);
  });

  test('a sentence with a figure goes before one without, whatever the scores', () => {
    const figure = 'The kiln baked 1,200 bricks in its first hour.';
    const [voice] = chooseVoices({
      ahead: tool('Kiln', ship(90), ship(70, { text: figure })),
      other: tool('Loom', skip(20)),
      limits: { each: 20, both: 40 },
      isNew: () => true,
    });
    expect(voice?.text).toBe(figure);
  });

  test('a whole sentence goes before the beginning of one, whatever the scores', () => {
    const long = `The fan cools the bricks within the hour: ${'one brick after the other '.repeat(6)}as it is.`;
    const kiln = tool('Kiln', ship(95, { text: long }), ship(61));
    expect(voices(kiln, tool('Loom', skip(20)))[0]).toBe('for Kiln ? second');
    expect(voices(tool('Kiln', ship(95, { text: long })), tool('Loom', skip(20)))[0]).toBe(
      'for Kiln ? The fan cools the bricks within the hour…',
    );
  });

  test('two different reviewers speak where that costs nothing', () => {
    const kiln = tool('Kiln', ship(90, { reviewer: 'Builder' }), ship(80, { reviewer: 'Skeptic' }));
    const loom = tool('Loom', skip(20, { reviewer: 'Builder' }), skip(40, { reviewer: 'Skeptic' }));
    expect(voices(kiln, loom)).toEqual(['for Kiln Builder first', 'against Loom Skeptic second']);
    const alone = tool('Loom', skip(20, { reviewer: 'Builder' }));
    expect(voices(kiln, alone)).toEqual(['for Kiln Builder first', 'against Loom Builder first']);
  });

  test('both together keep to their limit', () => {
    const kiln = tool('Kiln', ship(90));
    const loom = tool('Loom', skip(20));
    expect(voices(kiln, loom, { each: 20, both: 16 })).toHaveLength(2);
    expect(voices(kiln, loom, { each: 20, both: 15 })).toEqual(['for Kiln ? first']);
    expect(voices(kiln, loom, { each: 7, both: 40 })).toEqual([]);
    expect(voices(kiln, loom, { each: 0, both: 0 })).toEqual([]);
  });

  test('what the issue has quoted already is not quoted again', () => {
    const kiln = tool('Kiln', ship(90), ship(80));
    const isNew = (_: string, text: string) => text !== reason(0);
    expect(voices(kiln, tool('Loom', skip(20)), undefined, isNew)[0]).toBe('for Kiln ? second');
  });

  test('the next reviewer is quoted if the first one’s text was truncated', () => {
    const kiln = tool('Kiln', ship(90, { text: 'It is the best kiln that…' }), ship(80));
    expect(voices(kiln, tool('Loom', skip(20)))[0]).toBe('for Kiln ? second');
  });
});

describe('a voice without a counterpart', () => {
  test('the least convinced reviewer is called reserved if nobody would skip the other', () => {
    const loom = tool('Loom', ship(79), ship(64), ship(84));
    expect(voices(tool('Kiln', ship(90)), loom)).toEqual(['for Kiln ? first', 'reserved Loom ? second']);
  });

  test('no reservation is made up if the scores do not show one', () => {
    for (const loom of [
      tool('Loom', ship(80), ship(80)),
      tool('Loom', ship(null), ship(60)),
      tool('Loom', ship(80)),
      tool('Loom', ship(80), { score: 55 }),
    ])
      expect(voices(tool('Kiln', ship(90)), loom)).toEqual(['for Kiln ? first']);
  });

  test('nobody speaks for and against the same tool at once', () => {
    const alone = tool('Kiln', ship(90, { reviewer: 'Builder' }));
    expect(voices(alone, alone)).toEqual(['for Kiln Builder first']);
    const both = tool('Kiln', ship(90, { reviewer: 'Builder' }), ship(70, { reviewer: 'Skeptic' }));
    expect(voices(both, both)).toEqual(['for Kiln Builder first', 'reserved Kiln Skeptic second']);
  });
});

describe('stances', () => {
  test('a review without a verdict is chosen by its score, but neither for nor against anything', () => {
    const kiln = tool('Kiln', { score: 64 }, { score: 85 });
    expect(voices(kiln, tool('Loom', { score: 59 }, { score: 49 }))).toEqual([
      'unknown Kiln ? second',
      'unknown Loom ? second',
    ]);
    expect(voices(kiln, tool('Loom', { score: 90 }, { score: 70 }))).toEqual([
      'unknown Kiln ? second',
      'unknown Loom ? second',
    ]);
    expect(voices(tool('Kiln', { score: 95 }, ship(70)), tool('Loom', { score: 10 }, skip(40)))).toEqual([
      'for Kiln ? second',
      'against Loom ? second',
    ]);
    expect(voices(tool('Kiln', { score: 52 }), tool('Loom', { score: 59 }))).toEqual([
      'unknown Kiln ? first',
      'unknown Loom ? first',
    ]);
  });

  test('the members of a unanimous panel have its verdict', () => {
    const kiln = { ...tool('Kiln', {}, {}), panelShare: 100 };
    const loom = { ...tool('Loom', {}, {}), panelShare: 0 };
    expect(voices(kiln, loom)).toEqual(['for Kiln ? first', 'against Loom ? first']);
  });

  test('the first and the second reviewer are quoted, one on each tool, if no stance is known', () => {
    const kiln = tool('Kiln', { reviewer: 'Builder' }, { reviewer: 'Skeptic' });
    const loom = tool('Loom', { reviewer: 'Builder' }, { reviewer: 'Skeptic' });
    expect(voices(kiln, loom)).toEqual(['unknown Kiln Builder first', 'unknown Loom Skeptic second']);
    expect(voices(tool('Kiln', {}), tool('Loom', {}))).toEqual([
      'unknown Kiln ? first',
      'unknown Loom ? first',
    ]);
    expect(voices(tool('Kiln'), tool('Loom'))).toEqual([]);
  });
});
