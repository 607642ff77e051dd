import { describe, expect, test } from 'vitest';
import { htmlProblems } from './support/html-rules.ts';
import { allSpecimens } from './support/specimens.ts';

describe.each(await allSpecimens())('%s', (_, { html }) => {
  test('the email is valid HTML', () => {
    expect(htmlProblems(html)).toEqual([]);
  });
});

test.each([
  ['a picture without a text', '<img src="a.png">', 'wcag/h37'],
  ['an element that is not closed', '<div><p>x</div>', 'no-implicit-close'],
  ['a name that stands twice', '<p id="a">x</p><p id="a">y</p>', 'no-dup-id'],
  ['a link without a text', '<a href="https://a.test/"></a>', 'wcag/h30'],
  ['a paragraph in a line', '<span><p>x</p></span>', 'element-permitted-content'],
])('invalid HTML is caught: %s', (_, body, rule) => {
  const page = `<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>${body}</body></html>`;
  expect(htmlProblems(page).map((problem) => problem.split(':')[0])).toContain(rule);
});
