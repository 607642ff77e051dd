/** What an approval says of when its issue goes out. */
export interface ApprovedTime {
  /** The slot's time when it was approved. */
  scheduledAt: number;
  /** When it was approved. */
  frozenAt: number | null;
}

/**
 * Whether an issue was approved for another time than its slot has now: `later` or `earlier`; null for the same time. An
 * approval sends at the time that it was given for, and at no other. One that was given after its time lets the issue go
 * at once. Where nothing needs approval, an issue goes out at a later time whether it was approved or not.
 */
export function approvedForOtherTime(
  { scheduledAt, frozenAt }: ApprovedTime,
  { instant, review }: { instant: number; review: 'auto' | 'required' },
): 'later' | 'earlier' | null {
  const approvedAt = frozenAt ?? 0;
  if (scheduledAt > instant && scheduledAt > approvedAt) return 'later';
  return review === 'required' && Math.max(scheduledAt, approvedAt) < instant ? 'earlier' : null;
}
