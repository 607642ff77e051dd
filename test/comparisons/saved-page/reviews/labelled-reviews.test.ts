import { expect, test } from 'vitest';
import {
  inventedComparison,
  readFrom,
  replaceLine,
  toolsFrom,
} from '../../../support/samples/invented-comparison.ts';
import { labelledPage } from '../../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const page = labelledPage(comparison);

const withLine = (line: string | RegExp, replacement: string, content = page) =>
  replaceLine(content, line, replacement);

/** The page with other figures of the first tool's panel. */
function fits(content: string, counts: string, share: string): string {
  return withLine(
    '2 ship / 1 skip',
    counts,
    withLine('67%\n\nPanel ship', `${share}\n\nPanel ship`, content),
  );
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
  ['Ship · 93/100', 93, 'ship'],
  ['Ship 93/100', 93, 'ship'],
  ['Ship\n93/100', 93, 'ship'],
  ['93\n/100\nship', 93, 'ship'],
  ['ship', null, 'ship'],
  ['N/A', null, null],
])('the score line %j is read as %j and %j', (line, score, verdict) => {
  const changed = withLine('81/100 · ship', line);
  const content = verdict === 'skip' ? fits(changed, '1 ship / 2 skip', '33%') : changed;
  expect(toolsFrom(content)[0].reviews[0]).toEqual({
    ...{ reviewer: 'Builder', score, verdict },
    text: 'The diffs apply cleanly. I kept it.',
  });
});

test('a score just beyond 100 is not rounded down to it', () => {
  const content = withLine('81/100 · ship', '100.4/100 · ship');
  const { rejected } = readFrom({ name: 'page.txt', content });
  expect(rejected).toMatchObject([{ message: expect.stringContaining('not 100.4') }]);
});

test('a score beyond 100 is rejected with its line', () => {
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

test('the place of a review that is marked as missing goes to nobody', () => {
  for (const mark of [
    '—',
    'N/A',
    'No review',
    'Not reviewed yet',
    '(no review)',
    'Did not review.',
    '—/100',
  ]) {
    const missing = withLine('44/100 · skip\n\nIt forgets half of a long meeting.', mark);
    const content = fits(missing, '2 ship / 0 skip', '100%');
    expect(toolsFrom(content).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
      ['Builder', 'Futurist'],
      ['Builder', 'Skeptic', 'Futurist'],
    ]);
    expect(JSON.stringify(toolsFrom(content))).not.toMatch(/no review|not review|reviewed/i);
  }
});

test('reviewers may have any name, on its own line or before the score', () => {
  const content = page
    .replace('Skeptic\n44/100', '张三 (guest), Ph.D.\n44/100')
    .replace('Futurist\n90/100', 'Futurist · 90.0/100');
  expect(toolsFrom(content)[0].reviews.map(({ reviewer }) => reviewer)).toEqual([
    'Builder',
    '张三 (guest), Ph.D.',
    'Futurist',
  ]);
});

test('a short last paragraph is not a reviewer if blank lines show that', () => {
  const content = withLine('The diffs apply cleanly. I kept it.', 'The diffs apply cleanly.\n\nShip it');
  expect(toolsFrom(content)[0].reviews[0]?.text).toBe('The diffs apply cleanly.\n\nShip it');
});

test('a tool that was not reviewed keeps its place beside the one that was', () => {
  const missing = withLine('81/100 · ship\n\nThe diffs apply cleanly. I kept it.\n\n', 'N/A\n');
  const content = fits(missing, '1 ship / 1 skip', '50%');
  expect(toolsFrom(content).map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
    ['Skeptic', 'Futurist'],
    ['Builder', 'Skeptic', 'Futurist'],
  ]);
});

test('a scorecard that lost a text is rejected near that place', () => {
  const content = withLine('It forgets half of a long meeting.\n\n', '');
  const line = content.split('\n').indexOf('44/100 · skip') + 1;
  const { comparisons, rejected } = readFrom({ name: 'page.txt', content });
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([{ line, message: expect.stringContaining('Reviewer scorecard') }]);
});
