import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/comparisons/comparison.ts';
import { readFrom } from '../../support/samples/invented-comparison.ts';
import { anyJudgedComparison, anySeat, judgedComparison } from '../../support/samples/judged-comparison.ts';
import { labelledHtml, labelledTableHtml } from '../../support/samples/saved-html.ts';
import { labelledPage, plainPage, reviewers, scoreLine, table } from '../../support/samples/saved-pages.ts';

const comparison = anyJudgedComparison;
const blanks = fc.constantFrom('as shown' as const, 'none' as const, 'everywhere' as const);

/** True if the page was read correctly, false if it was refused; anything else fails. */
function isRead(content: string, file: string, whole: Comparison): boolean {
  const { comparisons, rejected } = readFrom({ name: file, content });
  if (comparisons.length === 0) {
    expect(rejected).toMatchObject([
      { message: expect.stringMatching(/Tern|Petrel|Below each|shows no reviews/) },
    ]);
    return false;
  }
  expect(comparisons).toEqual([whole]);
  return true;
}

/** True if the page was read correctly, false if it was refused for any reason. */
function isWholeOrRefused(content: string, whole: Comparison): boolean {
  const { comparisons, rejected } = readFrom({ name: 'page', content });
  if (comparisons.length > 0) expect(comparisons).toEqual([whole]);
  else expect(rejected).toHaveLength(1);
  return comparisons.length > 0;
}

test('a reviewer who judged one tool appears under that tool, or the page is refused', () => {
  const read = { text: 0, html: 0 };
  fc.assert(
    fc.property(comparison, blanks, (whole, how) => {
      if (isRead(labelledPage(whole, { blanks: how }), 'page.txt', whole)) read.text += 1;
      if (isRead(labelledHtml(whole), 'page.html', whole)) read.html += 1;
    }),
    { numRuns: 1_000 },
  );
  // Refusing everything would be correct too, but useless.
  expect(read.text).toBeGreaterThan(200);
  expect(read.html).toBeGreaterThan(200);
});

test.each(['—', 'N/A', 'No review', 'Not reviewed'])(
  'if %j marks the tool that a reviewer did not judge, every page is read',
  (absent) => {
    fc.assert(
      fc.property(comparison, blanks, (whole, how) => {
        expect(isRead(labelledPage(whole, { blanks: how, absent }), 'page.txt', whole)).toBe(true);
        expect(isRead(labelledHtml(whole, { absent }), 'page.html', whole)).toBe(true);
      }),
      { numRuns: 200 },
    );
  },
);

/** Placeholders that a page may have for a missing review, with or without a full stop. */
const missingWords = fc
  .tuple(
    fc.array(
      fc.constantFrom('out', 'Abstained', 'Keine', 'week', 'the', 'Lead', 'Pass', 'of', 'quiet', '無し'),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    fc.constantFrom('', '.', '…', ')'),
  )
  .map(([words, end]) => words.join(' ') + end);

test('whatever replaces a missing review, no review changes its reviewer, its tool or its text', () => {
  const read = { text: 0, html: 0 };
  fc.assert(
    fc.property(comparison, blanks, missingWords, (whole, how, absent) => {
      if (isWholeOrRefused(labelledPage(whole, { blanks: how, absent }), whole)) read.text += 1;
      if (isWholeOrRefused(labelledHtml(whole, { absent }), whole)) read.html += 1;
    }),
    { numRuns: 500 },
  );
  expect(read.text).toBeGreaterThan(100);
  expect(read.html).toBeGreaterThan(100);
});

test('on a plain page, too, the last reviewer’s only text appears under its tool, or the page is refused', () => {
  const pairs = fc.integer({ min: 0, max: 3 });
  const verdict = fc.constantFrom('ship' as const, 'skip' as const);
  fc.assert(
    fc.property(
      pairs,
      fc.array(anySeat, { minLength: 4, maxLength: 4 }),
      verdict,
      fc.boolean(),
      (count, seats, last, first) => {
        const both = seats.slice(0, count).map((seat) => ({ ...seat, tools: 'both' as const }));
        const lone = { one: last, other: last, tools: first ? ('one' as const) : ('other' as const) };
        const whole = judgedComparison([...both, lone], { share: true, counts: false });
        const { comparisons } = readFrom({ name: 'page.txt', content: plainPage(whole) });
        const texts = (of: Comparison | undefined) =>
          of?.tools.map(({ reviews }) => reviews.map(({ text }) => text));
        if (comparisons.length > 0) expect(texts(comparisons[0])).toEqual(texts(whole));
      },
    ),
  );
});

test('an empty place on an HTML page shows whose review is missing, without any figures', () => {
  fc.assert(
    fc.property(comparison, (whole) => {
      const page = labelledHtml(whole, { absent: '' });
      expect(isRead(page, 'page.html', whole)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('an empty table cell shows whose review is missing, even in the first row', () => {
  fc.assert(
    fc.property(comparison, fc.boolean(), (whole, head) => {
      expect(isRead(labelledTableHtml(whole, { head }), 'page.html', whole)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

/** Lines that may follow the last review of a page. */
const oddLines = fc.array(
  fc.oneof(
    fc.constantFrom('Sponsored', 'Try Omega today.', 'Vote: Ship', 'Related', 'Gamma vs Delta', 'Staff pick'),
    fc.constantFrom('12 votes · 40% ship', 'We earn a commission.', 'Jane: I love it.', 'Next', 'Founder'),
    fc.constantFrom('“It is the best of all.”', 'Was this helpful?', 'Updated in March'),
  ),
  { minLength: 1, maxLength: 4 },
);

test('whatever is below the last review of a page is part of no review, or the page is refused', () => {
  fc.assert(
    fc.property(comparison, blanks, oddLines, fc.constantFrom('\n', '\n\n'), (whole, how, lines, gap) => {
      const below = (page: string) =>
        page.replace('Weekly AI Tool Verdicts', () => `${lines.join(gap)}\n\nWeekly AI Tool Verdicts`);
      isWholeOrRefused(below(labelledPage(whole, { blanks: how, absent: 'No review' })), whole);
      const html = labelledHtml(whole, { absent: '—' });
      const shown = lines.map((line) => `<p>${line}</p>`).join('');
      isWholeOrRefused(html.replace('</main>', `${shown}</main>`), whole);
    }),
    { numRuns: 500 },
  );
});

test('names and scores below the texts never give a text to another reviewer or tool', () => {
  fc.assert(
    fc.property(comparison, blanks, oddLines, fc.boolean(), (whole, how, lines, hasMore) => {
      const after = labelledBelow(whole, how, hasMore ? lines : []);
      isWholeOrRefused(after, whole);
      const quoted = after.replace(/^Seat .*$/gm, '“$&”');
      isWholeOrRefused(quoted, whole);
      const cited = labelledHtml(whole).replace(
        /<span>([^<]*)<\/span><p>(Seat [^<]*)<\/p>/g,
        '<blockquote><p>$2</p><cite>Builder</cite><span>$1</span></blockquote>',
      );
      isWholeOrRefused(cited.replace(/<div><span>[^<]*<\/span><\/div>(?=<div><div><blockquote)/g, ''), whole);
    }),
    { numRuns: 500 },
  );
});

/** A page with reviews above their names and scores. */
function labelledBelow(whole: Comparison, how: 'as shown' | 'none' | 'everywhere', more: string[]): string {
  const page = labelledPage(whole, { blanks: how });
  const gap = how === 'none' ? '\n' : '\n\n';
  const blocks = whole.tools.flatMap(({ reviews }) =>
    reviews.map((review) => [review.text, review.reviewer ?? '', scoreLine(review)].join(gap)),
  );
  return page.replace(
    /(?<=Reviewer scorecard\n).*(?=Weekly AI Tool)/s,
    () => `${[...blocks, ...more].join(gap)}${gap}`,
  );
}

test('a plain page that states counts or shares shows each review under its own tool, or is refused', () => {
  fc.assert(
    fc.property(
      comparison,
      fc.constantFrom('', '', 'No review', 'Abstain', 'Out this week.'),
      (whole, absent) => {
        const page = plainPage(whole, { absent });
        const counted = page.replace('Reviewer scorecard', () =>
          [...table(whole).flat(), 'Reviewer scorecard'].join('\n'),
        );
        const inOrder = plainInOrder(whole, counted);
        for (const content of absent === '' ? [inOrder] : [counted]) {
          const { comparisons } = readFrom({ name: 'page.txt', content });
          if (comparisons.length > 0) expect(textsOf(comparisons[0])).toEqual(textsOf(whole));
        }
      },
    ),
    { numRuns: 500 },
  );
});

/** The page with its texts reviewer by reviewer, as the site shows them, without placeholders. */
function plainInOrder(whole: Comparison, page: string): string {
  const texts = reviewers(whole).flatMap((name) =>
    whole.tools.flatMap(({ reviews }) =>
      reviews.filter(({ reviewer }) => reviewer === name).map(({ text }) => `“${text}”`),
    ),
  );
  return page.replace(/(?<=Reviewer scorecard\n).*(?=\nWeekly AI Tool)/s, () => texts.join('\n'));
}

function textsOf(of: Comparison | undefined): string[][] | undefined {
  return of?.tools.map(({ reviews }) => reviews.map(({ text }) => text));
}

test.each(['—', 'N/A', 'No review'])(
  'beside %j, a verdict above its score belongs to the score',
  (absent) => {
    fc.assert(
      fc.property(comparison, blanks, (whole, how) => {
        const verdictFirst = (page: string) => page.replace(/(\d+\/100) · (ship|skip)/g, '$2\n$1');
        expect(isRead(verdictFirst(labelledPage(whole, { blanks: how, absent })), 'page.txt', whole)).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  },
);

test.each(['—', 'N/A', 'No review', 'Not reviewed'])(
  'on a plain page, %j keeps the place of a missing review',
  (absent) => {
    fc.assert(
      fc.property(comparison, fc.constantFrom<[string, string]>(['“', '”'], ['', '']), (whole, quotes) => {
        const content = plainPage(whole, { absent, quotes });
        const page = content.slice(content.indexOf('Reviewer scorecard'));
        const { comparisons, rejected } = readFrom({ name: 'page.txt', content });
        const texts = (of: Comparison | undefined) =>
          of?.tools.map(({ reviews }) => reviews.map(({ text }) => text));
        const [one, other] = whole.tools;
        const isTold =
          page.split('\n').includes(absent) ||
          one.reviews.length === 3 ||
          (one.reviews.length > 3 && one.panelShare !== null && other.panelShare !== null);
        if (isTold && whole.tools.every(({ reviews }) => reviews.length > 0)) expect(rejected).toEqual([]);
        if (comparisons.length > 0) expect(texts(comparisons[0])).toEqual(texts(whole));
      }),
      { numRuns: 200 },
    );
  },
);
