import type { ComparisonSide } from '../comparisons/comparison.ts';
import type { PublishedComparison } from '../comparisons/comparison-store.ts';
import { byReviewers, clarityOf, isKnown, panelOf, panelSize, panelWeight } from './panel.ts';

export interface IssueItem {
  comparison: PublishedComparison;
  featured: boolean;
  position: number | null;
}

/**
 * Items placed by an editor come first, then the others by publication. The editor's featured item opens the issue;
 * without one the clearest does, unless an editor placed items. One item is featured, or none if no panel is known.
 */
export function orderItems(items: readonly IssueItem[]): IssueItem[] {
  const { ordered, featured } = inOrder(items);
  return ordered.map((item) => ({ ...item, featured: item === featured }));
}

/** The same order, with only the editor's choice marked as featured. */
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

/** Full panels first, then the widest gap, then furthest from even, then more reviewers and the higher mean score. */
function clearestItem(items: readonly IssueItem[]): IssueItem | undefined {
  const [clearest] = items
    .flatMap((item) => clarityOfItem(item) ?? [])
    .sort(
      (one, other) =>
        other.weight - one.weight ||
        other.gap - one.gap ||
        other.clarity - one.clarity ||
        byReviewers(one.side, other.side),
    );
  return clearest?.item;
}

interface ItemClarity {
  item: IssueItem;
  side: ComparisonSide;
  weight: number;
  clarity: number;
  /** 0 if one share is unknown or from a lesser panel. */
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
