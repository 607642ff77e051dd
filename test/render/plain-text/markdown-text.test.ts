import { expect, test } from 'vitest';
import { markdownText } from '../../../src/render/plain-text/markdown-text.ts';

test('emphasis in an intro becomes plain words, and every link is on its own line below its paragraph', () => {
  const address = `https://verdicts.test/${'long-'.repeat(20)}end`;
  expect(
    markdownText(`A *short* **week**, see [the method](${address}).\n\nAnd https://verdicts.test too.`),
  ).toEqual([
    ['A short week, see the method.'],
    ['the method:', address],
    ['And https://verdicts.test too.'],
  ]);
});

test('lists in an intro keep their bullets, with hanging indents', () => {
  const words = 'a point that takes more than one line of seventy-two columns, as many points do';
  expect(markdownText(`- ${words}\n- two\n\n9. nine\n10. ten`)).toEqual([
    ['- a point that takes more than one line of seventy-two columns, as many', '  points do', '- two'],
    ['9. nine', '10. ten'],
  ]);
});

test('what is no link in an intro does not become one', () => {
  expect(markdownText('[here](javascript:alert(1))')).toEqual([['here']]);
});
