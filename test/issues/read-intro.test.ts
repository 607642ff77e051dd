import { describe, expect, test } from 'vitest';
import { brokenLinksOf, readIntro } from '../../src/issues/read-intro.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const paragraph = (...spans: object[]) => ({ kind: 'paragraph', spans });

describe('an intro', () => {
  test('has paragraphs, emphasis and links', () => {
    expect(
      readIntro('One *two* **three**\n\n[four](https://verdicts.test/a_b_c) https://verdicts.test'),
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

  test('has lists, in which those within them go on', () => {
    expect(readIntro('- one\n- two\n  - three\n\n4. four\n5. five')).toEqual([
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
    '`code`',
    '    indented',
    '| a | b |',
    '---',
    '![image](https://verdicts.test/x.png)',
    '&amp; &lt;b&gt; ]]> <!-- -->',
    '[ref]: x',
  ])('keeps what is none of these as it was typed: %s', (typed) => {
    const [block, ...others] = readIntro(typed);
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
  ])('has no link to %s, and says so', (href) => {
    const blocks = readIntro(`[here](${href})`);
    expect(blocks).toEqual([paragraph({ kind: 'broken-link', href, spans: [text('here')] })]);
    expect(brokenLinksOf(blocks)).toEqual([href]);
  });

  test.each(['[a](b', '*a ', '**a**', '[', '_a', '![', '[a](', '_', '*'])(
    'of nothing but "%s" is no work',
    (piece) => {
      const typed = piece.repeat(20_000 / piece.length).trim();
      expect(readIntro(typed)).toEqual([paragraph(text(typed))]);
    },
  );

  test('may be missing or blank', () => {
    expect([readIntro(null), readIntro(' \n\n ')]).toEqual([[], []]);
  });
});
