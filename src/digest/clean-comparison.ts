import type { ComparisonSide, Review } from '../comparisons/comparison.ts';
import type { PublishedComparison } from '../comparisons/comparison-store.ts';
import { cleanText, oneLine, withoutBidiControls } from '../shared/clean-text.ts';
import { webUrl } from '../shared/web-url.ts';

/** Makes a comparison safe to print. Empty values become null; an empty name becomes the slug. */
export function cleanComparison(comparison: PublishedComparison): PublishedComparison {
  const { slug, tools } = comparison;
  return {
    ...comparison,
    url: webUrl(comparison.url),
    tools: [cleanSide(tools[0], slug), cleanSide(tools[1], slug)],
  };
}

function cleanSide(side: ComparisonSide, slug: string): ComparisonSide {
  return {
    ...side,
    name: line(side.name) ?? line(slug) ?? slug,
    category: line(side.category),
    tagline: line(side.tagline),
    description: text(side.description),
    entry: line(side.entry),
    pricing: line(side.pricing),
    bestFor: line(side.bestFor),
    reviews: side.reviews.map(cleanReview),
  };
}

function cleanReview(review: Review): Review {
  return { ...review, reviewer: line(review.reviewer), text: text(review.text) ?? '' };
}

const line = (value: string | null): string | null => oneLine(withoutBidiControls(value ?? '')) || null;
const text = (value: string | null): string | null => cleanText(withoutBidiControls(value ?? '')) || null;
