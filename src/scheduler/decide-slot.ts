import { approvedForOtherTime } from '../issues/approved-time.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import { RESTORED_REASON } from '../issues/restored-reason.ts';
import type { Firing } from '../schedule/firings.ts';
import type { WatchBeginning } from '../schedule/watch.ts';
import { toIso } from '../shared/clock.ts';
import { counted } from '../shared/counted.ts';
import { HOUR_MS } from '../shared/durations.ts';

/** All that decides what becomes of a slot whose time has come. */
export interface SlotSituation {
  now: number;
  firing: Firing;
  /** No later slot's time has come. Only this one may go out: never two at once. */
  isLatest: boolean;
  /** How late an issue may still go out by itself, in milliseconds. */
  catchUp: number;
  review: 'auto' | 'required';
  /** From when on slots go out by themselves, and why only from then. */
  watch: { since: number; because: WatchBeginning; firstCheckedAt: number | null; madeAt: number | null };
  /** Null where the slot has none. */
  issue: {
    status: IssueStatus;
    frozenAt: number | null;
    /** The time that an approval was given for. */
    scheduledAt: number;
  } | null;
  /** The scheduler held it since it looks after the slots, so that whoever changed that is a person. */
  heldBefore: boolean;
  /** The slot whose issue is still going out; null where none is. */
  goingOut: string | null;
}

export type SlotDecision =
  /** It goes out now. */
  | { kind: 'begin' }
  /** It goes out when another issue has. */
  | { kind: 'wait'; for: string }
  /** A person must decide. */
  | { kind: 'hold'; reason: string }
  /** It is done, or a person's, or no concern of this database. */
  | { kind: 'leave' };

/** A check that comes so late is still on time, in milliseconds: the machine was busy, or asleep for a moment. */
const ON_TIME = 10 * 60 * 1000;

const LEAVE: SlotDecision = { kind: 'leave' };

/**
 * Decides about a slot whose time has come. What a person decided about it after its time is never undone: an issue
 * that was approved late, or taken up again after it was held, goes out as long as it may, and is left alone after that.
 */
export function decideSlot(situation: SlotSituation): SlotDecision {
  const { now, firing, isLatest, catchUp, issue } = situation;
  const status = issue?.status ?? 'draft';
  if (status !== 'draft' && status !== 'approved') return LEAVE;
  const ofOtherTime = decideOtherTime(situation);
  if (ofOtherTime !== null) return ofOtherTime;
  const mayGo = isLatest && now - firing.instant <= Math.max(catchUp, ON_TIME);
  if (wasTakenUp(situation)) return mayGo ? goOrWait(situation) : LEAVE;
  return (
    decideUnwatched(situation, status) ??
    (mayGo ? goOrWait(situation) : { kind: 'hold', reason: missedReason(situation) })
  );
}

/** What is decided about a slot that is a person's, or from before it was looked after slots; null about any other. */
function decideUnwatched(
  { now, firing, isLatest, watch, heldBefore }: SlotSituation,
  status: 'draft' | 'approved',
): SlotDecision | null {
  if (status === 'draft' && heldBefore) return LEAVE;
  // A slot that is older than the database was never its concern, whatever happened to the schedule since.
  if (watch.madeAt !== null && firing.instant < watch.madeAt) return LEAVE;
  // Until the first check slots were a person's; only the latest of them is taken over.
  if (!isLatest && firing.instant < (watch.firstCheckedAt ?? now)) return LEAVE;
  if (firing.instant >= watch.since) return null;
  if (watch.because === 'made') return LEAVE;
  return watch.because === 'schedule'
    ? holdRescheduled(status)
    : { kind: 'hold', reason: RESTORED_REASON.found };
}

/**
 * What is decided about an issue that was approved for another time than its slot has now; null about any other. It is not
 * sent, but its approval stands until the time that it was given for, so that a schedule that is changed back before then
 * costs nothing.
 */
function decideOtherTime({ now, firing: { instant }, review, issue }: SlotSituation): SlotDecision | null {
  if (issue?.status !== 'approved') return null;
  const otherTime = approvedForOtherTime(issue, { instant, review });
  if (otherTime === null) return null;
  return now < issue.scheduledAt ? LEAVE : holdApproved({ scheduledAt: issue.scheduledAt, instant });
}

/** Whether a person wants it to go out although its time has passed. */
function wasTakenUp(situation: SlotSituation): boolean {
  const { firing, issue, watch, heldBefore, review } = situation;
  if (issue?.status !== 'approved') return heldBefore && review === 'auto';
  if (mayBeOurs(situation)) return false;
  // What was approved in a database before it was restored may have gone out since.
  const counts = watch.because === 'made' ? firing.instant : Math.max(firing.instant, watch.since);
  return issue.frozenAt !== null && issue.frozenAt >= counts;
}

/** Whether the scheduler itself may have approved it, and been killed before it went out. */
function mayBeOurs({ firing, issue, watch, heldBefore, review, catchUp }: SlotSituation): boolean {
  if (review !== 'auto' || heldBefore || firing.instant < watch.since) return false;
  return (issue?.frozenAt ?? 0) <= firing.instant + Math.max(catchUp, ON_TIME);
}

function goOrWait({ goingOut }: SlotSituation): SlotDecision {
  return goingOut === null ? { kind: 'begin' } : { kind: 'wait', for: goingOut };
}

/** Why a slot is held whose time passed because the schedule was changed. */
export const RESCHEDULED = 'The schedule was changed after the time that this slot now has.';

/** What is added where it was approved: a held issue has no approval. */
export const APPROVAL_WITHDRAWN =
  'Its approval was withdrawn because the schedule was changed. Approve it again.';

/** How the reason begins where an issue was approved for another time than its slot has. */
const APPROVED_FOR = 'It was approved for ';

/** Whether an issue was held because the schedule was changed, so that another change may release it. */
export function isRescheduled(reason: string): boolean {
  return reason.startsWith(RESCHEDULED) || reason.startsWith(APPROVED_FOR);
}

function holdRescheduled(status: 'draft' | 'approved'): SlotDecision {
  return { kind: 'hold', reason: status === 'draft' ? RESCHEDULED : `${RESCHEDULED} ${APPROVAL_WITHDRAWN}` };
}

function holdApproved({ scheduledAt, instant }: { scheduledAt: number; instant: number }): SlotDecision {
  const times = `${APPROVED_FOR}${toIso(scheduledAt)}, but its slot now has the time ${toIso(instant)}.`;
  return { kind: 'hold', reason: `${times} ${APPROVAL_WITHDRAWN}` };
}

function missedReason({ now, firing, catchUp, goingOut }: SlotSituation): string {
  const hours = counted(Math.floor((now - firing.instant) / HOUR_MS), 'hour');
  const cause = goingOut === null ? '' : ` The issue of ${goingOut} was still going out.`;
  return `Its time, ${toIso(firing.instant)}, passed ${hours} ago; after ${catchUp / HOUR_MS} (CATCH_UP_HOURS), an issue does not go out by itself.${cause}`;
}
