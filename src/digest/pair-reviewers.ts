import { type ComparisonSide, type Review, type ReviewVerdict, toolKey } from '../comparisons/comparison.ts';
import type { ReviewerCell, ReviewerRow } from './digest.ts';
import { unanimousVerdict } from './panel.ts';

/** Reviewers are matched by name, unnamed or repeated ones by order. A unanimous panel gives each its verdict. */
export function pairReviewers([one, other]: readonly [ComparisonSide, ComparisonSide]): ReviewerRow[] {
  const [left, right] = [reviewsByReviewer(one.reviews), reviewsByReviewer(other.reviews)];
  return [...new Set([...left.keys(), ...right.keys()])].map((key): ReviewerRow => {
    const reviewer = (left.get(key) ?? right.get(key))?.reviewer ?? null;
    return {
      reviewer,
      cells: [cellOf(left.get(key), unanimousVerdict(one)), cellOf(right.get(key), unanimousVerdict(other))],
    };
  });
}

function reviewsByReviewer(reviews: readonly Review[]): Map<string, Review> {
  const byKey = new Map<string, Review>();
  const seen = new Map<string, number>();
  for (const review of reviews) {
    const name = toolKey(review.reviewer ?? '');
    seen.set(name, (seen.get(name) ?? 0) + 1);
    byKey.set(`${name}\n${seen.get(name)}`, review);
  }
  return byKey;
}

function cellOf(review: Review | undefined, unanimous: ReviewVerdict | null): ReviewerCell | null {
  return review === undefined ? null : { score: review.score, verdict: review.verdict ?? unanimous };
}
