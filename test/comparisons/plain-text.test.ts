import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/comparisons/json-entry/plain-text.ts';

describe('markup becomes the text it stands for:', () => {
  test.each([
    ['Fast <b>and</b> simple', 'Fast and simple'],
    ['Tom &amp; Jerry&#39;s &quot;cheese&quot; &#x2014; 5&nbsp;&euro;', 'Tom & Jerry\'s "cheese" — 5 €'],
    ['It&amp;#39;s escaped twice', "It's escaped twice"],
    ['<p>One.</p><p>Two.<br/>Three.</p>', 'One.\n\nTwo.\nThree.'],
    ['<p>One.<p>Two.', 'One.\nTwo.'],
    ['It is fast<br>and cheap.<br>It lasts.', 'It is fast and cheap.\nIt lasts.'],
    ['It is fast, <br /> so we ship it.', 'It is fast, so we ship it.'],
    ['Use &lt;div&gt; not <br> here.', 'Use <div> not <br> here.'],
    ['<UL><LI>One<LI>Two</UL>', 'One\nTwo'],
    ['Good, and <strong>simple to', 'Good, and simple to'],
    ['<a href="https://x.test/?a=1&amp;b=2" rel=nofollow>The site</a>', 'The site'],
    ['Before<script>alert("1 < 2")</script> and after', 'Before and after'],
    ['&lt;em&gt;Really&lt;/em&gt; good', 'Really good'],
    ['One<!-- two -->, three', 'One, three'],
    ['See [the docs](https://x.test/docs "Docs") and ![a chart](/chart.png)', 'See the docs and a chart'],
    ['**Ship it**, they say', 'Ship it, they say'],
    ['<img src="x.png" alt="">', ''],
  ])('markup becomes text: %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('what only looks like markup is kept:', () => {
  test.each([
    '<Inlet/>',
    'A <Button primary> in <App>…</App>',
    'Map<string>, Vec<i>, Promise<b> and List<a>',
    'a < b && c > d',
    'if (a <b and c> d)',
    'p<0.05',
    'No more <div> soup',
    'No more <div> soup, but one <br> too many',
    'AT&T, R&D; Q&A',
    'https://x.test/?a=1&copy=2&lt=3',
    '`<b>` is bold, `&amp;` an ampersand',
    '```\n<p>code</p>\n```',
    'It escapes twice, so that we printed “Salt &amp; Light” once.',
    'Its HTML has “<b>bold</b>” everywhere',
    '2**8 is 256, and f(*args, **options, **more)',
    'An array[0](call) and [brackets]',
    '  spaces  and\ttabs ',
    '&unknown; &#; &',
  ])('%j only looks like markup and is kept', (text) => {
    expect(plainText(text)).toBe(text);
  });
});

test('no text takes long to clean, and cleaning it twice changes nothing', () => {
  const piece = fc.constantFrom(
    '<b',
    '<b>',
    '</b>',
    '<p>',
    '<a href="',
    '"',
    '&',
    '&amp;',
    '`',
    '```',
    '**',
    '[',
    '](',
    ')',
    '<!--',
    '-->',
    ' ',
    'x',
    '\n',
    '<script>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 400 }), (pieces, times) => {
      const text = pieces.join('').repeat(times);
      const start = performance.now();
      plainText(text);
      expect(performance.now() - start).toBeLessThan(1_000);
    }),
    { numRuns: 200 },
  );
});
