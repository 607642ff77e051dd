import type { ComparisonSide, Review } from '../../src/comparisons/comparison.ts';
import type { OpenComparison, PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { comparisonSlug } from '../../src/comparisons/slug.ts';

/** Tuesday of 2026-W47, 09:00 in UTC. */
export const TUESDAY = Date.UTC(2026, 10, 17, 9);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A tool with nothing but a name and the given fields. */
export function aSide(given: Partial<ComparisonSide> & { name: string }): ComparisonSide {
  return {
    category: null,
    tagline: null,
    description: null,
    verdict: null,
    panelShare: null,
    shipCount: null,
    skipCount: null,
    communityShare: null,
    communityVotes: null,
    entry: null,
    pricing: null,
    bestFor: null,
    reviews: [],
    ...given,
  };
}

/** A tool that this many reviewers of a panel of four ship. */
export function aJudgedSide(name: string, ships: number, of = 4): ComparisonSide {
  const reviewers = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator'];
  return aSide({
    name,
    category: 'Developer Tools',
    tagline: `${name} does the dull part for you`,
    entry: 'Free',
    pricing: 'Free for one seat, 12 dollars a month for each further one',
    bestFor: 'Small teams that deploy on Fridays',
    verdict: ships * 2 === of ? 'split' : ships * 2 > of ? 'ship' : 'skip',
    panelShare: Math.round((100 * ships) / of),
    shipCount: ships,
    skipCount: of - ships,
    reviews: Array.from({ length: of }, (_, index) =>
      aReview({
        reviewer: reviewers[index] ?? `Reviewer ${index + 1}`,
        verdict: index < ships ? 'ship' : 'skip',
        score: index < ships ? 90 - index : 40 - index,
        text: `${name} was set up within one lunch break. Number ${index + 1} of the panel gives it ${index < ships ? 'a ship because it works' : 'a skip because it breaks'}.`,
      }),
    ),
  });
}

export function aReview(given: Partial<Review> = {}): Review {
  return { reviewer: null, score: null, verdict: null, text: 'It did what its page promises.', ...given };
}

export interface ComparisonGiven {
  /** Two names, or two sides. */
  tools: readonly [string | ComparisonSide, string | ComparisonSide];
  publishedAt?: number;
  slug?: string;
  url?: string | null;
}

/** A comparison; a tool that is given by name only is shipped by three of four reviewers. */
export function aComparison({
  tools,
  publishedAt = TUESDAY - DAY,
  ...given
}: ComparisonGiven): PublishedComparison {
  const [one, other] = tools.map((tool) => (typeof tool === 'string' ? aJudgedSide(tool, 3) : tool));
  if (one === undefined || other === undefined) throw new Error('a comparison has two tools');
  const slug = given.slug ?? comparisonSlug([one, other]);
  return {
    slug,
    url: given.url === undefined ? `https://verdicts.test/compare/${slug}` : given.url,
    publishedAt: new Date(publishedAt).toISOString(),
    tools: [one, other],
  };
}

/** A complete comparison that was published a day before the cut-off and is untouched by editors. */
export function anOpenComparison(given: Partial<OpenComparison> & { slug: string }): OpenComparison {
  return {
    publishedAt: TUESDAY - DAY,
    complete: true,
    held: false,
    leftOut: false,
    pinned: false,
    featured: false,
    position: null,
    ...given,
  };
}
