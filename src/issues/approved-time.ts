export interface ApprovedTime {
  /** The slot's time when the issue was approved. */
  scheduledAt: number;
  frozenAt: number | null;
}

/** With REVIEW=required, an approval holds only for its time, or at once if given later. Null if they agree. */
export function approvedTimeMismatch(
  { scheduledAt, frozenAt }: ApprovedTime,
  { instant, review }: { instant: number; review: 'auto' | 'required' },
): 'later' | 'earlier' | null {
  const approvedAt = frozenAt ?? 0;
  if (scheduledAt > instant && scheduledAt > approvedAt) return 'later';
  return review === 'required' && Math.max(scheduledAt, approvedAt) < instant ? 'earlier' : null;
}
