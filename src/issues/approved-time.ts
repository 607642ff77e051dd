import { inLocalTime } from '../schedule/local-time.ts';
import { type Schedule, slotInstant } from '../schedule/schedule.ts';
import type { IssueStatus } from './issue-states.ts';

/** What an approval says of when its issue goes out. */
export interface ApprovedTime {
  /** The slot's time when it was approved. */
  scheduledAt: number;
  /** When it was approved. */
  frozenAt: number | null;
}

type Review = 'auto' | 'required';

/**
 * Whether an issue was approved for another time than its slot has now: `later` or `earlier`; null for the same time. An
 * approval sends at the time that it was given for, and at no other. One that was given after its time lets the issue go
 * at once. Where nothing needs approval, an issue goes out at a later time whether it was approved or not.
 */
export function approvedForOtherTime(
  { scheduledAt, frozenAt }: ApprovedTime,
  { instant, review }: { instant: number; review: Review },
): 'later' | 'earlier' | null {
  const approvedAt = frozenAt ?? 0;
  if (scheduledAt > instant && scheduledAt > approvedAt) return 'later';
  return review === 'required' && Math.max(scheduledAt, approvedAt) < instant ? 'earlier' : null;
}

/** That an approved issue does not go out by itself, since the schedule was changed, and what to do; null where it does. */
export function otherTimeInWords(
  { slot, status, ...approved }: ApprovedTime & { slot: string; status: IssueStatus },
  { schedule, review, now }: { schedule: Schedule; review: Review; now: number },
): string | null {
  const instant = slotInstant(schedule, slot);
  if (status !== 'approved' || instant === null) return null;
  if (approvedForOtherTime(approved, { instant, review }) === null) return null;
  const local = (at: number) => inLocalTime(at, schedule.zone);
  const changeBack =
    now < approved.scheduledAt ? 'Change SCHEDULE or TIMEZONE back before then, or approve' : 'Approve';
  return `${slot} was approved for ${local(approved.scheduledAt)}, but its time is now ${local(instant)}, so it does not go out by itself. ${changeBack} it again: verdicts issue hold ${slot} && verdicts issue approve ${slot}`;
}
