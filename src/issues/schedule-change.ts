import { type Firing, nextFirings } from '../schedule/firings.ts';
import { scheduleTime } from '../schedule/local-time.ts';
import { type Schedule, slotInstant } from '../schedule/schedule.ts';
import { slotOf } from '../schedule/slot.ts';
import { approvedTimeMismatch } from './approved-time.ts';
import type { IssueStatus } from './issue-status-rules.ts';
import type { IssueRecord, IssueStore } from './issue-store.ts';

export interface ScheduleChange {
  schedule: Schedule;
  review: 'auto' | 'required';
  now: number;
  /** The issue of a slot, if there is one. */
  issues: ReadonlyMap<string, Pick<IssueRecord, 'status' | 'scheduledAt' | 'frozenAt'>>;
}

/** What a new schedule does, in sentences. */
export async function describeScheduleChange(
  { schedule, review, now }: Omit<ScheduleChange, 'issues'>,
  issueStore: Pick<IssueStore, 'findIssue'>,
): Promise<string[]> {
  const issues = new Map<string, IssueRecord>();
  for (const slot of slotsConcerned(schedule, now)) {
    const issue = await issueStore.findIssue(slot);
    if (issue !== null) issues.set(slot, issue);
  }
  return scheduleEffects({ schedule, review, now, issues });
}

/** The slots whose issues matter. */
function slotsConcerned(schedule: Schedule, now: number): string[] {
  const thisWeek = slotOf(now, schedule.zone);
  return [...new Set([thisWeek, ...nextFirings(schedule, now, 2).map(({ slot }) => slot)])];
}

const OPEN: readonly IssueStatus[] = ['draft', 'approved'];

/** By the rules of `scheduler/decide-slot.ts`. */
export function scheduleEffects(change: ScheduleChange): string[] {
  const { schedule, now, issues } = change;
  const time = (instant: number) => scheduleTime(instant, schedule.zone);
  const statusOf = (slot: string) => issues.get(slot)?.status ?? 'draft';
  const [next, later] = nextFirings(schedule, now, 2);
  if (next === undefined) return ['No issue would go out: this schedule has no time in the coming year.'];
  const thisWeek = slotOf(now, schedule.zone);
  const passed = slotInstant(schedule, thisWeek);
  const isPassed = passed !== null && passed <= now && OPEN.includes(statusOf(thisWeek));
  const goesOut = OPEN.includes(statusOf(next.slot)) ? next : later;
  return [
    ...(goesOut === undefined ? [] : [`The next issue will go out ${time(goesOut.instant)}.`]),
    ...(isPassed
      ? [
          `This week’s time, ${time(passed)}, has already passed: this week’s issue is put on hold, and you decide whether it goes out.`,
        ]
      : []),
    ...(goesOut === undefined || isPassed ? [] : approvalEffect(goesOut, change)),
  ];
}

function approvalEffect({ slot, instant }: Firing, { issues, review, schedule }: ScheduleChange): string[] {
  const issue = issues.get(slot);
  if (issue?.status !== 'approved' || approvedTimeMismatch(issue, { instant, review }) === null) return [];
  return [
    `It was approved for ${scheduleTime(issue.scheduledAt, schedule.zone)}. Its approval ends with that time, so approve it again.`,
  ];
}
