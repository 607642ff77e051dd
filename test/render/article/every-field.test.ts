import { readFile } from 'node:fs/promises';
import { getElementsByTagName, textContent } from 'domutils';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import type { Comparison, ComparisonSide, Review } from '../../../src/comparisons/comparison.ts';
import type { PublishedComparison } from '../../../src/comparisons/comparison-store.ts';
import { readComparisons } from '../../../src/comparisons/read-comparisons.ts';
import { cleanComparison } from '../../../src/digest/clean-comparison.ts';
import { composeDigest } from '../../../src/digest/compose-digest.ts';
import { DIGEST_LIMITS } from '../../../src/digest/digest-limits.ts';
import { renderArticle } from '../../../src/render/article/render-article.tsx';
import { sourcePath } from '../../../src/shared/project-path.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { asPlain, inventedComparison } from '../../support/samples/invented-comparison.ts';
import { labelledPage, plainPage } from '../../support/samples/saved-pages.ts';

const [FULL] = DIGEST_LIMITS;

/** What the article of an issue with these comparisons says, on one line, and its elements. */
function articleOf(given: readonly PublishedComparison[]) {
  const comparisons = given.map(cleanComparison);
  const items = comparisons.map((comparison) => ({ comparison, featured: false, position: null }));
  const edited = { subject: null, preheader: null, intro: null };
  const digest = composeDigest({
    slot: '2026-W47',
    date: '17 November 2026',
    comparisons: items,
    edited,
    limits: FULL,
  });
  const html = renderArticle({ digest, comparisons });
  const document = parseDocument(html);
  const all = (tag: string) => getElementsByTagName(tag, document);
  return {
    html,
    all,
    text: words(textContent(document)),
    comparisons,
    hrefs: all('a').map((a) => a.attribs.href),
  };
}

/** Without white space, and without the marks that become elements. */
const words = (text: string) => text.replace(/[`*]/g, '').replace(/\s+/g, '');

/** How the article says each field of a tool. A new field does not compile until it is listed here. */
const SIDE_FIELDS: {
  [Field in keyof Required<ComparisonSide>]: (side: ComparisonSide) => (string | null)[];
} = {
  name: ({ name }) => [name],
  category: ({ category }) => [category],
  tagline: ({ tagline }) => [tagline],
  description: ({ description }) => [description],
  verdict: ({ verdict }) => [verdict?.toUpperCase() ?? null],
  panelShare: ({ panelShare }) => [panelShare === null ? null : `${panelShare}%`],
  // "3 of 4" says both.
  shipCount: ({ shipCount, skipCount }) => [
    shipCount === null || skipCount === null ? null : `${shipCount} of ${shipCount + skipCount}`,
  ],
  skipCount: ({ shipCount, skipCount }) => [
    shipCount !== null || skipCount === null ? null : `${skipCount} skip`,
  ],
  communityShare: ({ communityShare }) => [communityShare === null ? null : `Community${communityShare}%`],
  communityVotes: ({ communityVotes }) => [
    communityVotes === null
      ? null
      : communityVotes === 0
        ? 'No votes yet'
        : communityVotes.toLocaleString('en-US'),
  ],
  entry: ({ entry }) => [entry],
  pricing: ({ pricing }) => [pricing],
  bestFor: ({ bestFor }) => [bestFor],
  reviews: ({ reviews }) =>
    reviews.flatMap((review) => Object.values(REVIEW_FIELDS).map((say) => say(review))),
};

const REVIEW_FIELDS: { [Field in keyof Required<Review>]: (review: Review) => string | null } = {
  reviewer: ({ reviewer }) => reviewer,
  score: ({ score }) => (score === null ? null : String(score)),
  verdict: ({ verdict }) => verdict,
  text: ({ text, score, verdict, reviewer }) =>
    reviewer === null || score === null || verdict === null
      ? text
      : `${text}${reviewer} · ${score} ${verdict}`,
};

/** How the page says each field of a comparison itself. */
const COMPARISON_FIELDS: {
  [Field in keyof Required<Comparison>]: (
    given: Comparison,
    article: ReturnType<typeof articleOf>,
  ) => unknown[];
} = {
  // The anchor that the email links to.
  slug: ({ slug }, { all }) => (all('article').some(({ attribs }) => attribs.id === slug) ? [] : [slug]),
  url: ({ url }, { hrefs }) => (url === null || hrefs.includes(url) ? [] : [url]),
  // Left out: where a source has no date, it is the instant of the import.
  publishedAt: () => [],
  tools: ({ tools }, { text }) =>
    tools.flatMap((side) =>
      Object.entries(SIDE_FIELDS).flatMap(([field, say]) =>
        say(side).flatMap((part) =>
          part === null || text.includes(words(part)) ? [] : [`${field}: ${part}`],
        ),
      ),
    ),
};

function missing(given: readonly PublishedComparison[]): unknown[] {
  const article = articleOf(given);
  return article.comparisons.flatMap((comparison) =>
    Object.values(COMPARISON_FIELDS).flatMap((look) => look(comparison, article)),
  );
}

test('the article says everything that the sample comparisons state, field by field', async () => {
  const content = await readFile(sourcePath('demo', 'comparisons.json'), 'utf8');
  const { comparisons } = readComparisons({ name: 'comparisons.json', content });
  const published = comparisons.map(({ comparison }) => ({
    ...comparison,
    publishedAt: comparison.publishedAt ?? new Date(TUESDAY).toISOString(),
  }));
  expect(published.length).toBeGreaterThan(2);
  expect(missing(published)).toEqual([]);
});

test.each([
  ['plain', plainPage(asPlain(inventedComparison()))],
  ['labelled', labelledPage(inventedComparison())],
])('the article says everything that a saved page of the %s form states', (_, content) => {
  const { comparisons } = readComparisons({ name: 'page.txt', content });
  expect(comparisons).toHaveLength(1);
  const publishedAt = new Date(TUESDAY).toISOString();
  expect(missing(comparisons.map(({ comparison }) => ({ ...comparison, publishedAt })))).toEqual([]);
});

const anyText = fc
  .array(
    fc.constantFrom(
      'plain',
      'words',
      '<b>bold</b>',
      '&amp;',
      '`code`',
      '“quoted”',
      'ünïcode',
      'אבג',
      '編集',
      '\n\n',
      '$5',
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => `t ${parts.join(' ')}`);
const anyReview: fc.Arbitrary<Review> = fc.record({
  reviewer: fc.constantFrom('Builder', 'Skeptic', 'Futurist', 'Founder', null),
  score: fc.option(fc.nat(100)),
  verdict: fc.constantFrom('ship', 'skip', null),
  text: anyText,
});
const unknownOr = <T>(given: fc.Arbitrary<T>) => fc.option(given, { freq: 4 });
const anySide = (name: string): fc.Arbitrary<ComparisonSide> =>
  fc
    .record({
      name: fc.constant(name),
      category: unknownOr(anyText),
      tagline: unknownOr(anyText),
      description: unknownOr(anyText),
      verdict: fc.constantFrom('ship', 'skip', 'split', null),
      ships: fc.nat(6),
      skips: fc.nat(6),
      isCounted: fc.boolean(),
      communityShare: unknownOr(fc.nat(100)),
      communityVotes: unknownOr(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 }))),
      entry: unknownOr(anyText),
      pricing: unknownOr(anyText),
      bestFor: unknownOr(anyText),
      reviews: fc.array(anyReview, { maxLength: 7 }),
    })
    .map(({ ships, skips, isCounted, ...side }) => {
      const of = ships + skips;
      const known = isCounted && of > 0;
      return {
        ...side,
        communityShare: side.communityVotes === 0 ? null : side.communityShare,
        panelShare: known ? Math.round((100 * ships) / of) : null,
        shipCount: known ? ships : null,
        skipCount: known ? skips : null,
      };
    });
const anyIssue = fc
  .uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), {
    minLength: 1,
    maxLength: 6,
    selector: ([a, b]) => [a, b].sort().join('-'),
  })
  .chain((pairs) =>
    fc.tuple(
      ...pairs
        .filter(([one, other]) => one !== other)
        .map(([one, other]) =>
          fc.tuple(anySide(`Tool ${one}`), anySide(`Tool ${other}`)).map(
            (tools): PublishedComparison => ({
              slug: `tool-${one}-vs-tool-${other}`,
              url: `https://verdicts.test/compare/${one}-${other}`,
              publishedAt: new Date(TUESDAY).toISOString(),
              tools,
            }),
          ),
        ),
    ),
  )
  .filter((comparisons) => comparisons.length > 0);

test('the article says everything that any comparisons state, tools that recur included', () => {
  fc.assert(
    fc.property(anyIssue, (comparisons) => {
      expect(missing(comparisons)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('the article has only meaning, no style, no script, and the same bytes each time', () => {
  fc.assert(
    fc.property(anyIssue, (comparisons) => {
      const { html, all } = articleOf(comparisons);
      expect(articleOf(comparisons).html).toBe(html);
      const names = new Set(all('*').flatMap(({ name, attribs }) => [name, ...Object.keys(attribs)]));
      for (const allowed of ALLOWED) names.delete(allowed);
      expect([...names]).toEqual([]);
      const ids = all('*').flatMap(({ attribs }) => attribs.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const anchors = all('a').flatMap(({ attribs: { href = '' } }) =>
        href.startsWith('#') ? [href.slice(1)] : [],
      );
      expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

const ALLOWED = [
  ...[
    'article',
    'section',
    'div',
    'h2',
    'h3',
    'p',
    'a',
    'b',
    'em',
    'br',
    'bdi',
    'code',
    'span',
    'blockquote',
    'footer',
  ],
  ...[
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'dl',
    'dt',
    'dd',
    'class',
    'id',
    'href',
    'lang',
    'dir',
    'scope',
    'colspan',
  ],
];

test('a single comparison has no table of answers, and its title is there for screen readers only', () => {
  const [comparisons = []] = fc.sample(
    anyIssue.filter(({ length }) => length === 1),
    { numRuns: 1, seed: 3 },
  );
  const { all } = articleOf(comparisons);
  expect(all('table').filter(({ attribs }) => attribs.class === 'answers')).toEqual([]);
  expect(all('h2').map(({ attribs }) => attribs.class)).toEqual(['apart']);
});

test('a tool in several comparisons is described once, and referred to afterwards', () => {
  const side = (name: string, changes: Partial<ComparisonSide> = {}): ComparisonSide => ({
    ...(fc.sample(anySide(name), { numRuns: 1, seed: 7 })[0] as ComparisonSide),
    description: `About ${name}.`,
    reviews: [{ reviewer: 'Builder', score: 90, verdict: 'ship', text: `I kept ${name}.` }],
    ...changes,
  });
  const pair = (one: ComparisonSide, other: ComparisonSide): PublishedComparison => ({
    slug: `${one.name}-vs-${other.name}`.toLowerCase(),
    url: null,
    publishedAt: new Date(TUESDAY).toISOString(),
    tools: [one, other],
  });
  const { text } = articleOf([
    pair(side('Kiln'), side('Marl')),
    pair(side('Kiln', { description: 'Told otherwise.' }), side('Loam')),
  ]);
  const times = (part: string) => text.split(words(part)).length - 1;
  expect([times('About Kiln.'), times('Told otherwise.'), times('More about Kiln')]).toEqual([1, 1, 1]);
});
