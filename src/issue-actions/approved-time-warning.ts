import { type ApprovedTime, approvedTimeMismatch } from '../issues/approved-time.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import { type Schedule, slotInstant } from '../schedule/schedule.ts';
import { formatTime } from '../shared/format.ts';

/** An approved issue is not sent automatically after its slot's time changed; null if that is not the case. */
export function approvedTimeWarning(
  { slot, status, ...approved }: ApprovedTime & { slot: string; status: IssueStatus },
  { schedule, review, now }: { schedule: Schedule; review: 'auto' | 'required'; now: number },
): string | null {
  const instant = slotInstant(schedule, slot);
  if (status !== 'approved' || instant === null) return null;
  if (approvedTimeMismatch(approved, { instant, review }) === null) return null;
  const local = (at: number) => formatTime(at, schedule.zone);
  const changeBack =
    now < approved.scheduledAt ? 'Change SCHEDULE or TIMEZONE back before then, or approve' : 'Approve';
  return `${slot} was approved for ${local(approved.scheduledAt)}, but its time is now ${local(instant)}, so it does not go out by itself. ${changeBack} it again: verdicts issue hold ${slot} && verdicts issue approve ${slot}`;
}
