import { expect, test } from 'vitest';
import type { Review } from '../../../src/comparisons/comparison.ts';
import {
  inventedComparison,
  readFrom,
  replaceLine,
  toolsFrom,
} from '../../support/samples/invented-comparison.ts';
import { labelledPage } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const [quill, brackish] = comparison.tools;
const page = labelledPage(comparison);

const withLine = (line: string | RegExp, replacement: string, content = page) =>
  replaceLine(content, line, replacement);

test('a name that contains " vs " is recognised by the cards', () => {
  expect(toolsFrom(page).map(({ name }) => name)).toEqual([
    'Quillforge: Drafts & Diffs',
    'Brackish vs Brine',
  ]);
});

test.each([
  ['61% · 1240 votes', 61, 1240],
  ['61% ship (12 votes)', 61, 12],
  ['61%', 61, null],
  ['1,240 votes', null, 1240],
  ['1 vote', null, 1],
  ['No community votes yet', null, 0],
  ['—', null, null],
  ['7 ship / 5 skip', 58, 12],
  ['7 ship · 5 skip', 58, 12],
  ['Ship · 7 ship / 5 skip', 58, 12],
  ['1,200 ship / 0.8k skip', null, null],
  ['62% · 1,200 ship / 0.8k skip', 62, null],
  ['12% · 1,200 ship / 0.8k skip', null, null],
  ['0 ship / 0 skip', null, 0],
  ['58% · 7 ship / 4 skip (12 votes)', 58, 12],
  ['42% skip · 9 votes', 58, 9],
  ['33,3% ship', 33, null],
  ['33% ship / 67% skip', 33, null],
  ['1.2k votes', null, null],
  ['1.2k votes · 67% ship', 67, null],
  ['67% · 1.2M votes', 67, null],
  ['1.2k ship / 0.6k skip', null, null],
  ['3M votes', null, null],
  ['0 votes', null, 0],
  ['7 ship', null, null],
  ['12', null, null],
  ['12.5 votes', null, null],
  ['-5%', null, null],
  ['Voting opens in 3 days', null, null],
  ['No idea how they voted', null, null],
  ['up 20% of late', null, null],
])('a community of %s is read as %j percent of %j votes', (said, communityShare, communityVotes) => {
  const content = page.replaceAll('61% · 1240 votes', said);
  expect(toolsFrom(content)[0]).toMatchObject({ communityShare, communityVotes });
});

test('an unreadable vote is unknown, even if the table says no votes', () => {
  const content = withLine('61% · 1240 votes\n\nCommunity', 'many\n\nCommunity');
  const none = withLine('Community\n61% · 1240 votes', 'Community\nNo community votes yet', content);
  expect(toolsFrom(none)[0]).toMatchObject({ communityShare: null, communityVotes: null });
});

test.each([
  ['67%', '66.7%', [67, 33]],
  ['67%', '66%', [66, 33]],
  ['33%', '33,3%', [67, 33]],
  ['33%', '34%', [67, 34]],
])('a panel’s share with a fraction is read, rounded up or down: %s as %s', (said, as, shares) => {
  const content = withLine(`${said}\n\nPanel ship`, `${as}\n\nPanel ship`);
  expect(toolsFrom(content).map(({ panelShare }) => panelShare)).toEqual(shares);
});

test('the decision table fills in the community if the card does not have it', () => {
  const content = withLine('61% · 1240 votes\n\nCommunity', '\n\nCommunity');
  expect(toolsFrom(content)[0]).toMatchObject({ communityShare: 61, communityVotes: 1240 });
});

const REVIEW: Review = { reviewer: null, score: 60, verdict: null, text: 'A reason.' };

test.each([
  ['Skip · 1 ship / 3 skip', { verdict: 'skip', shipCount: 1, skipCount: 3 }],
  ['Mixed · 2 ship / 2 skip', { verdict: 'split', shipCount: 2, skipCount: 2 }],
  ['3 ship / 1 skip', { verdict: null, shipCount: 3, skipCount: 1 }],
  ['Ship', { verdict: 'ship', shipCount: null, skipCount: null }],
  ['—', { verdict: null, shipCount: null, skipCount: null }],
])('without a verdict on the card, the panel is read from the table: %s', (said, expected) => {
  const panel = inventedComparison(({ tools: [one, other] }) => {
    const ships = Array<'ship'>(expected.shipCount ?? 2).fill('ship');
    const verdicts = [...ships, ...Array<'skip'>(expected.skipCount ?? 1).fill('skip')];
    const reviews = verdicts.map(
      (verdict, seat): Review => ({ ...REVIEW, reviewer: `Seat ${seat}`, verdict }),
    );
    Object.assign(one, { panelShare: null, verdict: null, reviews });
    Object.assign(other, { panelShare: null, shipCount: null, skipCount: null, reviews });
  });
  const content = withLine('2 ship / 1 skip', said, labelledPage(panel));
  expect(toolsFrom(content)[0]).toMatchObject(expected);
});

test('rows of the decision table may be unknown and in any order', () => {
  const rows = page.slice(page.indexOf('Panel verdict'), page.indexOf('\n\nReviewer scorecard')).split('\n');
  const triples = Array.from({ length: rows.length / 3 }, (_, row) => rows.slice(row * 3, row * 3 + 3));
  const odd = [['Licence', 'MIT', 'Best for'], ...triples.reverse(), ['Last release', 'May', 'June']];
  expect(toolsFrom(page.replace(rows.join('\n'), odd.flat().join('\n')))).toEqual(comparison.tools);
});

test('a blank line in the decision table is an empty cell', () => {
  const one = withLine('$12 a seat; drafts are free', '');
  expect(toolsFrom(one).map(({ pricing }) => pricing)).toEqual([null, '$90 a month']);
  const other = withLine('$90 a month', '');
  expect(toolsFrom(other).map(({ pricing }) => pricing)).toEqual(['$12 a seat; drafts are free', null]);
});

test('a value whose neighbour was lost without a trace is given to neither tool', () => {
  const content = withLine('$90 a month\n', '');
  expect(toolsFrom(content).map(({ pricing, bestFor }) => [pricing, bestFor])).toEqual([
    [null, quill.bestFor],
    [null, brackish.bestFor],
  ]);
});

test('a row copied from a browser with tabs is the same row', () => {
  const content = withLine('Pricing\n$12 a seat; drafts are free\n$90 a month', 'Pricing\t\t$90 a month');
  expect(toolsFrom(content).map(({ pricing }) => pricing)).toEqual([null, '$90 a month']);
});

test('invisible marks and unusual spaces around the labels change nothing', () => {
  const lines = page.split('\n').map((line) => {
    const label = /^(Panel ship|Community|Entry|Decision|Best for|Reviewer scorecard|\d+\/100.*)$/.test(line);
    return label ? `\u200f \t${line.replaceAll(' ', '\u00a0')}\u00a0 ` : `  ${line} `;
  });
  expect(toolsFrom(lines.join('\r\n'))).toEqual(comparison.tools);
});

test('figures and initials that look like something else are recognised by their position', () => {
  const odd = inventedComparison(({ tools: [one, other] }) => {
    Object.assign(one, { name: 'Ship', tagline: null, panelShare: null, verdict: null, entry: 'Community' });
    Object.assign(other, { name: '100%', tagline: '100%', category: 'Community', entry: null });
  });
  for (const initials of [
    ['S', '1'],
    ['', ''],
    ['🚢', 'No'],
  ] as const) {
    expect(toolsFrom(labelledPage(odd, { initials }))).toEqual(odd.tools);
  }
});

test('initials are not a category if the card shows none', () => {
  const content = withLine('Q\n\nWriting Aids', 'Q', withLine('B\n\nData Tools', 'B'));
  expect(toolsFrom(content)).toEqual(comparison.tools);
});

test.each(['Panel ship', 'Community', 'Entry'])('a card without its label “%s” is rejected', (label) => {
  const { comparisons, rejected } = readFrom({
    name: 'page.txt',
    content: withLine(`${label}\n`, ''),
  });
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([{ line: expect.any(Number), message: expect.stringContaining(label) }]);
});

test.each(['undefined', 'null', 'NaN', '[object Object]', 'Unknown'])(
  'a price, an entry or a tagline that reads %j is unknown',
  (nothing) => {
    const told = inventedComparison(({ tools: [one] }) => {
      Object.assign(one, { pricing: nothing, entry: nothing, tagline: nothing });
    });
    const [read] = readFrom({ name: 'page.txt', content: labelledPage(told) }).comparisons;
    expect(read?.tools[0]).toMatchObject({ pricing: null, entry: null, tagline: null });
  },
);
