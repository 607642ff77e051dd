export interface ApprovedTime {
  /** The slot's time when the issue was approved. */
  scheduledAt: number;
  frozenAt: number | null;
}

/**
 * With REVIEW=required, an approval holds only for its own time; one given after that time releases the issue at
 * once. Null if the times agree.
 */
export function approvedTimeMismatch(
  { scheduledAt, frozenAt }: ApprovedTime,
  { instant, review }: { instant: number; review: 'auto' | 'required' },
): 'later' | 'earlier' | null {
  const approvedAt = frozenAt ?? 0;
  if (scheduledAt > instant && scheduledAt > approvedAt) return 'later';
  return review === 'required' && Math.max(scheduledAt, approvedAt) < instant ? 'earlier' : null;
}
