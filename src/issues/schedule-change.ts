import { type Firing, firingsAfter } from '../schedule/firings.ts';
import { scheduleTime } from '../schedule/local-time.ts';
import { type Schedule, slotInstant } from '../schedule/schedule.ts';
import { slotOf } from '../schedule/slot.ts';
import { approvedTimeMismatch } from './approved-time.ts';
import { isDecidedAhead } from './default-slot.ts';
import type { IssueStatus } from './issue-status-rules.ts';
import type { IssueRecord, IssueStore } from './issue-store.ts';

export interface ScheduleChange {
  schedule: Schedule;
  review: 'auto' | 'required';
  now: number;
  /** The issue of a slot, if there is one. */
  issues: ReadonlyMap<string, Pick<IssueRecord, 'status' | 'byEditor' | 'scheduledAt' | 'frozenAt'>>;
}

/** What a new schedule does, in sentences. */
export async function describeScheduleChange(
  { schedule, review, now }: Omit<ScheduleChange, 'issues'>,
  issueStore: Pick<IssueStore, 'findIssue'>,
): Promise<string[]> {
  const issues = new Map<string, IssueRecord>();
  const find = async (slot: string) => {
    const issue = await issueStore.findIssue(slot);
    if (issue !== null) issues.set(slot, issue);
    return issue;
  };
  await find(slotOf(now, schedule.zone));
  for (const { slot } of firingsAfter(schedule, now)) if (mayGoOutByItself(await find(slot))) break;
  return scheduleEffects({ schedule, review, now, issues });
}

const OPEN: readonly IssueStatus[] = ['draft', 'approved'];

function goesOutByItself(issue: Pick<IssueRecord, 'status'> | null | undefined): boolean {
  return OPEN.includes(issue?.status ?? 'draft');
}

/** At a time that is still ahead: until then, what the program skipped is open again once it has enough comparisons. */
function mayGoOutByItself(issue: Pick<IssueRecord, 'status' | 'byEditor'> | null = null): boolean {
  return goesOutByItself(issue) || (issue?.status === 'skipped' && !isDecidedAhead(issue));
}

/** By the rules of `scheduler/decide-slot.ts`. */
export function scheduleEffects(change: ScheduleChange): string[] {
  const { schedule, now, issues } = change;
  const time = (instant: number) => scheduleTime(instant, schedule.zone);
  const firings = [...firingsAfter(schedule, now)];
  if (firings.length === 0) return ['No issue would go out: this schedule has no time in the coming year.'];
  const thisWeek = slotOf(now, schedule.zone);
  const passed = slotInstant(schedule, thisWeek);
  const isPassed = passed !== null && passed <= now && goesOutByItself(issues.get(thisWeek));
  const goesOut = firings.find(({ slot }) => mayGoOutByItself(issues.get(slot)));
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
