import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import { selectComparisons } from '../digest/select-comparisons.ts';
import { type DefaultSlot, defaultSlot, isDecidedAhead, type SlotIssue } from '../issues/default-slot.ts';
import { GOING_OUT_STATUSES } from '../issues/issue-status-rules.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import { type Firing, firingsAfter } from '../schedule/firings.ts';
import { cutOff, type Schedule, slotInstant } from '../schedule/schedule.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import { slotOf } from '../schedule/slot.ts';
import type { Clock } from '../shared/clock.ts';
import { HOUR_MS } from '../shared/durations.ts';

export interface DefaultSlotDeps {
  issueStore: Pick<IssueStore, 'listIssues' | 'findIssue'>;
  comparisonStore: Pick<ComparisonStore, 'openComparisons'>;
  scheduleStore: Pick<ScheduleStore, 'readState'>;
  clock: Pick<Clock, 'now'>;
  config: {
    schedule: Schedule;
    catchUpHours: number;
    selection: { minItems: number; maxItems: number; lookbackDays: number };
  };
}

/** The slot of every command and page that names none; see {@link defaultSlot}. Reads a few rows, and writes none. */
export async function findDefaultSlot(deps: DefaultSlotDeps): Promise<DefaultSlot> {
  const { issueStore, scheduleStore, clock, config } = deps;
  const { schedule } = config;
  const now = clock.now();
  const thisWeek = slotOf(now, schedule.zone);
  const issue = await issueStore.findIssue(thisWeek);
  // Not all issues: each costs a sum over its batches.
  const goingOut = await issueStore.listIssues({ goingOutSince: now });
  const { madeAt } = await scheduleStore.readState();
  return defaultSlot({
    now,
    schedule,
    catchUpMs: config.catchUpHours * HOUR_MS,
    issues: [...goingOut, ...(issue === null ? [] : [issue]), ...(await comingIssues(now, deps))],
    hasEnough: await hasEnough({ slot: thisWeek, now }, deps),
    madeAt,
  });
}

type FiringDeps = { issueStore: Pick<IssueStore, 'findIssue'>; config: { schedule: Schedule } };

/** The next firing at which something may still go out; undefined if there is none in the coming year. */
export async function nextOpenFiring(now: number, deps: FiringDeps): Promise<Firing | undefined> {
  return (await nextOpenFirings(now, 1, deps))[0];
}

/** The next firings at which something may still go out, earliest first; fewer if the coming year has no more. */
export async function nextOpenFirings(
  now: number,
  count: number,
  { issueStore, config: { schedule } }: FiringDeps,
): Promise<Firing[]> {
  const open: Firing[] = [];
  for (const firing of firingsAfter(schedule, now)) {
    if (isOver(await issueStore.findIssue(firing.slot))) continue;
    if (open.push(firing) >= count) break;
  }
  return open;
}

/** Sent, or begun, before its time; or nothing goes out. */
function isOver(issue: SlotIssue | null): boolean {
  return isDecidedAhead(issue) || (issue !== null && GOING_OUT_STATUSES.includes(issue.status));
}

/** Of the coming slots, up to the first that is not decided. */
async function comingIssues(
  now: number,
  { issueStore, config: { schedule } }: DefaultSlotDeps,
): Promise<SlotIssue[]> {
  const issues: SlotIssue[] = [];
  for (const { slot } of firingsAfter(schedule, now)) {
    const issue = await issueStore.findIssue(slot);
    if (issue !== null) issues.push(issue);
    if (!isDecidedAhead(issue)) break;
  }
  return issues;
}

async function hasEnough(
  { slot, now }: { slot: string; now: number },
  { comparisonStore, config: { schedule, selection } }: DefaultSlotDeps,
): Promise<boolean> {
  const instant = slotInstant(schedule, slot);
  if (instant === null || instant > now) return false;
  const open = await comparisonStore.openComparisons(slot);
  return selectComparisons({ open, cutOff: cutOff({ schedule, slot, now }), ...selection }).enough;
}
