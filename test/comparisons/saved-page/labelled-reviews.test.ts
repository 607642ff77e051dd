import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/comparisons/comparison.ts';
import { inventedComparison, readFrom } from '../../support/invented-comparison.ts';
import { labelledPage } from '../../support/saved-pages.ts';

const comparison = inventedComparison();
const page = labelledPage(comparison);

function tools(content: string): Comparison['tools'] {
  const { comparisons, rejected } = readFrom({ name: 'page.txt', content });
  expect(rejected).toEqual([]);
  const [read] = comparisons;
  if (read === undefined) throw new Error('nothing was read');
  return read.tools;
}

/** The page with one line of it replaced, which must be there. */
function withLine(line: string | RegExp, replacement: string, content = page): string {
  const changed = content.replace(line, () => replacement);
  expect(changed).not.toBe(content);
  return changed;
}

test.each([
  ['93/100 · skip', 93, 'skip'],
  ['93 / 100 - Ship', 93, 'ship'],
  ['—/100 · skip', null, 'skip'],
  ['93/100', 93, null],
  ['90.5/100 · ship', 91, 'ship'],
  ['90,4/100', 90, null],
  ['93/100\nskip', 93, 'skip'],
  ['93/100 · undecided', 93, null],
  ['ship', null, 'ship'],
  ['N/A', null, null],
])('the score line %j is %j and %j', (line, score, verdict) => {
  expect(tools(withLine('81/100 · ship', line))[0].reviews[0]).toEqual({
    ...{ reviewer: 'Builder', score, verdict },
    text: 'The diffs apply cleanly. I kept it.',
  });
});

test('a score beyond 100 is not rounded to it', () => {
  const content = withLine('81/100 · ship', '100.4/100 · ship');
  const { rejected } = readFrom({ name: 'page.txt', content });
  expect(rejected).toMatchObject([{ message: expect.stringContaining('not 100.4') }]);
});

test('a score beyond 100 is rejected at its line', () => {
  const content = withLine('81/100 · ship', '181/100 · ship');
  const line = content.split('\n').indexOf('181/100 · ship') + 1;
  expect(readFrom({ name: 'page.txt', content })).toEqual({
    comparisons: [],
    rejected: [
      {
        ...{ file: 'page.txt', line, path: 'tools[0].reviews[0].score' },
        message: 'tools[0].reviews[0].score must be a whole number from 0 to 100, not 181',
      },
    ],
  });
});

const LONE = '70/100 · ship\n\nIt found a fault that we had for years.\n\n';

test('a lone review belongs to the tool that the decision table counts it for', () => {
  const second = withLine(
    '44/100 · skip\n\nIt forgets half of a long meeting.\n\n',
    '',
    page.replace('2 ship / 1 skip', '2 ship / 0 skip'),
  );
  expect(tools(second).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
    ['Builder', 'Futurist'],
    ['Builder', 'Skeptic', 'Futurist'],
  ]);
  const first = withLine(LONE, '', page.replace('1 ship / 2 skip', '0 ship / 2 skip'));
  expect(tools(first).map(({ reviews }) => reviews.length)).toEqual([3, 2]);
});

test('a lone review that nothing counts belongs to the only tool that it names, else to the first', () => {
  const uncounted = page.replace(' · 2 ship / 1 skip', '').replace('Split · 1 ship / 2 skip', '—');
  const content = withLine('44/100 · skip\n\nIt forgets half of a long meeting.\n\n', '', uncounted);
  expect(tools(content).map(({ reviews }) => reviews.length)).toEqual([3, 2]);
  const named = withLine('It found a fault', 'Brackish vs Brine found a fault', content);
  expect(tools(named).map(({ reviews }) => reviews.length)).toEqual([2, 3]);
});

test('a lone review is found without blank lines, too, by the name above it', () => {
  const content = withLine(LONE, '', page.replace('1 ship / 2 skip', '0 ship / 2 skip')).replace(
    /\n+/g,
    '\n',
  );
  expect(tools(content).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
    ['Builder', 'Skeptic', 'Futurist'],
    ['Builder', 'Futurist'],
  ]);
});

test('a review that is marked as missing leaves its place to nobody', () => {
  const content = withLine('44/100 · skip\n\nIt forgets half of a long meeting.', '—');
  expect(tools(content).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
    ['Builder', 'Futurist'],
    ['Builder', 'Skeptic', 'Futurist'],
  ]);
});

test('reviewers may have any name, on a line of its own or before the score', () => {
  const content = page
    .replace('Skeptic\n44/100', '张三 (guest), Ph.D.\n44/100')
    .replace('Futurist\n90/100', 'Futurist · 90.0/100');
  expect(tools(content)[0].reviews.map(({ reviewer }) => reviewer)).toEqual([
    'Builder',
    '张三 (guest), Ph.D.',
    'Futurist',
  ]);
});

test('a short last paragraph is no reviewer where blank lines tell', () => {
  const content = withLine('The diffs apply cleanly. I kept it.', 'The diffs apply cleanly.\n\nShip it');
  expect(tools(content)[0].reviews[0]?.text).toBe('The diffs apply cleanly.\n\nShip it');
});

test('a tool that was not reviewed keeps its place beside the one that was', () => {
  const content = withLine('81/100 · ship\n\nThe diffs apply cleanly. I kept it.\n\n', 'N/A\n');
  expect(tools(content).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
    ['Skeptic', 'Futurist'],
    ['Builder', 'Skeptic', 'Futurist'],
  ]);
});

test('a scorecard that lost a text is rejected near the place', () => {
  const content = withLine('It forgets half of a long meeting.\n\n', '');
  const line = content.split('\n').indexOf('44/100 · skip') + 1;
  const { comparisons, rejected } = readFrom({ name: 'page.txt', content });
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([{ line, message: expect.stringContaining('Reviewer scorecard') }]);
});
