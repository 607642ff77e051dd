import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/comparisons/comparison.ts';
import { readFrom } from '../../support/samples/invented-comparison.ts';
import { judgedComparison, type Seat } from '../../support/samples/judged-comparison.ts';
import { labelledHtml } from '../../support/samples/saved-html.ts';
import { labelledPage } from '../../support/samples/saved-pages.ts';

const read = (content: string) => readFrom({ name: 'page', content });
const both: Seat = { one: 'ship', other: 'skip', tools: 'both' };
const figures = { share: true, counts: true };
/** Skeptic judged the second tool only. */
const whole = judgedComparison([both, { one: 'ship', other: 'ship', tools: 'other' }, both], figures);
const [builderFirst, builderSecond] = whole.tools.map(({ reviews }) => reviews[0]?.text ?? '');

const withName = (comparison: Comparison, from: string, to: string): Comparison => ({
  ...comparison,
  tools: comparison.tools.map((side) => ({
    ...side,
    reviews: side.reviews.map((one) => (one.reviewer === from ? { ...one, reviewer: to } : one)),
  })) as Comparison['tools'],
});

describe('what a site shows beside a review is neither part of it nor a name', () => {
  test.each([
    '★★★★☆',
    '⭐⭐⭐⭐',
    '2 days ago',
    'An hour ago',
    'Yesterday',
    'Verified reviewer',
    'Verified purchase',
    'Helpful (12)',
    'Helpful? 12',
    '12 people found this helpful',
    'Was this helpful?',
    'Was this review helpful?',
    'Reply (3)',
    'Report abuse',
    'View profile',
    'Read full review',
    'Updated May 2026',
  ])('a site’s line beside a review is neither part of it nor a name: %s', (line) => {
    for (const page of [
      labelledPage(whole),
      labelledPage(whole, { blanks: 'none' }),
      labelledPage(whole, { blanks: 'everywhere' }),
    ]) {
      for (const text of [builderFirst, builderSecond]) {
        const added = page.replace(text ?? '', (all) => `${all}\n${line}`);
        expect(read(added)).toEqual({ comparisons: [whole], rejected: [] });
        expect(read(page.replace(text ?? '', (all) => `${line}\n${all}`)).comparisons).toEqual([whole]);
      }
    }
    const html = labelledHtml(whole);
    const added = html.replace(builderFirst ?? '', (all) => `${all}</p><p>${line}`);
    expect(read(added)).toEqual({ comparisons: [whole], rejected: [] });
  });
});

test.each([
  'J. R.',
  'Jane Doe, Ph.D.',
  'Acme Inc.',
  'dhh',
  'builder two',
  '– Ana –',
  'Ana María de la Cruz',
  'Juan Carlos de Borbón y Borbón',
])('the placeholder for a review by %s is never taken for the reviewer’s name', (name) => {
  const named = withName(whole, 'Skeptic', name);
  for (const absent of ['Pass', 'Not for me', 'Ran out of time', 'X', 'Out Sick', 'N.A.', '∅']) {
    for (const page of [
      labelledPage(named, { absent }),
      labelledPage(named, { absent, blanks: 'none' }),
      labelledPage(named, { absent, blanks: 'everywhere' }),
      labelledHtml(named, { absent }),
    ]) {
      const { comparisons, rejected } = read(page);
      if (comparisons.length > 0) expect(comparisons).toEqual([named]);
      else expect(rejected[0]?.message).not.toBe('');
    }
  }
});

test.each([
  'Score',
  'Verdict',
  'TL;DR',
  'Pros',
  'Cons',
  'Bottom line',
  'First impressions',
  'Top pick',
  'Editor’s pick',
  'Round two',
  'Day 30',
  'Rating',
  'Summary',
  'On Tern',
  'Petrel review',
])('a heading such as %s between two reviews is never taken for a reviewer’s name', (heading) => {
  for (const blanks of ['none', 'as shown', 'everywhere'] as const) {
    const page = labelledPage(whole, { blanks }).replace(builderFirst ?? '', (all) => `${all}\n${heading}`);
    const { comparisons, rejected } = read(page);
    expect(comparisons).toEqual([]);
    expect(rejected[0]?.message).toContain(`“${heading}”`);
  }
});

/** A scorecard with these lines, on a page of two tools of which three reviewers ship one and two skip it in total. */
function pageWith(scorecard: readonly string[]): string {
  const page = labelledPage(judgedComparison([{ ...both, one: 'skip' }, both], figures));
  return page.replace(
    /(?<=Reviewer scorecard\n)[\s\S]*(?=\nWeekly AI Tool)/,
    () => `\n${scorecard.join('\n')}\n`,
  );
}

describe('if a name does not look like one, no review appears under another reviewer or tool', () => {
  test.each([
    'J. R.',
    'Acme Inc.',
    'dhh',
    'Ana María de la Cruz',
    'Jane Doe, Ph.D.',
    'The whole team at Tern Labs',
  ])('an unusual name moves no review to another reviewer or tool: %s', (name) => {
    const lone = [
      '50/100 · skip',
      'Builder says so of Petrel.',
      name,
      '51/100 · skip',
      'It crashed in Tern.',
    ];
    const pair = ['52/100 · ship', 'It is good in Tern.', '53/100 · skip', 'It is bad in Petrel.'];
    const marked = lone.flatMap((line) => (line === name ? ['…', line, '…'] : [line]));
    for (const [blank, reviews] of [
      [[], lone],
      [[''], lone],
      [[], marked],
    ] as const) {
      const lines = ['Builder', ...reviews, 'Futurist', ...pair].flatMap((line) => [line, ...blank]);
      const { comparisons, rejected } = read(pageWith(lines));
      expect(comparisons).toEqual([]);
      expect(rejected[0]?.message).not.toBe('');
    }
  });
});

test.each(['@handle', 'Senior engineer', 'Reviewer', '1', '2', 'Ship it', '42', 'Staff'])(
  'a line %s between one reviewer’s two reviews, on a page without blank lines, is not a reviewer',
  (line) => {
    const pair = judgedComparison([both, both], figures);
    const [text = ''] = pair.tools.map(({ reviews }) => reviews[0]?.text);
    const page = labelledPage(pair, { blanks: 'none' }).replace(text, (all) => `${all}\n${line}`);
    const { comparisons, rejected } = read(page);
    expect(comparisons).toEqual([]);
    expect(rejected[0]?.message).toContain(`“${line}”`);
  },
);
