import type { ComparisonSide } from '../comparisons/comparison.ts';
import type { PublishedComparison } from '../comparisons/comparison-store.ts';
import { byReviewers, clarityOf, isKnown, panelOf, panelSize, panelWeight } from './panel.ts';

/** A comparison that was selected, with what an editor decided about it. */
export interface IssueItem {
  comparison: PublishedComparison;
  featured: boolean;
  /** Its place in the order that an editor wants; null where none was given. */
  position: number | null;
}

/**
 * The items in the order of the issue, before comparisons that share a tool are put together: those that an editor
 * placed first, as placed, the others by publication. The one that an editor features opens the issue, whatever the
 * order; the clearest, a full panel before a smaller one, opens it where an editor placed none.
 * Exactly one item is featured, the editor's choice or the clearest; none where no panel is known.
 */
export function orderItems(items: readonly IssueItem[]): IssueItem[] {
  const { ordered, featured } = inOrder(items);
  return ordered.map((item) => ({ ...item, featured: item === featured }));
}

/** The items in the same order, each marked as featured only if the editor chose it. */
export function inIssueOrder(items: readonly IssueItem[]): IssueItem[] {
  return inOrder(items).ordered;
}

function inOrder(items: readonly IssueItem[]): { ordered: IssueItem[]; featured: IssueItem | undefined } {
  const ordered = items.toSorted(byPlace);
  const chosen = ordered.find((item) => item.featured);
  const featured = chosen ?? clearestItem(ordered);
  if (chosen === undefined && ordered.some(({ position }) => position !== null)) return { ordered, featured };
  const opening = ordered.filter((item) => item === featured);
  return { ordered: [...opening, ...ordered.filter((item) => item !== featured)], featured };
}

function byPlace(one: IssueItem, other: IssueItem): number {
  if (one.position !== other.position) {
    return (one.position ?? Number.POSITIVE_INFINITY) - (other.position ?? Number.POSITIVE_INFINITY);
  }
  const [published, later] = [one, other].map(({ comparison }) => Date.parse(comparison.publishedAt));
  return (published ?? 0) - (later ?? 0) || (one.comparison.slug < other.comparison.slug ? -1 : 1);
}

/**
 * The item with the clearest verdict: one of a full panel, then a panel furthest from even, then the widest gap between
 * both tools (it says which of the two to ship with), then more reviewers and the higher mean score, then the first.
 */
function clearestItem(items: readonly IssueItem[]): IssueItem | undefined {
  const [clearest] = items
    .flatMap((item) => clarityOfItem(item) ?? [])
    .sort(
      (one, other) =>
        other.weight - one.weight ||
        other.clarity - one.clarity ||
        other.gap - one.gap ||
        byReviewers(one.side, other.side),
    );
  return clearest?.item;
}

interface ItemClarity {
  item: IssueItem;
  /** The side whose panel is furthest from even, of those of the weightier panels. */
  side: ComparisonSide;
  weight: number;
  clarity: number;
  /** Points between the shares of both tools; 0 where one is not known, or is of a lesser panel. */
  gap: number;
}

function clarityOfItem(item: IssueItem): ItemClarity | null {
  const known = item.comparison.tools.flatMap((side) => {
    const panel = panelOf(side);
    return isKnown(panel)
      ? { side, weight: panelWeight(panelSize(side)), clarity: clarityOf(panel), share: panel.share }
      : [];
  });
  const [clearest, other] = known.toSorted(
    (one, two) => two.weight - one.weight || two.clarity - one.clarity,
  );
  if (clearest === undefined) return null;
  const { side, weight, clarity, share } = clearest;
  const gap = other === undefined || other.weight < weight ? 0 : Math.abs(share - other.share);
  return { item, side, weight, clarity, gap };
}
