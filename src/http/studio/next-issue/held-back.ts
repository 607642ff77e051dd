import type { HeldBackReason } from '../../../digest/select-comparisons.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';

/** Years of old comparisons may be held back. */
const MAX_SHOWN = 40;

type HeldBack = IssuePreview['heldBack'];

/** Those that are merely old come last, because there may be many. */
export function shownHeldBack(heldBack: HeldBack): HeldBack {
  const isOld = ({ reason }: { reason: string }) => reason === 'older-than-lookback';
  return [...heldBack.filter((held) => !isOld(held)), ...heldBack.filter(isOld)].slice(0, MAX_SHOWN);
}

/** In the order of their first comparison. */
export function byReason(heldBack: HeldBack): Map<HeldBackReason, string[]> {
  const groups = new Map<HeldBackReason, string[]>();
  for (const { slug, reason } of heldBack) groups.set(reason, [...(groups.get(reason) ?? []), slug]);
  return groups;
}

/** Why a group of comparisons is not in the issue. */
export function heldBackWords(reason: HeldBackReason, { lookbackDays }: { lookbackDays: number }): string {
  switch (reason) {
    case 'incomplete':
      return 'One of its tools is missing';
    case 'held':
      return 'On hold';
    case 'left-out':
      return 'Left out of this issue';
    case 'after-cut-off':
      return 'Waits for the next issue';
    case 'older-than-lookback':
      return `Older than ${lookbackDays} days`;
    case 'over-max-items':
      return 'The issue is full; waits for the next one';
    case 'over-max-bytes':
      return 'The mail would be too long; waits for the next issue';
  }
}
