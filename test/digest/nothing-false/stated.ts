import type { ComparisonSide } from '../../../src/comparisons/comparison.ts';

/** What a source states, counted anew: by the reviews if all have a verdict. */
export function stated(side: ComparisonSide) {
  const said = side.reviews.map(({ verdict }) => verdict);
  const isWhole = said.length > 0 && !said.includes(null);
  const ships = said.filter((verdict) => verdict === 'ship').length;
  const byReviews = isWhole ? (100 * ships) / said.length : null;
  const agrees = byReviews === null || side.panelShare === null || Math.abs(byReviews - side.panelShare) < 1;
  const share = side.panelShare ?? byReviews;
  const count = isWhole && agrees ? { ships, of: said.length } : null;
  const balance = count === null ? share : (100 * count.ships) / count.of;
  const derived = balance === null ? null : balance === 50 ? 'split' : balance > 50 ? 'ship' : 'skip';
  const verdict = side.verdict ?? derived;
  return {
    side,
    share: share === null ? null : Math.round(share),
    count,
    verdict,
    isOdd: isOdd(verdict, share),
  };
}

export type Stated = ReturnType<typeof stated>;

/** The source contradicts itself. */
function isOdd(verdict: ComparisonSide['verdict'], share: number | null): boolean {
  if (share === null) return false;
  if (verdict === 'split') return share === 0 || share === 100;
  return (verdict === 'ship' && share < 50) || (verdict === 'skip' && share > 50);
}
