import type { HeldBackReason, Selection } from '../digest/select-comparisons.ts';
import { formatTime } from '../shared/format.ts';
import { heldBackAdvice } from './held-back-advice.ts';

const COUNT_LABELS: Readonly<Record<HeldBackReason, string>> = {
  incomplete: 'incomplete',
  held: 'on hold',
  'left-out': 'left out',
  'after-cut-off': 'dated later',
  'older-than-lookback': 'too old',
  'over-max-items': 'too many',
  'over-max-bytes': 'too long for one email',
};

export interface TooFew {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  selection: Selection;
}

/** How many an issue has, what became of the others, and what to do about their dates. */
export function skipReason(
  { slot, scheduledAt, cutOff, selection }: TooFew,
  { schedule, selection: { minItems } }: { schedule: { zone: string }; selection: { minItems: number } },
): string {
  const { items, heldBack } = selection;
  const have = `${items.length} of at least ${minItems} comparisons by ${formatTime(cutOff, schedule.zone)}`;
  const counts = Object.entries(COUNT_LABELS).flatMap(([reason, words]) => {
    const count = heldBack.filter((comparison) => comparison.reason === reason).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const heldBackCounts = counts.length === 0 ? '' : `; not in this issue: ${counts.join(', ')}`;
  return [
    `${have}${heldBackCounts}.`,
    ...heldBackAdvice(heldBack, { slot, isAhead: cutOff < scheduledAt }),
  ].join(' ');
}
