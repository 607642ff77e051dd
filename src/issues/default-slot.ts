import { lateByAtMost } from '../schedule/catch-up.ts';
import { firingsAfter } from '../schedule/firings.ts';
import { type Schedule, slotInstant } from '../schedule/schedule.ts';
import { addWeeks, slotOf } from '../schedule/slot.ts';
import { GOING_OUT_STATUSES } from './issue-status-rules.ts';
import type { IssueRecord } from './issue-store.ts';

export type SlotIssue = Pick<IssueRecord, 'slot' | 'status' | 'byEditor'>;

export interface DefaultSlotSituation {
  now: number;
  schedule: Schedule;
  /** CATCH_UP_HOURS in milliseconds. */
  catchUpMs: number;
  /** At least those being sent or paused, this week's, and of the coming ones all that are decided. */
  issues: readonly SlotIssue[];
  /** Whether this week's slot has MIN_ITEMS up to its cut-off. Only read if its instant has passed. */
  hasEnough: boolean;
  /** When the database was made; null if that is not known. */
  madeAt: number | null;
}

export interface DefaultSlot {
  slot: string;
  /** Null if the schedule does not fire in its week. */
  instant: number | null;
  /** `going-out`: it is being sent or paused. `current`: it is this week's. `coming`: the first one after that. */
  kind: 'going-out' | 'current' | 'coming';
  issue: SlotIssue | null;
  /** This week's slot. */
  thisWeek: { slot: string; instant: number | null; issue: SlotIssue | null };
  /** Those between this week's and the one that was taken, which were decided ahead of their time. */
  passedOver: readonly SlotIssue[];
}

/**
 * The slot that every command and page takes if none is named: the earliest that can still go out.
 *
 * 1. The earliest that is being sent or paused.
 * 2. Else this local ISO week's. Before its instant: unless it is decided. From then on: for as long as it may go out
 *    late by itself, if it has enough comparisons and its instant is not older than the database; and, because both
 *    wait for a person, while it is held or approved.
 * 3. Else the first one after that in whose week the schedule fires and that is not decided, such as by a person who
 *    sent it early.
 *
 * An issue without a row counts as a draft. If the schedule does not fire in the coming year, every week counts.
 */
export function defaultSlot(situation: DefaultSlotSituation): DefaultSlot {
  const { now, schedule, issues } = situation;
  const found = (slot: string) => ({
    slot,
    instant: slotInstant(schedule, slot),
    issue: issues.find((issue) => issue.slot === slot) ?? null,
  });
  const thisWeek = found(slotOf(now, schedule.zone));
  const [goingOut] = issues
    .filter(({ status }) => GOING_OUT_STATUSES.includes(status))
    .map(({ slot }) => slot)
    .sort();
  if (goingOut !== undefined) return { ...found(goingOut), kind: 'going-out', thisWeek, passedOver: [] };
  if (mayStillGoOut(thisWeek, situation)) return { ...thisWeek, kind: 'current', thisWeek, passedOver: [] };
  const coming = (slot: string) => ({
    ...found(slot),
    kind: 'coming' as const,
    thisWeek,
    passedOver: passedOver({ after: thisWeek.slot, before: slot }, issues),
  });
  for (const { slot } of firingsAfter(schedule, now))
    if (!isDecidedAhead(found(slot).issue)) return coming(slot);
  let next = addWeeks(thisWeek.slot, 1);
  while (isDecidedAhead(found(next).issue)) next = addWeeks(next, 1);
  return coming(next);
}

/** `issues` may name one twice. */
function passedOver(
  { after, before }: { after: string; before: string },
  issues: readonly SlotIssue[],
): SlotIssue[] {
  const decided = issues.filter(
    (issue) => issue.slot > after && issue.slot < before && isDecidedAhead(issue),
  );
  return [...new Map(decided.map((issue) => [issue.slot, issue])).values()];
}

/**
 * Whether nothing goes out at the slot's instant any more, which is still ahead. What the program skipped for want of
 * comparisons is open until then: more may come.
 */
export function isDecidedAhead(issue: Pick<SlotIssue, 'status' | 'byEditor'> | null): boolean {
  if (issue === null) return false;
  return ['sent', 'cancelled'].includes(issue.status) || (issue.status === 'skipped' && issue.byEditor);
}

function mayStillGoOut(
  { instant, issue }: DefaultSlot['thisWeek'],
  { now, catchUpMs, hasEnough, madeAt }: DefaultSlotSituation,
): boolean {
  const status = issue?.status ?? 'draft';
  if (status === 'held' || status === 'approved') return true;
  if (instant === null) return false;
  if (instant > now) return !isDecidedAhead(issue);
  return (
    status === 'draft' &&
    hasEnough &&
    instant >= (madeAt ?? instant) &&
    now - instant <= lateByAtMost(catchUpMs)
  );
}
