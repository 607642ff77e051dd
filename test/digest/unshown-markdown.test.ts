import type { MarkedToken } from 'marked';
import { expect, test } from 'vitest';
import { readMarkdown, wordsOf } from '../../src/digest/markdown/read-markdown.ts';
import { UNSHOWN_TOKENS, unshownMarkdown } from '../../src/digest/markdown/unshown-markdown.ts';

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
  ['struck-out words', 'One\n~~two~~ three', [{ kind: 'struck-out', line: 2 }]],
  [
    'a link by reference, and its address',
    'One [two][a]\nand [a]\n\n[a]: https://site.test\n\nthree',
    [
      { kind: 'reference', line: 1 },
      { kind: 'reference', line: 2 },
      { kind: 'reference', line: 4 },
    ],
  ],
  [
    'a footnote',
    'One[^1]\n\n[^1]: two three\n[^2]: https://site.test',
    [
      { kind: 'footnote', line: 1 },
      { kind: 'footnote', line: 3 },
      { kind: 'footnote', line: 4 },
    ],
  ],
  ['a character written as code', 'One\n&copy; two &#169;', [{ kind: 'entity', line: 2 }]],
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
  'Code: `npm ci`, `# no heading` and `a &amp; b`.\n\n- [x] done\n- [ ] [open](https://site.test)',
  'Q&A, AT&T; [square] brackets: [no definition]: yes',
  '',
  null,
])('nothing is found in %j', (text) => {
  expect(unshownMarkdown(text)).toEqual([]);
});

const SAMPLES: Readonly<Record<MarkedToken['type'], string>> = {
  heading: '# one',
  image: '![one](https://site.test/a.png)',
  table: '| one | two |\n| --- | --- |',
  blockquote: '> one',
  code: '```\none\n```',
  html: '<b>one</b>',
  hr: '---',
  del: '~~one~~',
  def: '[one]: https://site.test',
  paragraph: 'one',
  space: 'one\n\n\ntwo',
  text: 'one',
  br: 'one\\\ntwo',
  escape: 'one \\* two',
  em: '*one*',
  strong: '**one**',
  codespan: '`one`',
  link: '[one](https://site.test)',
  list: '- one\n- two',
  list_item: '1. one',
};

test.each(Object.entries(SAMPLES))(
  'of every kind of Markdown, %s is either shown without its marks or reported',
  (type, sample) => {
    const reported = unshownMarkdown(sample).map(({ kind }) => kind);
    expect(reported[0] ?? null).toBe(UNSHOWN_TOKENS[type as MarkedToken['type']]);
    const shown = readMarkdown(sample).flatMap((block) =>
      block.kind === 'list' ? block.items : [block.spans],
    );
    if (reported.length === 0) expect(shown.map(wordsOf).join(' ')).toMatch(/^one(?: ?\*?\s(?:two))?$/);
    else expect(shown.map(wordsOf).join('\n').replace(/\s+/g, ' ')).toBe(sample.replace(/\s+/g, ' '));
  },
);

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
