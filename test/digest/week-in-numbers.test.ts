import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { comparisonSchema, toolKey } from '../../src/comparisons/comparison.ts';
import { weekInNumbers } from '../../src/digest/week-in-numbers.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { aComparison, aJudgedSide, aReview, aSide, DAY, TUESDAY } from '../support/comparisons.ts';

test('comparisons and tools are counted, and a tool once whatever its case', () => {
  const comparisons = [aComparison({ tools: ['Kiln', 'Loom'] }), aComparison({ tools: ['KILN', 'Forge'] })];
  expect(weekInNumbers(comparisons)).toMatchObject({ comparisons: 2, tools: 3 });
  expect(weekInNumbers([])).toEqual({ comparisons: 0, tools: 0, clearest: null, mostDivided: null });
});

test('the clearest panel is the furthest from even, and the most divided the nearest to it', () => {
  const comparisons = [
    aComparison({ tools: [aJudgedSide('Kiln', 3), aJudgedSide('Loom', 0)] }),
    aComparison({ tools: [aJudgedSide('Forge', 2), aJudgedSide('Anvil', 1)] }),
  ];
  expect(weekInNumbers(comparisons)).toMatchObject({
    clearest: { tool: 'Loom', verdict: 'skip', panelShare: 0 },
    mostDivided: { tool: 'Forge', verdict: 'split', panelShare: 50 },
  });
});

test('among equally clear panels the larger one wins, then the higher mean score, then the order', () => {
  const scored = (name: string, score: number) =>
    aSide({ name, panelShare: 100, reviews: [aReview({ score }), aReview({ score })] });
  const clearestOf = (one: ReturnType<typeof aSide>, other: ReturnType<typeof aSide>) =>
    weekInNumbers([aComparison({ tools: [one, other] })]).clearest?.tool;
  expect(clearestOf(aJudgedSide('Three', 3, 3), aJudgedSide('Four', 4, 4))).toBe('Four');
  expect(clearestOf(scored('Lower', 70), scored('Higher', 90))).toBe('Higher');
  expect(clearestOf(scored('First', 80), scored('Second', 80))).toBe('First');
});

test('no panel is the most divided if all agree, and none the clearest if none is known', () => {
  const agreed = aComparison({ tools: [aJudgedSide('Kiln', 4), aJudgedSide('Loom', 0)] });
  expect(weekInNumbers([agreed]).mostDivided).toBeNull();
  const unknown = aComparison({ tools: [aSide({ name: 'Kiln' }), aSide({ name: 'Loom', verdict: 'ship' })] });
  expect(weekInNumbers([unknown])).toMatchObject({ clearest: null, mostDivided: null });
});

test('tools that are equally clear or divided are counted once each', () => {
  const comparisons = [
    aComparison({ tools: [aJudgedSide('Kiln', 4), aJudgedSide('Loom', 2)] }),
    aComparison({ tools: [aJudgedSide('Forge', 4), aJudgedSide('Anvil', 2)] }),
    aComparison({ tools: [aJudgedSide('Kiln', 4), aJudgedSide('Bellows', 0)] }),
  ];
  expect(weekInNumbers(comparisons)).toMatchObject({ clearest: { alike: 2 }, mostDivided: { alike: 1 } });
  const apart = aComparison({ tools: [aJudgedSide('Kiln', 3), aJudgedSide('Loom', 2)] });
  expect(weekInNumbers([apart])).toMatchObject({ clearest: { alike: 0 }, mostDivided: { alike: 0 } });
});

test('the week in numbers is true of each of the sample comparisons', async () => {
  const samples = z
    .array(comparisonSchema)
    .parse(JSON.parse(await readFile(projectPath('src', 'demo', 'comparisons.json'), 'utf8')))
    .map((one) => ({ ...one, publishedAt: one.publishedAt ?? '' }));
  const shares = new Map(
    samples.flatMap(({ tools }) => tools.map(({ name, panelShare }) => [toolKey(name), panelShare])),
  );
  const clarity = [...shares.values()].flatMap((share) => (share === null ? [] : Math.abs(share - 50)));
  const { clearest, mostDivided } = weekInNumbers(samples);
  for (const [highlight, extreme] of [
    [clearest, Math.max(...clarity)],
    [mostDivided, Math.min(...clarity)],
  ] as const) {
    expect(shares.get(toolKey(highlight?.tool ?? ''))).toBe(highlight?.panelShare);
    expect(Math.abs((highlight?.panelShare ?? 0) - 50)).toBe(extreme);
    expect(highlight?.alike).toBe(clarity.filter((one) => one === extreme).length - 1);
  }
});

test('no panel is the clearest if all are even', () => {
  const even = aComparison({ tools: [aJudgedSide('Kiln', 2), aJudgedSide('Loom', 1, 2)] });
  expect(weekInNumbers([even])).toMatchObject({
    clearest: null,
    mostDivided: { tool: 'Kiln', verdict: 'split', panelShare: 50 },
  });
});

test.each([
  ['as many ship', 3, 3],
  ['as many ship as skip the other', 3, 1],
])('no panel is the most divided if two are equally close: %s', (_, one, other) => {
  const comparison = aComparison({ tools: [aJudgedSide('Kiln', one), aJudgedSide('Loom', other)] });
  expect(weekInNumbers([comparison]).mostDivided).toBeNull();
});

test('a panel whose verdict contradicts its share is not highlighted', () => {
  const odd = aSide({ name: 'Kiln', verdict: 'skip', panelShare: 100, shipCount: 0, skipCount: 4 });
  const comparison = aComparison({ tools: [odd, aJudgedSide('Loom', 3)] });
  expect(weekInNumbers([comparison])).toMatchObject({ clearest: { tool: 'Loom' }, mostDivided: null });
});

test('no tool is both the clearest and the most divided', () => {
  const comparison = aComparison({ tools: [aJudgedSide('Kiln', 3), aSide({ name: 'Loom' })] });
  expect(weekInNumbers([comparison])).toMatchObject({ clearest: { tool: 'Kiln' }, mostDivided: null });
});

test('a tool that was judged twice counts with its most recent panel', () => {
  const before = aComparison({
    tools: [aJudgedSide('Kiln', 4), aJudgedSide('Loom', 3)],
    publishedAt: TUESDAY - DAY,
  });
  const after = aComparison({
    tools: [aJudgedSide('Kiln', 2), aJudgedSide('Forge', 3)],
    publishedAt: TUESDAY,
  });
  for (const comparisons of [
    [before, after],
    [after, before],
  ]) {
    expect(weekInNumbers(comparisons).mostDivided).toMatchObject({ tool: 'Kiln', panelShare: 50 });
    expect(weekInNumbers(comparisons).clearest).not.toMatchObject({ tool: 'Kiln' });
  }
});

test('a panel of one or two reviewers is neither the clearest nor the most divided beside full ones', () => {
  const comparisons = [
    aComparison({ tools: [aJudgedSide('Solo', 1, 1), aJudgedSide('Duo', 1, 2)] }),
    aComparison({ tools: [aJudgedSide('Kiln', 3), aSide({ name: 'Loom', verdict: 'skip', panelShare: 0 })] }),
  ];
  expect(weekInNumbers(comparisons)).toMatchObject({ clearest: { tool: 'Kiln' }, mostDivided: null });
});

test('a lone reviewer is never the clearest verdict of a week, even if there is no other', () => {
  const alone = aComparison({ tools: [aJudgedSide('Solo', 1, 1), aSide({ name: 'Loom' })] });
  expect(weekInNumbers([alone])).toMatchObject({ clearest: null, mostDivided: null });
});
