import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/comparisons/comparison.ts';
import { asPlain, inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledPage, plainPage } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison(({ tools: [one, other] }) => {
  one.description =
    'Quillforge reads the notes of a meeting, finds what was decided, and drafts the change that makes it so.';
  const [builder, skeptic] = one.reviews;
  const [theirs] = other.reviews;
  if (builder === undefined || skeptic === undefined || theirs === undefined) throw new Error('no reviews');
  builder.text =
    'The diffs apply cleanly, and where they do not, the tool says which note it did not understand and asks Anna. I kept it.';
  skeptic.text =
    'It forgets half of a long meeting, above all the half in which Petra and Jonas changed their minds about what everybody had agreed on before.';
  theirs.text =
    'Setup took a day, most of it spent on a side-by-side view that nobody on the team had asked for!';
});
const read = (content: string) => readFrom({ name: 'page.txt', content });

/** The text wrapped between words at a width, as a mail client or a PDF does it. */
function wrapped(text: string, width: number, between = '\n'): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines = [''];
      for (const word of line.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines.join(between);
    })
    .join('\n');
}

/** Every text of a comparison's reviews. */
const texts = (of: Comparison | undefined) => of?.tools.map(({ reviews }) => reviews.map(({ text }) => text));

test.each([60, 72, 80, 100])(
  'the wrapped lines of a page become whole paragraphs again: %d characters',
  (width) => {
    for (const blanks of ['as shown', 'none'] as const) {
      const page = wrapped(labelledPage(comparison, { blanks }), width);
      expect(read(page)).toEqual({ comparisons: [comparison], rejected: [] });
    }
    const plain = read(wrapped(plainPage(comparison), width));
    expect(plain.rejected).toEqual([]);
    expect(plain.comparisons).toEqual([asPlain(comparison)]);
  },
);

test('a heading that was wrapped still names both tools', () => {
  const names = inventedComparison(({ tools: [one, other] }) => {
    one.name = 'Quillforge 4: Streaming Drafts & Shared Diffs for Whole Teams';
    other.name = 'Brackish vs Brine: Local Tide Tables';
  });
  for (const width of [40, 64, 80, 100]) {
    const { comparisons } = read(
      plainPage(names).replace(/^.* vs .*$/m, (heading) => wrapped(heading, width)),
    );
    expect(comparisons).toEqual([asPlain(names)]);
  }
});

test('a word that was wrapped at its own hyphen is one word again', () => {
  const page = plainPage(comparison).replace('a side-by-side view', 'a side-by-\nside view');
  expect(texts(read(page).comparisons[0])?.[1]?.[0]).toContain('a side-by-side view');
});

test('wrapped lines of a script without spaces are joined without one', () => {
  const page = labelledPage(comparison).replace(
    'The diffs apply cleanly',
    '差分はきれいに適用され\nる。The diffs apply cleanly',
  );
  expect(texts(read(page).comparisons[0])?.[0]?.[0]).toContain('適用される。The');
});

test('half a sentence is never imported as a whole one', () => {
  for (const width of [20, 25, 30, 40, 50, 120]) {
    for (const between of ['\n', '\n\n']) {
      for (const page of [
        labelledPage(comparison),
        labelledPage(comparison, { blanks: 'none' }),
        plainPage(comparison),
      ]) {
        const scorecard = page.indexOf('Reviewer scorecard');
        const { comparisons } = read(
          page.slice(0, scorecard) + wrapped(page.slice(scorecard), width, between),
        );
        if (comparisons.length > 0) expect(texts(comparisons[0])).toEqual(texts(comparison));
      }
    }
  }
});

test.each(['copy.', 'share.', 'none.', 'pending.', 'comments.', 'report.', 'more reviews.'])(
  'the last word of a sentence, alone on its line, is not a button or a placeholder: %s',
  (word) => {
    const text = `It does what the whole of the team had been asking for, except for the ${word}`;
    const long = inventedComparison(({ tools: [one, other] }) => {
      for (const { reviews } of [one, other]) for (const review of reviews) review.text = text;
    });
    for (const blanks of ['as shown', 'none'] as const) {
      const page = labelledPage(long, { blanks }).replaceAll(` ${word}`, `\n${word}`);
      expect(read(page).comparisons).toEqual([long]);
    }
    expect(read(plainPage(long).replaceAll(` ${word}`, `\n${word}`)).comparisons).toEqual([asPlain(long)]);
  },
);

test('lines that may or may not continue are refused, with how to save the page', () => {
  const page = plainPage(comparison).replace(
    '“Setup took a day',
    '“I tried it against\nGoogle and it lost. Setup took a day',
  );
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [
      {
        line: expect.any(Number),
        message: expect.stringMatching(/lines.*broken.*save it as “Webpage, Complete”/),
      },
    ],
  });
});

test('reviews without quotation marks are refused if their lines are wrapped', () => {
  const page = wrapped(plainPage(comparison, { quotes: ['', ''] }), 60);
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringContaining('broken') }],
  });
});

test.each([
  [
    'Chromium',
    '11/12/26, 9:14 AM',
    'Quillforge vs Brackish | Verdicts',
    'https://verdicts.test/compare/a-vs-b 1/3',
  ],
  [
    'Firefox',
    'Quillforge vs Brackish — Verdicts',
    'https://verdicts.test/compare/a-vs-b',
    '1 of 3',
    '11/12/2026, 21:14',
  ],
  ['Safari', 'https://verdicts.test/compare/a-vs-b', '12.11.26, 21:14', 'Page 1 of 3'],
])('the headers and footers of pages printed by %s are not part of any text', (_, ...marks) => {
  for (const page of [plainPage(comparison), labelledPage(comparison, { blanks: 'none' })]) {
    const lines = page.replace(
      'which note it did not understand',
      `which note\n${marks.join('\n')}\nit did not understand`,
    );
    const printed = `${marks.slice(0, 2).join('\n')}\n${lines}`;
    expect(texts(read(printed).comparisons[0])).toEqual(texts(comparison));
  }
});

test('a printed page may end anywhere: within a sentence, between two reviews, below a reviewer’s name', () => {
  const marks = [
    '',
    'https://verdicts.test/a-vs-b 1/3',
    '',
    '11/12/26, 9:14 AM',
    '',
    'A vs B | Verdicts',
    '',
  ];
  const one = inventedComparison(({ tools: [first, second] }) => {
    first.reviews = first.reviews.slice(0, 2);
    second.reviews = second.reviews.filter(({ reviewer }) => reviewer !== 'Skeptic');
    Object.assign(first, { panelShare: 50, shipCount: 1, skipCount: 1 });
    Object.assign(second, { panelShare: 0, shipCount: 0, skipCount: 2 });
  });
  const reviewsOf = (of: Comparison | undefined) =>
    of?.tools.map(({ reviews }) => reviews.map(({ reviewer, text }) => [reviewer, text]));
  for (const blanks of ['as shown', 'none'] as const) {
    const lines = wrapped(labelledPage(one, { blanks, absent: 'No review' }), 60).split('\n');
    const all = lines.map((_, at) =>
      read(['11/12/26, 9:14 AM', ...lines.slice(0, at), ...marks, ...lines.slice(at)].join('\n')),
    );
    const found = all.flatMap(({ comparisons }) => comparisons);
    for (const printed of found) expect(reviewsOf(printed)).toEqual(reviewsOf(one));
    expect(found.length).toBeGreaterThan(lines.length / 2);
  }
});

test('a score out of 100 is not the page number of a printout', () => {
  const page = `11/12/26, 9:14 AM\n${labelledPage(comparison).replace('81/100 · ship', '81/100\nship')}`;
  expect(read(page).comparisons).toEqual([comparison]);
});

test('a long price beside one in lower case is whole on a page without wrapped lines', () => {
  const long = inventedComparison(({ tools: [one, other] }) => {
    one.pricing = 'Free for three drafts a month; then twelve dollars a seat';
    other.pricing = 'usage-based';
  });
  for (const blanks of ['as shown', 'none', 'everywhere'] as const)
    expect(read(labelledPage(long, { blanks })).comparisons).toEqual([long]);
});

test('wrapped cells of the decision table are whole, or unknown', () => {
  const long = inventedComparison(({ tools: [one, other] }) => {
    one.pricing = 'Free for three drafts a month; then twelve dollars a seat and month, billed once a year';
    other.pricing = 'Ninety dollars a month for two warehouses, whatever their size and whoever runs them';
  });
  for (const width of [40, 50, 60, 80]) {
    const { comparisons } = read(wrapped(labelledPage(long), width));
    for (const [tool, side] of comparisons[0]?.tools.entries() ?? [])
      expect([null, long.tools[tool]?.pricing]).toContain(side.pricing);
  }
  expect(read(wrapped(labelledPage(long), 60)).comparisons).toHaveLength(1);
});
