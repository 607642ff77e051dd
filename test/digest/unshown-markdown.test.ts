import { expect, test } from 'vitest';
import { unshownMarkdown } from '../../src/digest/markdown/unshown-markdown.ts';

test.each([
  ['a heading', 'One.\n\n## Two\n\nThree.', [{ kind: 'heading', line: 3 }]],
  [
    'an underlined heading',
    'One\n===\n\nTwo\n---',
    [
      { kind: 'heading', line: 1 },
      { kind: 'heading', line: 4 },
    ],
  ],
  ['an image', 'One\nand ![two](https://site.test/a.png)', [{ kind: 'image', line: 2 }]],
  ['a table', '| a | b |\n| --- | --- |\n| 1 | 2 |', [{ kind: 'table', line: 1 }]],
  ['a block quote', 'One:\n\n> Two\n> three', [{ kind: 'blockquote', line: 3 }]],
  [
    'fenced code',
    'One\n\n```\n# two\n\n# three\n```\n\n# four',
    [
      { kind: 'code', line: 3 },
      { kind: 'heading', line: 9 },
    ],
  ],
  ['indented code', 'One\n\n    two', [{ kind: 'code', line: 3 }]],
  [
    'HTML',
    'One\n\n<div>two</div>\n\nthree <b>four</b>',
    [
      { kind: 'html', line: 3 },
      { kind: 'html', line: 5 },
    ],
  ],
  ['a rule', 'One\n\n---\n\nTwo', [{ kind: 'hr', line: 3 }]],
  [
    'what is in a list',
    '- one\n- two\n  # three\n- ![four](x)',
    [
      { kind: 'heading', line: 3 },
      { kind: 'image', line: 4 },
    ],
  ],
] as const)('%s is found, with its line', (_, text, found) => {
  expect(unshownMarkdown(text)).toEqual(found);
});

test.each([
  'Paragraphs of *emphasis*,\n**strong** words\\\nand [links](https://site.test).\n\n- Lists\n  - of lists\n\n1. and numbers',
  '#1 of the week, a < b, 3 > 2, C# and <https://site.test>',
  'Five | six',
  '',
  null,
])('nothing is found in %j', (text) => {
  expect(unshownMarkdown(text)).toEqual([]);
});

test('the same words further up are not taken for the line', () => {
  expect(unshownMarkdown('A # b\n\n`# b` and\n\n# b')).toEqual([{ kind: 'heading', line: 5 }]);
});

test.each(['> ', '- > ', '![', '<a ', '[a]: <', '| a ', '# a\n', '```\n', '    x\n\n', '~~', '&#1;'])(
  'a text that is full of %j holds nothing up',
  (part) => {
    const before = performance.now();
    unshownMarkdown(part.repeat(20_000 / part.length));
    expect(performance.now() - before).toBeLessThan(1_000);
  },
);
