import { approvedTimeMismatch } from '../issues/approved-time.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import { RESTORED_REASON } from '../issues/restored-reason.ts';
import { lateByAtMost } from '../schedule/catch-up.ts';
import type { Firing } from '../schedule/firings.ts';
import type { SchedulerState } from '../schedule/scheduler-state.ts';
import { counted } from '../shared/counted.ts';
import { HOUR_MS } from '../shared/durations.ts';
import { formatTime, formatWeek } from '../shared/format.ts';

export interface SlotSituation {
  now: number;
  firing: Firing;
  /** No later slot is due. Only the latest may be sent: never two at once. */
  isLatest: boolean;
  catchUpMs: number;
  /** For the times in a reason. */
  zone: string;
  review: 'auto' | 'required';
  state: Pick<SchedulerState, 'since' | 'because' | 'firstCheckedAt' | 'madeAt' | 'failedOver'>;
  issue: {
    status: IssueStatus;
    frozenAt: number | null;
    scheduledAt: number;
  } | null;
  /** The scheduler has already held it, so any change since was a person's. */
  heldBefore: boolean;
  slotBeingSent: string | null;
}

export type SlotDecision =
  | { kind: 'begin' }
  | { kind: 'wait'; for: string }
  | { kind: 'hold'; reason: string }
  /** Done, left to a person, or older than this database. */
  | { kind: 'leave' };

const LEAVE: SlotDecision = { kind: 'leave' };

/**
 * A person's decision after the slot's time stands: an issue approved late, or taken up again, is sent while it may be.
 */
export function decideSlot(situation: SlotSituation): SlotDecision {
  const { now, firing, isLatest, catchUpMs, issue } = situation;
  const status = issue?.status ?? 'draft';
  if (status !== 'draft' && status !== 'approved') return LEAVE;
  const ofOtherTime = decideOtherTime(situation);
  if (ofOtherTime !== null) return ofOtherTime;
  const mayGo = isLatest && now - firing.instant <= lateByAtMost(catchUpMs);
  if (isWantedByPerson(situation)) return mayGo ? beginOrWait(situation) : LEAVE;
  return (
    decideBeforeSince(situation, status) ??
    (mayGo ? beginOrWait(situation) : { kind: 'hold', reason: missedReason(situation) })
  );
}

/** For slots that are a person's, or from before the schedule was watched; null for any other. */
function decideBeforeSince(
  { now, firing, isLatest, state, heldBefore }: SlotSituation,
  status: 'draft' | 'approved',
): SlotDecision | null {
  if (status === 'draft' && heldBefore) return LEAVE;
  // A slot older than the database was never its concern, whatever happened to the schedule.
  if (state.madeAt !== null && firing.instant < state.madeAt) return LEAVE;
  // Before the first check slots were a person's; only the latest is taken over.
  if (!isLatest && firing.instant < (state.firstCheckedAt ?? now)) return LEAVE;
  if (firing.instant >= state.since) return null;
  if (state.because === 'made') return LEAVE;
  if (state.because === 'schedule') return holdRescheduled(status);
  const { found, foundAfterFailover } = RESTORED_REASON;
  return { kind: 'hold', reason: state.failedOver === true ? foundAfterFailover : found };
}

/** The approval stands until the approved time, so changing the schedule back before then costs nothing. */
function decideOtherTime({
  now,
  firing: { instant },
  review,
  issue,
  zone,
}: SlotSituation): SlotDecision | null {
  if (issue?.status !== 'approved') return null;
  const otherTime = approvedTimeMismatch(issue, { instant, review });
  if (otherTime === null) return null;
  return now < issue.scheduledAt ? LEAVE : holdApproved({ scheduledAt: issue.scheduledAt, instant, zone });
}

function isWantedByPerson(situation: SlotSituation): boolean {
  const { firing, issue, state, heldBefore, review } = situation;
  if (issue?.status !== 'approved') return heldBefore && review === 'auto';
  if (maybeApprovedByScheduler(situation)) return false;
  // An issue approved before a restore may have been sent since.
  const counts = state.because === 'made' ? firing.instant : Math.max(firing.instant, state.since);
  return issue.frozenAt !== null && issue.frozenAt >= counts;
}

/** Whether the scheduler itself may have approved it and was then killed. */
function maybeApprovedByScheduler({
  firing,
  issue,
  state,
  heldBefore,
  review,
  catchUpMs,
}: SlotSituation): boolean {
  if (review !== 'auto' || heldBefore || firing.instant < state.since) return false;
  return (issue?.frozenAt ?? 0) <= firing.instant + lateByAtMost(catchUpMs);
}

function beginOrWait({ slotBeingSent }: SlotSituation): SlotDecision {
  return slotBeingSent === null ? { kind: 'begin' } : { kind: 'wait', for: slotBeingSent };
}

const CHANGED_AFTER = 'The schedule was changed after ';

export const RESCHEDULED = `${CHANGED_AFTER}this issue’s new time had passed.`;

/** A held issue has no approval. */
export const APPROVAL_WITHDRAWN = 'Its approval ended when the schedule was changed. Approve it again.';

const APPROVED_FOR = 'It was approved for ';

/** Such an issue may be released by another schedule change. */
export function isRescheduled(reason: string): boolean {
  return reason.startsWith(CHANGED_AFTER) || reason.startsWith(APPROVED_FOR);
}

function holdRescheduled(status: 'draft' | 'approved'): SlotDecision {
  return { kind: 'hold', reason: status === 'draft' ? RESCHEDULED : `${RESCHEDULED} ${APPROVAL_WITHDRAWN}` };
}

function holdApproved({
  scheduledAt,
  instant,
  zone,
}: {
  scheduledAt: number;
  instant: number;
  zone: string;
}): SlotDecision {
  const times = `${APPROVED_FOR}${formatTime(scheduledAt, zone)}, but its time is now ${formatTime(instant, zone)}.`;
  return { kind: 'hold', reason: `${times} ${APPROVAL_WITHDRAWN}` };
}

function missedReason({ now, firing, catchUpMs, zone, slotBeingSent }: SlotSituation): string {
  const hours = counted(Math.floor((now - firing.instant) / HOUR_MS), 'hour');
  const cause = slotBeingSent === null ? '' : ` ${formatWeek(slotBeingSent)} was still being sent.`;
  return `Its time, ${formatTime(firing.instant, zone)}, passed ${hours} ago. An issue goes out by itself for at most ${counted(catchUpMs / HOUR_MS, 'hour')} after its time (CATCH_UP_HOURS).${cause}`;
}
