import type { ComparisonSide, Review, ReviewVerdict } from '../../comparisons/comparison.ts';
import type { Quotation, Stance } from '../digest.ts';
import { unanimousVerdict } from '../panel.ts';
import { quote } from './quotation.ts';

/** A review without a verdict counts as for from 60 on; 50 to 59 are unclear, since reviewers skip a tool at 52. */
const MIN_SCORE_FOR = 60;
const MIN_SCORE_UNCLEAR = 50;

type KnownStance = 'for' | 'against' | 'unknown';

/**
 * The strongest arguments by score. If the whole panel is for a tool, the least convinced reviewer is `reserved`.
 * @param maxLength Per quotation, in UTF-16 code units; 0 quotes nothing.
 */
export function chooseQuotations(side: ComparisonSide, maxLength: number): Quotation[] {
  const unanimous = unanimousVerdict(side);
  const by = (stance: KnownStance) => side.reviews.filter((review) => stanceOf(review, unanimous) === stance);
  const [champions, critics, unknown] = [
    by('for').sort(highestFirst),
    by('against').sort(lowestFirst),
    by('unknown'),
  ];
  const quotations = [
    firstQuotation(champions, 'for', maxLength),
    firstQuotation(critics, 'against', maxLength),
    critics.length + unknown.length === 0
      ? firstQuotation(leastConvinced(champions), 'reserved', maxLength)
      : null,
    champions.length + critics.length === 0 ? firstQuotation(unknown, 'unknown', maxLength) : null,
  ];
  return quotations.filter((quotation) => quotation !== null);
}

function stanceOf(review: Review, unanimous: ReviewVerdict | null): KnownStance {
  const { score } = review;
  const verdict = review.verdict ?? unanimous;
  if (verdict !== null) return verdict === 'ship' ? 'for' : 'against';
  if (score === null) return 'unknown';
  if (score >= MIN_SCORE_FOR) return 'for';
  return score < MIN_SCORE_UNCLEAR ? 'against' : 'unknown';
}

/** None unless all scores are known and they differ. */
function leastConvinced(champions: readonly Review[]): Review[] {
  if (champions.some(({ score }) => score === null)) return [];
  const last = champions.toSorted(lowestFirst)[0];
  return last !== undefined && (last.score ?? 0) < (champions[0]?.score ?? 0) ? [last] : [];
}

function firstQuotation(reviews: readonly Review[], stance: Stance, maxLength: number): Quotation | null {
  for (const { reviewer, text } of reviews) {
    const quotation = quote(text, { stance, maxLength });
    if (quotation !== null) return { stance, reviewer, text: quotation };
  }
  return null;
}

function highestFirst(one: Review, other: Review): number {
  return (other.score ?? -1) - (one.score ?? -1);
}

function lowestFirst(one: Review, other: Review): number {
  return (one.score ?? 101) - (other.score ?? 101);
}
