import { expect, test } from 'vitest';
import { emailProblems } from '../../src/render/mail-problems.ts';

const codes = (html: string) => emailProblems(html).map(({ code }) => code);

test.each([
  '',
  ' ',
  '/relative',
  'javascript:alert(1)',
  'https://nowhere',
  'https://verdicts.test/a b',
  'data:x',
])('a link to "%s", which cannot be opened, is reported by its text', (href) => {
  const [problem, ...others] = emailProblems(`<a href="${href}">The <b>whole</b> comparison</a>`);
  expect(problem).toMatchObject({ code: 'broken-link', place: 'mail' });
  expect(problem?.message).toContain('“The whole comparison”');
  expect(others).toEqual([]);
});

test('a link that can be opened is not reported', () => {
  expect(
    emailProblems('<a href="https://verdicts.test/a?b=1&amp;c">x</a><a href="mailto:a@verdicts.test">y</a>'),
  ).toEqual([]);
});

test.each([
  '<script>1</script>',
  '<form></form>',
  '<svg></svg>',
  '<p style="position: absolute">x</p>',
  '<style>.a{display:flex}</style>',
  '<style>@import "x.css";</style>',
  '<td style="background-image:url(x.png)">x</td>',
  '<td style="width:calc(100% - 2px)">x</td>',
  `<style>${'.a{color:red}'.repeat(700)}</style>`,
  '<img src="https://verdicts.test/x.png">',
  '<p>next\u0085line</p>',
])('markup that mail clients do not support is reported: %.60s', (html) => {
  expect(codes(html)).toEqual(['mail-client-support']);
});
