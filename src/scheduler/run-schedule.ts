import { reopenRefilled } from '../issue-actions/reopen-refilled.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { slotInstant } from '../schedule/schedule.ts';
import type { SchedulerState } from '../schedule/scheduler-state.ts';
import { slotOf } from '../schedule/slot.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import { messageOf } from '../shared/errors.ts';
import { announceDraft } from './announce-draft.ts';
import { APPROVAL_WITHDRAWN, isRescheduled, RESCHEDULED } from './decide-slot.ts';
import { dueSlots } from './due-slots.ts';
import type { SchedulerConfig, SchedulerDeps } from './scheduler-deps.ts';
import { settleSlot } from './settle-slot.ts';
import type { Ticks } from './ticks.ts';

/** Between ticks, so that an editor who approves late does not wait for an hour. */
const POLL_INTERVAL_MS = MINUTE_MS;

/** After a check that failed, as during an outage: the program counts as not ready until one works. */
const RETRY_INTERVAL_MS = 5_000;

/** How often an idle scheduler records a check, so that other processes see that it runs. */
const RECORD_INTERVAL_MS = 4 * MINUTE_MS;

export interface CheckSlotsDeps extends SchedulerDeps {
  onSettled?: (issue: IssueRecord) => void;
}

export interface RunScheduleDeps extends Omit<CheckSlotsDeps, 'config'> {
  /** For one check, so that all its steps see the same settings. */
  readConfig(): Promise<SchedulerConfig>;
  ticks: Ticks;
  signal: AbortSignal;
  onChecked?: (at: number) => void | Promise<void>;
  onError: (reason: string) => void;
}

/**
 * What is due follows from the schedule and the database alone, so it does not matter what triggers a check, how often,
 * or in how many processes. Resolves when `signal` is aborted.
 */
export async function runSchedule(deps: RunScheduleDeps): Promise<void> {
  const { ticks, clock, signal, readConfig, onChecked, onError } = deps;
  let nap = new AbortController();
  const wake = () => nap.abort();
  const endTicks = ticks(wake);
  signal.addEventListener('abort', wake);
  let recorded: SchedulerState | null = null;
  while (!signal.aborted) {
    nap = new AbortController();
    let rest = POLL_INTERVAL_MS;
    try {
      recorded = await checkSlots(recorded, { ...deps, config: await readConfig() });
      await onChecked?.(clock.now());
    } catch (error) {
      onError(messageOf(error));
      rest = RETRY_INTERVAL_MS;
    }
    // Returns at once if the tick or the abort came during the check.
    await clock.sleep(rest, nap.signal);
  }
  signal.removeEventListener('abort', wake);
  endTicks();
}

/** @param recorded What this process recorded last; null before its first check. */
export async function checkSlots(
  recorded: SchedulerState | null,
  deps: CheckSlotsDeps,
): Promise<SchedulerState> {
  const now = deps.clock.now();
  const { pattern, zone } = deps.config.schedule;
  const record = async () => (await deps.scheduleStore.recordCheck({ now, pattern, zone })).state;
  let state = recorded === null || isStale(recorded, now, deps) ? await record() : recorded;
  if (state === recorded && (await hasDueSlots({ now, state }, deps))) state = await record();
  await releaseRescheduled(now, deps);
  await reopenRefilled(deps);
  for (const due of await dueSlots({ now, state }, deps)) {
    const issue = await settleSlot(due, deps);
    if (issue !== null) deps.onSettled?.(issue);
  }
  await announceDraft(now, deps);
  return state;
}

/** A new schedule counts from the first check that sees it, so that check is recorded. */
function isStale(
  { checkedAt, pattern, zone }: SchedulerState,
  now: number,
  { config: { schedule } }: CheckSlotsDeps,
): boolean {
  if (pattern !== schedule.pattern || zone !== schedule.zone) return true;
  return checkedAt === null || Math.abs(now - checkedAt) >= RECORD_INTERVAL_MS;
}

/** A slot held because of a schedule change becomes a draft again if its time is now in the future. */
async function releaseRescheduled(now: number, { issueStore, config }: CheckSlotsDeps): Promise<void> {
  const slot = slotOf(now, config.schedule.zone);
  const instant = slotInstant(config.schedule, slot);
  if (instant === null || instant <= now) return;
  const issue = await issueStore.findIssue(slot);
  if (issue?.status !== 'held' || issue.byEditor || !isRescheduled(issue.reason ?? '')) return;
  await issueStore.changeStatus({
    slot,
    scheduledAt: instant,
    from: 'held',
    to: 'draft',
    reason: issue.reason === RESCHEDULED ? null : APPROVAL_WITHDRAWN,
    at: now,
  });
}

async function hasDueSlots(
  at: { now: number; state: SchedulerState },
  deps: CheckSlotsDeps,
): Promise<boolean> {
  return (await dueSlots(at, deps)).some(({ decision }) => decision.kind !== 'wait');
}
