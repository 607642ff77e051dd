import type { HeldBackReason, Selection } from '../digest/select-comparisons.ts';
import { heldBackAdvice } from './held-back-advice.ts';

const COUNT_LABELS: Readonly<Record<HeldBackReason, string>> = {
  incomplete: 'incomplete',
  held: 'held by an editor',
  'after-cut-off': 'published after the cut-off',
  'older-than-lookback': 'older than LOOKBACK_DAYS',
  'over-max-items': 'over MAX_ITEMS',
  'over-max-bytes': 'too long for one mail',
};

export interface TooFew {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  selection: Selection;
}

/** How many an issue has, what became of the others, and what to do about their dates. */
export function skipReason({ slot, scheduledAt, cutOff, selection }: TooFew, minItems: number): string {
  const { items, heldBack } = selection;
  const have = `${items.length} of at least ${minItems} comparisons (MIN_ITEMS) up to the cut-off ${new Date(cutOff).toISOString()}`;
  const counts = Object.entries(COUNT_LABELS).flatMap(([reason, words]) => {
    const count = heldBack.filter((comparison) => comparison.reason === reason).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const heldBackCounts = counts.length === 0 ? '' : `; held back: ${counts.join(', ')}`;
  return [
    `${have}${heldBackCounts}.`,
    ...heldBackAdvice(heldBack, { slot, isAhead: cutOff < scheduledAt }),
  ].join(' ');
}
