import { agreesWithShare, contradictsShare } from '../comparisons/checks/panel-problems.ts';
import type { ComparisonSide, ReviewVerdict, Verdict } from '../comparisons/comparison.ts';

export { contradictsShare };

/** A panel's judgement of one tool, stated or derived; null where unknown. */
export interface Panel {
  verdict: Verdict | null;
  share: number | null;
  count: PanelCount | null;
}

export interface PanelCount {
  ship: number;
  of: number;
}

export type KnownPanel = Panel & { verdict: Verdict; share: number };

/** What a verdict that is not stated follows from. */
export type VerdictBasis = 'counts' | 'reviews' | 'share';

/** Null if the verdict is stated, or nothing says what it would be. */
export function derivedVerdict(side: ComparisonSide): { panel: Panel; basis: VerdictBasis } | null {
  const panel = panelOf(side);
  if (side.verdict !== null || panel.verdict === null) return null;
  if (panel.count === null) return { panel, basis: 'share' };
  return { panel, basis: statedCount(side) === null ? 'reviews' : 'counts' };
}

/** The stated verdict, else by counts, else by share. A count that contradicts the stated share is ignored. */
export function panelOf(side: ComparisonSide): Panel {
  const stated = statedCount(side);
  const counted = stated ?? countReviews(side);
  const isStated =
    counted !== null && (side.panelShare === null || agreesWithShare(counted, side.panelShare));
  const count = isStated ? counted : null;
  const share = side.panelShare ?? (count && shareOf(count));
  return { verdict: side.verdict ?? verdictOf(count, share), share, count };
}

export function isKnown(panel: Panel): panel is KnownPanel {
  return panel.share !== null && panel.verdict !== null && !contradictsShare(panel.verdict, panel.share);
}

export function unanimousVerdict(side: ComparisonSide): ReviewVerdict | null {
  const { verdict, share } = panelOf(side);
  if (contradictsShare(verdict, share)) return null;
  if (share === 100) return 'ship';
  return share === 0 ? 'skip' : null;
}

/** Points from even: 50 for unanimous, 0 for split. */
export function clarityOf(panel: KnownPanel): number {
  return Math.abs(panel.share - 50);
}

export function byReviewers(one: ComparisonSide, other: ComparisonSide): number {
  return knownPanelSize(other) - knownPanelSize(one) || meanScore(other) - meanScore(one);
}

/** At least the number of reviews; null if unknown. */
export function panelSize(side: ComparisonSide): number | null {
  return panelOf(side).count?.of ?? (side.reviews.length || null);
}

/** A smaller unanimous panel says more about its reviewers than about the tool. */
const MIN_FULL_PANEL = 3;

/** Whether a panel may open an issue and give it its subject; one of unknown size may not. */
export function isFullPanel(size: number | null): boolean {
  return size !== null && size >= MIN_FULL_PANEL;
}

/** Full panels first, then two reviewers, then an unknown number, then one. */
export function panelWeight(size: number | null): number {
  if (size === null) return 1;
  return size === 1 ? 0 : isFullPanel(size) ? 3 : 2;
}

function knownPanelSize(side: ComparisonSide): number {
  return panelSize(side) ?? 0;
}

function meanScore({ reviews }: ComparisonSide): number {
  const scores = reviews.flatMap(({ score }) => score ?? []);
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function statedCount({ shipCount, skipCount }: ComparisonSide): PanelCount | null {
  if (shipCount === null || skipCount === null || shipCount + skipCount === 0) return null;
  return { ship: shipCount, of: shipCount + skipCount };
}

function countReviews({ reviews }: ComparisonSide): PanelCount | null {
  if (reviews.length === 0 || reviews.some(({ verdict }) => verdict === null)) return null;
  return { ship: reviews.filter(({ verdict }) => verdict === 'ship').length, of: reviews.length };
}

/** Whole percent; 0 and 100 are reserved for unanimous panels. */
function shareOf({ ship, of }: PanelCount): number {
  if (ship === 0 || ship === of) return ship === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((100 * ship) / of)));
}

function verdictOf(count: PanelCount | null, share: number | null): Verdict | null {
  if (count !== null) return verdictOfBalance(2 * count.ship - count.of);
  return share === null ? null : verdictOfBalance(share - 50);
}

function verdictOfBalance(balance: number): Verdict {
  if (balance === 0) return 'split';
  return balance > 0 ? 'ship' : 'skip';
}
