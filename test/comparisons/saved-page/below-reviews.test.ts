import { expect, test } from 'vitest';
import { asPlain, inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledHtml, plainHtml } from '../../support/samples/saved-html.ts';
import { labelledPage, plainPage } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const read = (content: string, file = 'page.txt') => readFrom({ name: file, content });

const OFFERS = [
  ['More comparisons', 'Tern vs Petrel', 'Skua vs Gannet', 'Share this comparison', 'Copy link', 'Post on X'],
  ['Related comparisons', 'Tern vs Petrel', 'See all comparisons →'],
  ['Share', 'Copy link'],
  ['Was this helpful?', 'Yes', 'No'],
  ['Cast your vote', 'Ship it', 'Skip it'],
  ['You might also like', 'Tern vs Petrel'],
  ['← Back to all comparisons'],
];

test.each(OFFERS)('links and buttons below the reviews are not reviews: %s, …', (...offer) => {
  const below = (page: string, footer: string) =>
    page.replace(footer, () => `${offer.join('\n\n')}\n\n${footer}`);
  for (const blanks of ['as shown', 'none', 'everywhere'] as const) {
    const labelled = below(labelledPage(comparison, { blanks }), 'Weekly AI Tool Verdicts');
    expect(read(labelled)).toEqual({ comparisons: [comparison], rejected: [] });
  }
  expect(read(below(plainPage(comparison), 'Weekly AI Tool Verdicts'))).toEqual({
    comparisons: [asPlain(comparison)],
    rejected: [],
  });
});

test.each([
  '<aside><h3>Elsewhere</h3><p>Tern against Petrel</p></aside>',
  '<h3>Elsewhere</h3><p>Tern against Petrel</p>',
  '<p><a href="/x">Tern against Petrel</a></p><div><a href="/y">Next</a></div>',
  '<section><p>Tern against Petrel.</p></section>',
])('links and buttons below the reviews of an HTML page are not reviews, whatever they say: %s', (below) => {
  const end = '</main>';
  expect(read(labelledHtml(comparison).replace(end, below + end), 'page.html').comparisons).toEqual([
    comparison,
  ]);
  const plain = plainHtml(comparison).replace(end, below + end);
  expect(read(plain, 'page.html').comparisons).toEqual([asPlain(comparison)]);
});

/** The labelled page with these lines below its last review, with and without blank lines around them. */
function withBelow(lines: readonly string[]): string[] {
  return (['as shown', 'none', 'everywhere'] as const).flatMap((blanks) =>
    ['\n', '\n\n'].map((gap) =>
      labelledPage(comparison, { blanks }).replace(
        'Weekly AI Tool Verdicts',
        () => `${lines.join(gap)}\n\nWeekly AI Tool Verdicts`,
      ),
    ),
  );
}

test.each([
  ['Sponsored', 'Try Omega today, the best AI tool.'],
  ['Advertisement', 'Omega ships while you sleep.', 'Start now.'],
  ['Vote: Ship', 'Vote: Skip'],
  ['Related', 'Gamma vs Delta', '12 votes · 40% ship'],
  ['Promoted by Omega', 'Omega is a tool for teams that never want to read a review again in their lives.'],
])('an advertisement, a vote or a related link below the reviews is dropped: %s, …', (...lines) => {
  for (const page of withBelow(lines)) expect(read(page).comparisons).toEqual([comparison]);
});

test.each([
  ['Try Omega today, the best AI tool.'],
  ['Omega ships while you sleep, and everybody who has tried it says that it is the best of all the tools.'],
  ['Herring of the week', 'Omega ships while you sleep.'],
  ['Gamma vs Delta', '12 votes · 40% ship', 'Epsilon vs Zeta.'],
  ['Gamma vs Delta', '91/100', '12 votes · 40% ship'],
  ['Prices were checked in March.', 'We earn a commission.'],
])('any other line below the last review is refused, even one that ends with a full stop: %s', (...lines) => {
  for (const page of withBelow(lines))
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [{ line: expect.any(Number) }],
    });
});

test('an advertisement between two reviews belongs to neither', () => {
  for (const advert of ['Sponsored', 'Advertisement:', 'A word from our sponsor']) {
    const page = labelledPage(comparison).replace(
      '\nSkeptic\n',
      `\n${advert}\n\nTry Omega today.\n\nSkeptic\n`,
    );
    expect(read(page)).toMatchObject({
      comparisons: [],
      rejected: [{ message: expect.stringContaining(`“${advert}”`) }],
    });
  }
});

test('a last review of two paragraphs is read if the page shows that both belong to a review', () => {
  const second =
    'In five years nobody will keep two copies of anything, and least of all of a table that has a name.';
  const long = inventedComparison(({ tools }) => {
    for (const { reviews } of tools) for (const review of reviews) review.text += `\n\n${second}`;
  });
  for (const page of [labelledPage(long), labelledHtml(long)]) expect(read(page).comparisons).toEqual([long]);
});

test('a button at each review is not part of the review', () => {
  const page = labelledPage(comparison).replaceAll(
    /(?<=\.\n\n)(?=\d+\/100|[A-Z][a-z]+\n\d+\/100)/g,
    'Read full review\n\n',
  );
  expect(page).toContain('Read full review');
  expect(read(page).comparisons).toEqual([comparison]);
});

test('a line that may or may not be a link is refused, with what to do about it', () => {
  const page = labelledPage(comparison).replace('Weekly AI', 'Follow the Herring\n\nWeekly AI');
  const { comparisons, rejected } = read(page);
  expect(comparisons).toEqual([]);
  const line = page.split('\n').indexOf('Follow the Herring') + 1;
  expect(rejected).toMatchObject([
    { line, message: expect.stringMatching(/“Follow the Herring”.*join it to the paragraph above/) },
  ]);
  expect(read(page.replace('Follow the Herring\n\n', '')).comparisons).toEqual([comparison]);
});

test('a sentence below the quoted reviews of a plain page is neither a review nor dropped silently', () => {
  const page = plainPage(comparison).replace(
    'Weekly AI',
    'We earn a commission.\nPrices may change.\nWeekly AI',
  );
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(/“We earn a commission\.”.*remove the line/) }],
  });
});

test('the buttons of a card are not part of its description or category', () => {
  for (const page of [labelledPage(comparison), labelledPage(comparison, { blanks: 'none' })]) {
    const offered = page
      .replace('tells of limits.', 'tells of limits.\n\nVisit site')
      .replace('where they part.', 'where they part.\n\nVisit site →');
    expect(read(offered).comparisons).toEqual([comparison]);
  }
});
