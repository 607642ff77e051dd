import type { ComparisonSide, Review } from '../../../src/comparisons/comparison.ts';
import type { IssueItem } from '../../../src/digest/order-items.ts';

// Shorthand for the preview's invented week.

/** 60 and more is a ship. */
export const review = (reviewer: string | null, score: number | null, text: string): Review => ({
  reviewer,
  score,
  verdict: score === null ? null : score >= 60 ? 'ship' : 'skip',
  text,
});

/** A tool of which nothing else is known. */
export const tool = (name: string, known: Partial<ComparisonSide>): ComparisonSide => ({
  name,
  category: 'Developer Tools',
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
  ...known,
});

interface Pair {
  slug: string;
  url: string | null;
  tools: [ComparisonSide, ComparisonSide];
  featured?: boolean;
}

export const item = ({ featured = false, ...pair }: Pair): IssueItem => ({
  comparison: { ...pair, publishedAt: '2026-11-12T09:00:00.000Z' },
  featured,
  position: null,
});
