import type { IssueRecord } from '../issues/issue-store.ts';
import type { SendSituation } from '../issues/send-decision.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';

export interface SituationDeps {
  scheduleStore: Pick<ScheduleStore, 'readState'>;
  clock: { now(): number };
  config: { schedule: Schedule; review: 'auto' | 'required' };
}

export const NO_ISSUE_YET = {
  status: 'draft',
  reason: null,
  byEditor: false,
  pausedUntil: null,
  transport: null,
} as const;

export async function sendSituation(
  { slot, issue }: { slot: string; issue: IssueRecord | null },
  { scheduleStore, clock, config: { schedule, review } }: SituationDeps,
): Promise<SendSituation> {
  const { status, reason, byEditor, pausedUntil } = issue ?? NO_ISSUE_YET;
  const { because, since } = await scheduleStore.readState();
  const scheduledAt = issue?.scheduledAt ?? scheduledInstant(schedule, slot);
  const predatesRestore = because === 'restored' && scheduledAt < since && !byEditor;
  const facts = { slot, status, reason, byEditor, pausedUntil, scheduledAt, predatesRestore };
  return { ...facts, review, now: clock.now(), zone: schedule.zone };
}
