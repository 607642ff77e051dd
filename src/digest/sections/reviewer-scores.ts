import type { ComparisonSide } from '../../comparisons/comparison.ts';
import type { ReviewerScore } from '../digest.ts';
import { panelOf, unanimousVerdict } from '../panel.ts';

/** Every reviewer's score and verdict, as far as known; none if nothing is. */
export function scoresOf(side: ComparisonSide): ReviewerScore[] {
  const { verdict } = panelOf(side);
  const unanimous = unanimousVerdict(side);
  const scores = side.reviews.map((review, index) => {
    const said = review.verdict ?? unanimous;
    return {
      reviewer: review.reviewer ?? `Reviewer ${index + 1}`,
      score: review.score,
      verdict: said,
      dissents: said !== null && verdict !== null && verdict !== 'split' && said !== verdict,
    };
  });
  return scores.some(({ score, verdict: said }) => score !== null || said !== null) ? scores : [];
}
