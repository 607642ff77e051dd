import type { HeldBackReason, Selection } from '../digest/select-comparisons.ts';

const COUNT_LABELS: Readonly<Record<HeldBackReason, string>> = {
  incomplete: 'incomplete',
  held: 'held by an editor',
  'after-cut-off': 'published after the cut-off',
  'older-than-lookback': 'older than LOOKBACK_DAYS',
  'over-max-items': 'over MAX_ITEMS',
  'over-max-bytes': 'too long for one mail',
};

export function skipReason(
  { items, heldBack }: Selection,
  { minItems, cutOff }: { minItems: number; cutOff: number },
): string {
  const have = `${items.length} of at least ${minItems} comparisons (MIN_ITEMS) up to the cut-off ${new Date(cutOff).toISOString()}`;
  const counts = Object.entries(COUNT_LABELS).flatMap(([reason, words]) => {
    const count = heldBack.filter((comparison) => comparison.reason === reason).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return counts.length === 0 ? `${have}.` : `${have}; held back: ${counts.join(', ')}.`;
}
