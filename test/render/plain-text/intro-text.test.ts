import { expect, test } from 'vitest';
import { introText } from '../../../src/render/plain-text/intro-text.ts';

test('emphasis becomes words, and every link stands on a line of its own below what it belongs to', () => {
  const address = `https://verdicts.test/${'long-'.repeat(20)}end`;
  expect(
    introText(`A *short* **week**, see [the method](${address}).\n\nAnd https://verdicts.test too.`),
  ).toEqual([
    ['A short week, see the method.'],
    ['the method:', address],
    ['And https://verdicts.test too.'],
  ]);
});

test('lists keep their marks, and their lines hang', () => {
  const words = 'a point that takes more than one line of seventy-two columns, as many points do';
  expect(introText(`- ${words}\n- two\n\n9. nine\n10. ten`)).toEqual([
    ['- a point that takes more than one line of seventy-two columns, as many', '  points do', '- two'],
    ['9. nine', '10. ten'],
  ]);
});

test('what is no link is not made one', () => {
  expect(introText('[here](javascript:alert(1))')).toEqual([['here']]);
});
