import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonSide } from '../../src/comparisons/comparison.ts';
import { answerOf } from '../../src/digest/answers/answer.ts';
import { answerLine, titleLine } from '../../src/digest/answers/answer-words.ts';
import { panelSentence, verdictSentence } from '../../src/digest/answers/verdict-sentence.ts';
import { lineText } from '../../src/digest/line.ts';
import { aJudgedSide, aReview, aSide } from '../support/comparisons.ts';

const ROLES = ['Builder', 'Skeptic', 'Futurist', 'Founder'];
const same = (name: string) => name;

/** A tool that only these reviewers of the panel would ship. */
function by(name: string, ...shippers: string[]): ComparisonSide {
  const reviews = ROLES.map((reviewer) =>
    aReview({ reviewer, score: 50, verdict: shippers.includes(reviewer) ? 'ship' : 'skip' }),
  );
  return aSide({ name, reviews });
}

const all = (name: string) => by(name, ...ROLES);
const share = (name: string, panelShare: number) => aSide({ name, panelShare });
const verdict = (name: string, said: ComparisonSide['verdict']) => aSide({ name, verdict: said });
const lone = (name: string, reviewer: string | null, said: 'ship' | 'skip') =>
  aSide({ name, reviews: [aReview({ reviewer, verdict: said })] });

describe('the answer', () => {
  test.each<[kind: string, ComparisonSide, ComparisonSide, answer: string, title: string]>([
    ['over', all('A'), by('B', 'Builder'), 'A over B', 'A over B'],
    ['over', by('B', 'Builder'), all('A'), 'A over B', 'A over B'],
    ['over', all('A'), by('B', 'Builder', 'Skeptic', 'Founder'), 'A over B', 'A over B'],
    ['both', all('A'), all('B'), 'Both: A, B', 'A or B: ship either'],
    ['neither', by('A', 'Builder'), by('B'), 'Neither A nor B', 'Neither A nor B'],
    ['level', by('A', 'Builder', 'Skeptic'), by('B', 'Futurist', 'Founder'), 'Level: A, B', 'A level with B'],
    ['verdicts', verdict('B', 'skip'), verdict('A', 'ship'), 'Ship A, skip B', 'Ship A, skip B'],
    ['verdicts', verdict('A', 'split'), verdict('B', 'skip'), 'Split on A, skip B', 'Split on A, skip B'],
    ['one-sided', aSide({ name: 'B' }), all('A'), 'Ship A; no verdict on B', 'Ship A; no verdict on B'],
    ['unknown', aSide({ name: 'A' }), aSide({ name: 'B' }), 'No verdict: A, B', 'No verdict: A, B'],
  ])('an answer of the kind "%s" says so in a row, and in a title', (kind, one, other, row, title) => {
    const answer = answerOf([one, other]);
    expect([answer.kind, lineText(answerLine(answer, same)), lineText(titleLine(answer, same))]).toEqual([
      kind,
      row,
      title,
    ]);
  });

  test('a gap of less than one reviewer is no lead', () => {
    expect(answerOf([{ ...all('A'), panelShare: 100 }, share('B', 90)]).kind).toBe('both');
    expect(answerOf([share('A', 76), { ...all('B'), reviews: all('B').reviews.slice(1) }]).kind).toBe('both');
  });

  test.each([
    [51, 50, 'verdicts'],
    [59, 50, 'verdicts'],
    [60, 50, 'over'],
    [76, 75, 'both'],
    [85, 75, 'over'],
    [30, 29, 'neither'],
  ] as const)('of panels of unknown size, %i%% beside %i%% is of the kind "%s"', (one, other, kind) => {
    expect(answerOf([share('A', one), share('B', other)]).kind).toBe(kind);
  });

  test('one known review says nothing of how large the panel is', () => {
    const one = aSide({ name: 'A', verdict: 'ship', reviews: [aReview({ reviewer: 'Builder', score: 90 })] });
    expect(lineText(panelSentence(answerOf([one, aSide({ name: 'B' })]).ahead))).toBe(
      'The panel would ship it.',
    );
  });

  test('whoever is ahead has the larger share, whichever stands first', () => {
    const ships = fc.nat(4);
    fc.assert(
      fc.property(ships, ships, (one, other) => {
        const { ahead, other: behind } = answerOf([aJudgedSide('A', one), aJudgedSide('B', other)]);
        expect(ahead.share).toBeGreaterThanOrEqual(behind.share ?? 0);
        if (one === other) expect(ahead.side.name).toBe('A');
      }),
    );
  });
});

describe('the sentence with the reason', () => {
  test.each<[ComparisonSide, ComparisonSide, string]>([
    [all('A'), by('B', 'Builder'), 'All four reviewers would ship A; only the Builder would ship B.'],
    [
      by('A', 'Builder', 'Skeptic', 'Founder'),
      by('B', 'Futurist'),
      'Three of four reviewers would ship A; only the Futurist would ship B.',
    ],
    [
      all('A'),
      by('B', 'Builder', 'Futurist', 'Founder'),
      'All four reviewers would ship A; on B, the Skeptic dissents.',
    ],
    [all('A'), by('B'), 'All four reviewers would ship A; none would ship B.'],
    [all('A'), by('B', 'Builder', 'Skeptic'), 'All four reviewers would ship A; two would ship B.'],
    [all('A'), all('B'), 'All four reviewers would ship either one.'],
    [by('A'), by('B'), 'None of the four reviewers would ship either one.'],
    [
      by('A', 'Builder', 'Futurist', 'Founder'),
      by('B', 'Builder', 'Futurist', 'Founder'),
      'Three of four reviewers would ship either one; the Skeptic dissents each time.',
    ],
    [
      by('A', 'Builder', 'Futurist', 'Founder'),
      by('B', 'Builder', 'Futurist', 'Skeptic'),
      'Three of four reviewers would ship either one.',
    ],
    [by('A', 'Builder'), by('B'), 'One of four reviewers would ship A; none would ship B.'],
    [
      by('A', 'Builder', 'Skeptic'),
      by('B', 'Futurist', 'Founder'),
      'Two of four reviewers would ship each, but not the same ones.',
    ],
    [by('A', 'Builder', 'Skeptic'), by('B', 'Builder', 'Founder'), 'Two of four reviewers would ship each.'],
    [aSide({ name: 'A' }), aSide({ name: 'B' }), 'No verdict is given on either.'],
    [all('A'), aSide({ name: 'B' }), '100% of the panel would ship A; no verdict is given on B.'],
    [share('A', 75), share('B', 40), '75% of the panel would ship A; 40% would ship B.'],
    [share('A', 75), share('B', 75), '75% of each panel would ship it.'],
    [verdict('A', 'ship'), verdict('B', 'skip'), 'The panel would ship A; it would skip B.'],
    [verdict('A', 'split'), verdict('B', 'skip'), 'The panel is split on A; it would skip B.'],
    [
      aJudgedSide('A', 2, 2),
      aJudgedSide('B', 1, 2),
      'Both reviewers would ship A; only the Builder would ship B.',
    ],
    [aJudgedSide('A', 1, 2), aJudgedSide('B', 0, 2), 'One of two reviewers would ship A; none would ship B.'],
    [aJudgedSide('A', 0, 2), aJudgedSide('B', 0, 2), 'Neither reviewer would ship either one.'],
    [
      aJudgedSide('A', 5, 5),
      aJudgedSide('B', 3, 4),
      'All five reviewers would ship A; three of four reviewers would ship B.',
    ],
    [
      by('A', 'Builder', 'Skeptic', 'Founder'),
      aSide({
        name: 'B',
        reviews: ['Ada', 'Bo', 'Cy', 'Di'].map((reviewer) => aReview({ reviewer, verdict: 'ship' })),
      }),
      'All four reviewers would ship B; three of four reviewers would ship A.',
    ],
    [
      lone('A', 'Builder', 'ship'),
      lone('B', 'Builder', 'skip'),
      'The only reviewer would ship A, but not B.',
    ],
    [lone('A', 'Builder', 'ship'), lone('B', 'Builder', 'ship'), 'The only reviewer would ship either one.'],
    [lone('A', 'Builder', 'skip'), lone('B', 'Builder', 'skip'), 'The only reviewer would ship neither.'],
    [
      lone('A', 'Builder', 'ship'),
      lone('B', 'Skeptic', 'skip'),
      'The only reviewer of A would ship it; that of B would not.',
    ],
    [
      lone('A', null, 'ship'),
      lone('B', null, 'ship'),
      'The only reviewer of A would ship it, and so would that of B.',
    ],
    [
      lone('A', null, 'skip'),
      lone('B', null, 'skip'),
      'The only reviewer of A would not ship it, nor would that of B.',
    ],
    [
      lone('A', 'Builder', 'ship'),
      by('B', 'Builder'),
      'The only reviewer of A would ship it; 25% of the panel would ship B.',
    ],
    [
      all('A'),
      lone('B', 'Builder', 'skip'),
      '100% of the panel would ship A; the only reviewer of B would skip it.',
    ],
  ])('%#: the reason is only what the source states', (one, other, sentence) => {
    expect(lineText(verdictSentence(answerOf([one, other]), same))).toBe(sentence);
  });

  test.each<[ComparisonSide, boolean, string]>([
    [all('A'), false, 'All four reviewers would ship it.'],
    [all('A'), true, 'All four reviewers would ship it too.'],
    [
      by('A', 'Builder', 'Futurist', 'Founder'),
      true,
      'Three of four reviewers would ship it; the Skeptic dissents.',
    ],
    [by('A', 'Builder'), false, 'One of four reviewers would ship it: the Builder.'],
    [by('A', 'Builder', 'Skeptic'), false, 'Two of four reviewers would ship it.'],
    [by('A'), false, 'None of the four reviewers would ship it.'],
    [lone('A', 'Builder', 'ship'), false, 'Its only reviewer would ship it.'],
    [lone('A', null, 'skip'), true, 'Its only reviewer would skip it.'],
    [share('A', 75), false, '75% of the panel would ship it.'],
    [verdict('A', 'split'), false, 'The panel is split on it.'],
    [aSide({ name: 'A' }), false, 'No verdict is given.'],
  ])('%#: a tool alone is judged by its own panel', (side, isToo, sentence) => {
    const { ahead } = answerOf([side, aSide({ name: 'Z' })]);
    expect(lineText(panelSentence(ahead, { isToo }))).toBe(sentence);
  });

  test('a verdict that contradicts its share makes no sentence about the share', () => {
    const odd = aSide({ name: 'A', verdict: 'skip', panelShare: 100 });
    expect(lineText(verdictSentence(answerOf([odd, share('B', 50)]), same))).toBe(
      '50% of the panel would ship B; it would skip A.',
    );
  });
});
