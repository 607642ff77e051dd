import type { HeldBackReason, Selection } from '../digest/select-comparisons.ts';
import { counted } from '../shared/counted.ts';

/**
 * What a person can do about comparisons whose dates keep them out of an issue; empty if there are none.
 * @param isAhead The time has not come, so that its cut-off is now.
 */
export function heldBackAdvice(
  heldBack: Selection['heldBack'],
  { slot, isAhead }: { slot: string; isAhead: boolean },
): string[] {
  const countOf = (wanted: HeldBackReason) => heldBack.filter(({ reason }) => reason === wanted).length;
  const afterCutOff = countOf('after-cut-off');
  const olderThanLookback = countOf('older-than-lookback');
  const advice: string[] = [];
  if (afterCutOff > 0 && isAhead)
    advice.push(
      `${counted(afterCutOff, 'comparison')} dated in the future: each waits for its date. If that is wrong, ${CORRECT_DATE}`,
    );
  if (afterCutOff > 0 && !isAhead)
    advice.push(`${counted(afterCutOff, 'comparison')} dated after the issue's time: in the next issue.`);
  if (olderThanLookback > 0)
    advice.push(
      `${counted(olderThanLookback, 'comparison')} older than LOOKBACK_DAYS. To include one anyway, run: verdicts issue edit ${slot} --pin <slug>. If its date is wrong, ${CORRECT_DATE}`,
    );
  return advice;
}

const CORRECT_DATE =
  'correct it in the studio, under Comparisons, or import it again with the right publishedAt.';
