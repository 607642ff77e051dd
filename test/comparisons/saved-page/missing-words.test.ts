import { expect, test } from 'vitest';
import { readFrom } from '../../support/samples/invented-comparison.ts';
import { judgedComparison, type Seat } from '../../support/samples/judged-comparison.ts';
import { labelledHtml } from '../../support/samples/saved-html.ts';
import { labelledPage } from '../../support/samples/saved-pages.ts';

const FIGURES = { share: true, counts: true };
const read = (content: string) => readFrom({ name: 'page', content });
const both: Seat = { one: 'ship', other: 'skip', tools: 'both' };
/** Builder judged both tools, Skeptic the first one, Futurist the second. */
const whole = judgedComparison(
  [both, { ...both, tools: 'one' }, { one: 'ship', other: 'ship', tools: 'other' }],
  FIGURES,
);
const forms = (absent: string) => [
  labelledPage(whole, { absent }),
  labelledPage(whole, { absent, blanks: 'none' }),
  labelledPage(whole, { absent, blanks: 'everywhere' }),
  labelledHtml(whole, { absent }),
];

test.each([
  'Abstained',
  'Not tested',
  'Has not reviewed this tool',
  'Builder hasn’t tried this one yet.',
  'Did not vote',
  'Not applicable',
  'Unrated',
  '(recused)',
  'Sat this one out',
])('if %j replaces a review, each review still has its own reviewer and tool', (absent) => {
  for (const page of forms(absent)) expect(read(page)).toEqual({ comparisons: [whole], rejected: [] });
});

test.each(['Keine Wertung', 'Out of office', 'Watched the others do it.', 'Pass', 'Staff Engineer'])(
  'unexpected words such as %j are never a review, a reviewer or part of a text',
  (absent) => {
    for (const page of forms(absent)) {
      const { comparisons, rejected } = read(page);
      if (comparisons.length > 0) expect(comparisons).toEqual([whole]);
      else expect(rejected[0]?.message).toMatch(/Skeptic|Futurist/);
    }
  },
);

test('a line that says nothing is there, at one reviewer only, is not a name', () => {
  const lone = judgedComparison([{ ...both, tools: 'other' }, both], FIGURES);
  const page = labelledHtml(lone, { absent: 'Was away that week' });
  expect(read(page).comparisons).toEqual([lone]);
});

test('a reviewer’s name ends the text above it, whatever is below the name', () => {
  const page = labelledPage(whole).replace(
    'Futurist\n',
    'Futurist\nShe tried it for a week and said nothing of it to anybody at all.\n\n',
  );
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(/“Futurist” is “She tried it.*“No review”/) }],
  });
});

test('a name that may also be a placeholder for a review is refused', () => {
  for (const [name, absent] of [
    ['Staff Engineer', 'Passed'],
    ['Data Lead', 'Next time'],
  ]) {
    const page = labelledPage(whole, { absent: absent ?? '' }).replace('Futurist\n', `${name}\n`);
    for (const content of [page, page.replace(/\n+/g, '\n'), page.replace(/\n+/g, '\n\n')]) {
      const { comparisons, rejected } = read(content);
      expect(comparisons).toEqual([]);
      expect(rejected).toHaveLength(1);
    }
  }
});

test('reviews that are grouped by tool rather than by reviewer are refused', () => {
  const [one, other] = whole.tools.map(({ name }) => name);
  const byTool = labelledPage(whole)
    .replace('Builder\n', `${one}\n\nBuilder\n`)
    .replace('Skeptic\n', `${other}\n\nSkeptic\n`);
  const swapped = labelledPage(whole).replace('Builder\n', `Reviewer\n${other}\n${one}\nBuilder\n`);
  for (const page of [byTool, swapped])
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [{ message: expect.stringMatching(/is among the reviews.*by reviewer/) }],
    });
  const headed = labelledPage(whole, { absent: '—' }).replace(
    'Builder\n',
    `Reviewer\n${one}\n${other}\nBuilder\n`,
  );
  expect(read(headed).comparisons).toEqual([whole]);
});
