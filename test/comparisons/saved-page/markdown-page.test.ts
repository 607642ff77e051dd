import { expect, test } from 'vitest';
import { asPlain, inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { reviewers, scoreLine, table } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const [one, other] = comparison.tools;
const HEAD = [
  `[Compare](https://tern.test/compare)/${one.name} vs ${other.name}`,
  `# ${one.name} vs ${other.name}`,
];
const FOOT = ['## Weekly AI Tool Verdicts', 'Get the next comparison in your inbox'];

/** The page as a web clipper writes it down. */
function markdown(change: (block: string) => string = (block) => block): string {
  const cards = comparison.tools.flatMap((side, tool) => [
    ...[
      tool === 0 ? 'Q' : 'B',
      side.category ?? '',
      `## [${side.name}](https://tern.test/tools/(x))`,
      side.tagline ?? '',
    ],
    ...[
      `**${side.verdict}**`,
      `**${side.panelShare}%**`,
      'Panel ship',
      tool === 0 ? '**61% · 1240 votes**' : '**—**',
    ],
    ...[
      'Community',
      `**${side.entry}**`,
      'Entry',
      ...(side.description ?? '').split('\n\n'),
      '[Visit site](https://tern.test/)',
    ],
  ]);
  const [head = [], ...rows] = table(comparison);
  const lines = [head, ['---', '---', '---'], ...rows].map((row) => `| ${row.join(' | ')} |`);
  const reviews = reviewers(comparison).flatMap((name) => [
    `### ${name}`,
    ...comparison.tools.flatMap(({ reviews: all }) =>
      all
        .filter(({ reviewer }) => reviewer === name)
        .flatMap((review) => [`**${scoreLine(review)}**`, review.text]),
    ),
  ]);
  const blocks = [...HEAD, ...cards, lines.join('\n'), '## Reviewer scorecard', ...reviews, ...FOOT];
  return `${blocks.map(change).join('\n\n')}\n`;
}

const read = (content: string, name = 'page.md') => readFrom({ name, content });

test('a page in Markdown is read like the page it was made from, whatever its file is called', () => {
  for (const name of ['page.md', 'page.markdown', 'page.txt', '-'])
    expect(read(markdown(), name)).toEqual({ comparisons: [comparison], rejected: [] });
});

test('emphasis, links and escapes in Markdown are read as they are displayed', () => {
  const page = markdown().replace(
    'The diffs apply cleanly. I kept it.',
    'The *diffs* apply **cleanly**, see [the log](https://tern.test/log_a_b). I kept snake\\_case and `a && b`, 2 * 3 * 4.',
  );
  expect(read(page).comparisons[0]?.tools[0].reviews[0]?.text).toBe(
    'The diffs apply cleanly, see the log. I kept snake_case and `a && b`, 2 * 3 * 4.',
  );
});

test('lines that Markdown broke are one paragraph', () => {
  const page = markdown().replace('It found a fault that', 'It found a fault\nthat');
  expect(read(page).comparisons).toEqual([comparison]);
});

test('block quotations of a plain page in Markdown are its reviews', () => {
  const texts = one.reviews.flatMap((review, seat) => [review.text, other.reviews[seat]?.text ?? '']);
  const quotes = texts.map((text) =>
    text
      .split('\n\n')
      .map((part) => `> ${part}`)
      .join('\n>\n'),
  );
  const page = markdown();
  const plain = `${page
    .slice(0, page.indexOf('| Decision'))
    .replaceAll(
      /\*\*(ship|split)\*\*\n\n/g,
      '',
    )}## Reviewer scorecard\n\n${quotes.join('\n\n')}\n\n${FOOT.join('\n\n')}\n`;
  expect(read(plain).comparisons).toEqual([asPlain(comparison)]);
});

test('Markdown that lost what the page shows is refused, with how to save the page instead', () => {
  const page = markdown().replaceAll('Panel ship', '');
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(/Markdown.*“Webpage, Complete”/) }],
  });
});
