import type { OpenComparison } from '../comparisons/comparison-store.ts';
import { DAY_MS } from '../shared/durations.ts';

/** Why a comparison is not in an issue: the first that applies. */
export const HELD_BACK_REASONS = [
  'incomplete',
  'held',
  /** Of this slot's issue alone. */
  'left-out',
  /** Waits for the next slot. */
  'after-cut-off',
  'older-than-lookback',
  /** The issue is full; waits for the next slot. */
  'over-max-items',
  /** Even without quotations email clients would clip the issue; waits for the next slot. */
  'over-max-bytes',
] as const;
export type HeldBackReason = (typeof HELD_BACK_REASONS)[number];

export interface SelectionRules {
  open: readonly OpenComparison[];
  /** Inclusive. */
  cutOff: number;
  /** Days of 24 hours before the cut-off, inclusive. */
  lookbackDays: number;
  minItems: number;
  maxItems: number;
}

export interface Selection {
  /** Oldest first; `order-items.ts` puts them in the order. */
  items: OpenComparison[];
  heldBack: { slug: string; reason: HeldBackReason }[];
  /** False if the slot is to be skipped for having too few items. */
  enough: boolean;
}

/**
 * The oldest go first, so that none waits forever. Pinned ones go before all others and may be older than the lookback.
 */
export function selectComparisons({
  open,
  cutOff,
  lookbackDays,
  minItems,
  maxItems,
}: SelectionRules): Selection {
  const since = cutOff - lookbackDays * DAY_MS;
  const heldBack: Selection['heldBack'] = [];
  const eligible: OpenComparison[] = [];
  for (const comparison of open.toSorted(byPublication)) {
    const reason = reasonToHoldBack(comparison, since, cutOff);
    if (reason === null) eligible.push(comparison);
    else heldBack.push({ slug: comparison.slug, reason });
  }
  const inTurn = [...eligible.filter(({ pinned }) => pinned), ...eligible.filter(({ pinned }) => !pinned)];
  const items = inTurn.slice(0, maxItems).sort(byPublication);
  for (const { slug } of inTurn.slice(maxItems)) heldBack.push({ slug, reason: 'over-max-items' });
  return { items, heldBack, enough: items.length >= minItems };
}

function reasonToHoldBack(comparison: OpenComparison, since: number, cutOff: number): HeldBackReason | null {
  if (!comparison.complete) return 'incomplete';
  if (comparison.held) return 'held';
  if (comparison.leftOut) return 'left-out';
  if (comparison.publishedAt > cutOff) return 'after-cut-off';
  if (comparison.publishedAt < since && !comparison.pinned) return 'older-than-lookback';
  return null;
}

function byPublication(one: OpenComparison, other: OpenComparison): number {
  return one.publishedAt - other.publishedAt || (one.slug < other.slug ? -1 : 1);
}
