import type { ComparisonSide, Verdict } from '../../comparisons/comparison.ts';
import { contradictsShare, type PanelCount, panelOf, panelSize, unanimousVerdict } from '../panel.ts';

/** What a panel says of a tool, as far as the issue may claim it. */
export interface Judgement {
  verdict: Verdict | null;
  /** Null also if it contradicts the verdict. */
  share: number | null;
  count: PanelCount | null;
  size: number | null;
  /** Those whose verdict is not the panel's; null if not every reviewer's verdict and name is known. */
  dissenters: readonly string[] | null;
  /** Those who would ship it; null as above. */
  shippers: readonly string[] | null;
}

export function judge(side: ComparisonSide): Judgement {
  const { verdict, share, count } = panelOf(side);
  const isConsistent = !contradictsShare(verdict, share);
  const size = !isConsistent || isPartOfPanel(side) ? null : panelSize(side);
  const known = { verdict, share: isConsistent ? share : null, count: isConsistent ? count : null, size };
  const reviewers = namedVerdicts(side);
  const isCounted = known.count !== null && reviewers?.length === known.count.of;
  if (reviewers === null || !isCounted || verdict === null)
    return { ...known, dissenters: null, shippers: null };
  const by = (wanted: (verdict: Verdict) => boolean) =>
    reviewers.filter((review) => wanted(review.verdict)).map(({ reviewer }) => reviewer);
  return {
    ...known,
    dissenters: verdict === 'split' ? null : by((said) => said !== verdict),
    shippers: by((said) => said === 'ship'),
  };
}

/** One review is known, and nothing says that there were no more. */
const isPartOfPanel = (side: ComparisonSide): boolean =>
  side.reviews.length === 1 && panelOf(side).count === null;

function namedVerdicts(side: ComparisonSide): { reviewer: string; verdict: 'ship' | 'skip' }[] | null {
  const unanimous = unanimousVerdict(side);
  const named = side.reviews.flatMap(({ reviewer, verdict }) => {
    const said = verdict ?? unanimous;
    return reviewer === null || said === null ? [] : [{ reviewer, verdict: said }];
  });
  return named.length > 0 && named.length === side.reviews.length ? named : null;
}
