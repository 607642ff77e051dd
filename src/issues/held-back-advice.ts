import type { Selection } from '../digest/select-comparisons.ts';
import { counted } from '../shared/counted.ts';

/**
 * What a person can do about comparisons whose dates keep them out of an issue; empty if there are none.
 * @param isAhead The time has not come, so that its cut-off is now.
 */
export function heldBackAdvice(
  heldBack: Selection['heldBack'],
  { slot, isAhead }: { slot: string; isAhead: boolean },
): string[] {
  const count = (reason: string) => heldBack.filter((held) => held.reason === reason).length;
  const [later, old] = [count('after-cut-off'), count('older-than-lookback')];
  const advice: string[] = [];
  if (later > 0 && isAhead)
    advice.push(
      `${counted(later, 'comparison')} dated in the future: each waits for its date. If a date is wrong, import that one again with the right publishedAt.`,
    );
  if (later > 0 && !isAhead)
    advice.push(`${counted(later, 'comparison')} dated after the issue's time: in the next issue.`);
  if (old > 0)
    advice.push(
      `${counted(old, 'comparison')} older than LOOKBACK_DAYS. To include one anyway, run: verdicts issue edit ${slot} --pin <slug>. If a date is wrong, import that one again with the right publishedAt.`,
    );
  return advice;
}
