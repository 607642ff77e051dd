import { expect, test } from 'vitest';
import { MAX_DEPTH } from '../../../src/comparisons/saved-page/html/parse-html.ts';
import { hostilePages } from '../../support/samples/hostile-pages.ts';
import { inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledHtml } from '../../support/samples/saved-html.ts';

// `npm run bench -- hostile-pages` measures a million characters.
test.each(hostilePages(60_000))(
  'a page full of $what is read, or refused with what to do',
  ({ name, content }) => {
    const { comparisons, rejected } = readFrom({ name, content });
    expect(comparisons.length + Math.min(rejected.length, 1)).toBe(1);
    for (const { message } of rejected)
      expect(message).toMatch(/save|must be|fit|heading|needs|export|remove/i);
  },
);

test('a page that is nested deeper than any browser nests one is refused', () => {
  const deep = (depth: number) => `${'<b>'.repeat(depth)}${labelledHtml(inventedComparison())}`;
  expect(readFrom({ name: 'page.html', content: deep(MAX_DEPTH - 100) }).comparisons).toHaveLength(1);
  expect(readFrom({ name: 'page.html', content: deep(MAX_DEPTH + 1) })).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringContaining(`more than ${MAX_DEPTH} deep`) }],
  });
});
