import { describe, expect, test } from 'vitest';
import { brokenLinksOf, isShownAsTyped, readMarkdown } from '../../src/digest/markdown/read-markdown.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const paragraph = (...spans: object[]) => ({ kind: 'paragraph', spans });

describe('an intro', () => {
  test('an intro has paragraphs, emphasis and links', () => {
    expect(
      readMarkdown('One *two* **three**\n\n[four](https://verdicts.test/a_b_c) https://verdicts.test'),
    ).toEqual([
      paragraph(text('One '), { kind: 'emphasis', spans: [text('two')] }, text(' '), {
        kind: 'strong',
        spans: [text('three')],
      }),
      paragraph({ kind: 'link', href: 'https://verdicts.test/a_b_c', spans: [text('four')] }, text(' '), {
        kind: 'link',
        href: 'https://verdicts.test',
        spans: [text('https://verdicts.test')],
      }),
    ]);
  });

  test('an intro has code in its lines, in which nothing else is read, and boxes in lists', () => {
    expect(readMarkdown('Run `npm *ci*`.\n\n- [x] `done`\n- [ ] open')).toEqual([
      paragraph(text('Run '), { kind: 'code', text: 'npm *ci*' }, text('.')),
      {
        kind: 'list',
        isOrdered: false,
        start: 1,
        items: [
          [text('☑ '), { kind: 'code', text: 'done' }],
          [text('☐ '), text('open')],
        ],
      },
    ]);
  });

  test('an intro has lists, and nested items continue the item around them', () => {
    expect(readMarkdown('- one\n- two\n  - three\n\n4. four\n5. five')).toEqual([
      {
        kind: 'list',
        isOrdered: false,
        start: 1,
        items: [[text('one')], [text('two'), { kind: 'break' }, text('– '), text('three')]],
      },
      { kind: 'list', isOrdered: true, start: 4, items: [[text('four')], [text('five')]] },
    ]);
  });

  test.each([
    '<script>alert(1)</script>',
    '<b onclick="x">bold</b>',
    '# Heading',
    '> quoted',
    '~~struck out~~',
    '[words][ref] and a note[^1]',
    '    indented',
    '| a | b |',
    '---',
    '![image](https://verdicts.test/x.png)',
    '&amp; &lt;b&gt; ]]> <!-- -->',
    '[ref]: x',
  ])('an intro shows anything else as it was typed: %s', (typed) => {
    const [block, ...others] = readMarkdown(typed);
    const words =
      block?.kind === 'paragraph' ? block.spans.map((span) => (span.kind === 'text' ? span.text : '?')) : [];
    expect([words.join(''), others]).toEqual([typed, []]);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/relative',
    'x',
  ])('an intro does not link to %s, and says so', (href) => {
    const blocks = readMarkdown(`[here](${href})`);
    expect(blocks).toEqual([paragraph({ kind: 'broken-link', href, spans: [text('here')] })]);
    expect(brokenLinksOf(blocks)).toEqual([href]);
  });

  test.each(['[a](b', '*a ', '**a**', '[', '_a', '![', '[a](', '_', '*'])(
    'an intro of nothing but "%s" is read quickly',
    (piece) => {
      const typed = piece.repeat(20_000 / piece.length).trim();
      expect(readMarkdown(typed)).toEqual([paragraph(text(typed))]);
    },
  );

  test.each([
    ['lists within lists on one line', '- '.repeat(1_300)],
    ['numbered lists within lists on one line', '1) '.repeat(1_300)],
    ['a link that never ends', `[a](${'('.repeat(5_000)}`],
    ['an address with marks without end', `http://a/${'?!.,'.repeat(2_000)}`],
    ['more lines than a list has', '- a\n'.repeat(600)],
    ['marks that mean nothing', '~a'.repeat(5_000)],
  ])('an intro with %s is shown as it was typed, and says so', (_, typed) => {
    expect(readMarkdown(typed)).toEqual([paragraph(text(typed))]);
    expect(isShownAsTyped(typed)).toBe(true);
  });

  test('an intro is formatted around a paragraph that is shown as it was typed', () => {
    const intricate = '- '.repeat(1_300).trim();
    const intro = `One *two*\n\n${intricate}\n\n- three`;
    expect(readMarkdown(intro)).toEqual([
      paragraph(text('One '), { kind: 'emphasis', spans: [text('two')] }),
      paragraph(text(intricate)),
      { kind: 'list', isOrdered: false, start: 1, items: [[text('three')]] },
    ]);
    expect(isShownAsTyped(intro)).toBe(true);
  });

  test('an intro with more paragraphs than anybody reads is shown as it was typed', () => {
    expect(readMarkdown('a\n\n'.repeat(6_000))).toHaveLength(1);
  });

  test('an intro is read whole, with long and nested lists, many links, brackets and marks', () => {
    const links = Array.from(
      { length: 60 },
      (_, index) => `[tool ${index}](https://verdicts.test/${index}?a=1&b=2)`,
    );
    const intro = [
      'It took (as ever) “a while”… but *here* it is! See https://verdicts.test/compare/a-vs-b?utm_source=digest&x=1.',
      links
        .map((link) => `- ${link}: **better** than before (really!)`)
        .slice(0, 35)
        .join('\n'),
      links.slice(0, 40).join(', '),
      '- one\n  - two\n    - three\n      - four\n\n1. - a list in a list',
      'word '.repeat(1_500),
    ].join('\n\n');
    expect(isShownAsTyped(intro)).toBe(false);
    expect(brokenLinksOf(readMarkdown(intro))).toEqual([]);
  });

  test('an intro may be missing or blank', () => {
    expect([readMarkdown(null), readMarkdown(' \n\n ')]).toEqual([[], []]);
  });
});
