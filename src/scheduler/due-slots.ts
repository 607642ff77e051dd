import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import { type Firing, firingsBetween } from '../schedule/firings.ts';
import type { SchedulerState } from '../schedule/scheduler-state.ts';
import { DAY_MS, HOUR_MS } from '../shared/durations.ts';
import { decideSlot, type SlotDecision } from './decide-slot.ts';
import type { SchedulerDeps } from './scheduler-deps.ts';

export interface DueSlot extends Firing {
  decision: Exclude<SlotDecision, { kind: 'leave' }>;
  /** A slot without an issue counts as a draft. */
  status: IssueStatus;
}

const LOOK_BACK_MS = 31 * DAY_MS;

/** Due slots that need action, oldest first. Changes nothing. */
export async function dueSlots(
  { now, state }: { now: number; state: SchedulerState },
  { issueStore, noticeStore, config: { schedule, review, catchUpHours } }: SchedulerDeps,
): Promise<DueSlot[]> {
  const firings = firingsBetween(schedule, { from: now - LOOK_BACK_MS, now });
  const beingSent = await slotsBeingSent(issueStore, now);
  const watchedSince = state.because === 'made' ? 0 : state.since;
  const due: DueSlot[] = [];
  for (const firing of firings) {
    const issue = await issueStore.findIssue(firing.slot);
    const notices = await noticeStore.noticedOf(firing.slot);
    const decision = decideSlot({
      now,
      firing,
      isLatest: firing === firings.at(-1),
      catchUpMs: catchUpHours * HOUR_MS,
      zone: schedule.zone,
      review,
      state,
      issue,
      heldBefore: notices.some(({ event, at }) => HOLD_EVENTS.includes(event) && at >= watchedSince),
      slotBeingSent: beingSent.find((slot) => slot !== firing.slot) ?? null,
    });
    if (decision.kind !== 'leave') due.push({ ...firing, decision, status: issue?.status ?? 'draft' });
  }
  return due;
}

const HOLD_EVENTS: readonly string[] = ['held', 'failed'];

/** Leaves out issues that wait for a person: they may wait for weeks and must not block others. */
async function slotsBeingSent(issueStore: Pick<IssueStore, 'listIssues'>, now: number): Promise<string[]> {
  return (await issueStore.listIssues({ goingOutSince: now }))
    .filter(
      ({ status, pausedUntil }) => status === 'sending' || (status === 'paused' && pausedUntil !== null),
    )
    .map(({ slot }) => slot);
}
