import { expect, test } from 'vitest';
import { answerOf, judged } from '../../src/digest/answers/answer.ts';
import { leagueSummary, weekSummary } from '../../src/digest/answers/week-summary.ts';
import { lineText } from '../../src/digest/line.ts';
import { aComparison, aJudgedSide, aSide } from '../support/comparisons.ts';

type Tools = Parameters<typeof aComparison>[0]['tools'];

function summaryOf(...pairs: Tools[]): string | null {
  const answers = pairs.map((tools) => answerOf(aComparison({ tools }).tools));
  const summary = weekSummary(answers, (name) => name);
  return summary && lineText(summary);
}

const pair = (one: number, other: number, name = 'Kiln'): Tools => [
  aJudgedSide(name, one),
  aJudgedSide(`${name} Rival`, other),
];

const TOOL = judged(aJudgedSide('Kiln', 3));

test('a single comparison has no summary', () => {
  expect(summaryOf(pair(3, 0))).toBeNull();
  expect(summaryOf()).toBeNull();
});

test('the clearest comparison has the widest gap, and the most divided is nearest to even', () => {
  expect(summaryOf(pair(3, 0), pair(2, 1, 'Forge'))).toBe(
    'Two comparisons. Clearest: Kiln, 75% and 75 points ahead. Most divided: Forge, two against two.',
  );
  expect(summaryOf(pair(3, 0), pair(2, 2, 'Forge'))).toContain(
    'Most divided: Forge and Forge Rival, two against two.',
  );
});

test('among equal gaps the larger share is the clearest; no superlative is given where two are alike', () => {
  expect(summaryOf(pair(3, 1), pair(4, 2, 'Forge'))).toContain('Clearest: Forge, 100% and 50 points ahead.');
  expect(summaryOf(pair(4, 0), pair(4, 0, 'Forge'))).toBe(
    'Two comparisons. Among the clearest: Kiln, 100% and 100 points ahead.',
  );
  expect(summaryOf(pair(4, 0), pair(2, 1, 'Forge'), pair(2, 1, 'Loom'))).toContain(
    'Among the most divided: Forge, two against two.',
  );
});

test('two tools as far from even, on either side of it, are named with their own shares', () => {
  const five = (name: string, ships: number) => aJudgedSide(name, ships, 5);
  expect(summaryOf(pair(4, 0), [five('Loom', 3), five('Forge', 2)])).toContain(
    'Most divided: Loom, 60%, and Forge, 40%.',
  );
});

test('no panel is divided if all agree, and none is clear if nothing is known', () => {
  expect(summaryOf(pair(4, 0), pair(4, 4, 'Forge'))).toBe(
    'Two comparisons. Clearest: Kiln, 100% and 100 points ahead.',
  );
  const unknown: Tools = [aSide({ name: 'Kiln' }), aSide({ name: 'Loom', verdict: 'ship' })];
  expect(summaryOf(unknown, unknown)).toBe('Two comparisons.');
});

test('a panel whose verdict contradicts its share is not highlighted', () => {
  const odd = aSide({ name: 'Odd', verdict: 'skip', panelShare: 100, shipCount: 0, skipCount: 4 });
  expect(summaryOf([odd, aJudgedSide('Loom', 3)], pair(4, 4))).not.toContain('Odd');
});

test('the most divided panel may be in the clearest comparison, but no tool is both', () => {
  expect(summaryOf(pair(3, 2), pair(4, 4, 'Forge'))).toBe(
    'Two comparisons. Clearest: Kiln, 75% and 25 points ahead. Most divided: Kiln Rival, two against two.',
  );
});

test('a panel as far from even as the clearest is not called divided', () => {
  const two = (name: string, ships: number) => aJudgedSide(name, ships, 3);
  expect(summaryOf([two('Kiln', 2), two('Loom', 1)], [two('Forge', 2), two('Anvil', 1)])).toBe(
    'Two comparisons. Among the clearest: Kiln, 67% and 34 points ahead.',
  );
});

test('a panel of one or two reviewers is not named beside full ones, and nothing is the clearest if its lead is larger', () => {
  const small: Tools = [aJudgedSide('Solo', 1, 1), aJudgedSide('Duo', 0, 2)];
  expect(summaryOf(small, [aJudgedSide('Trio', 2, 2), aJudgedSide('Even', 1, 2)], pair(3, 2))).toBe(
    'Three comparisons. Among the clearest: Kiln, 75% and 25 points ahead. Most divided: Kiln Rival, two against two.',
  );
});

test('a lone reviewer is never the clearest verdict of a week, even if there is no other', () => {
  const alone: Tools = [aJudgedSide('Solo', 1, 1), aJudgedSide('Alone', 0, 1)];
  expect(summaryOf(alone, alone)).toBe('Two comparisons.');
});

test('a week of one tool says how many of its rivals the panel would ship, if all are known', () => {
  const rivals = (...ships: (number | null)[]) =>
    lineText(
      leagueSummary(
        TOOL,
        ships.map((count, index) => {
          const name = `Rival ${index}`;
          return answerOf([count === null ? aSide({ name }) : aJudgedSide(name, count), aSide({ name: 'X' })])
            .ahead;
        }),
      ),
    );
  expect(rivals(4, 0, 1)).toBe(
    'Three comparisons, one tool in each. The panel would ship one of the rivals.',
  );
  expect(rivals(0, 0)).toBe('Two comparisons, one tool in both. The panel would ship none of the rivals.');
  expect(rivals(4, 3)).toBe('Two comparisons, one tool in both. The panel would ship both rivals too.');
  expect(lineText(leagueSummary(judged(aJudgedSide('Kiln', 1)), [TOOL, TOOL]))).toBe(
    'Two comparisons, one tool in both. The panel would ship both rivals.',
  );
  expect(rivals(4, null)).toBe('Two comparisons, one tool in both.');
});
