import { requireIssue } from '../delivery/send-issue.ts';
import {
  decideAction,
  type EditorAction,
  type IssueStatus,
  statusLabel,
} from '../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import { type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

export interface DecideDeps {
  issueStore: IssueStore;
  clock: Clock;
  config: { schedule: Schedule };
}

export interface EditorDecision {
  slot: string;
  action: Exclude<EditorAction, 'approve'>;
  reason: string | null;
  /** What the person saw: if the status has changed, nothing is done. */
  ifStatus?: IssueStatus;
}

/** @throws AppError `refused` if it is not allowed, or someone else was quicker; nothing is changed then. */
export async function decideIssue(
  { slot, action, reason, ifStatus }: EditorDecision,
  deps: DecideDeps,
): Promise<IssueRecord> {
  const from = await statusOf(slot, deps.issueStore);
  if (ifStatus !== undefined && from !== ifStatus) throw statusChangedError(slot, from);
  const to = statusAfter(action, { slot, status: from });
  await changeStatus({ slot, from, to, reason }, deps);
  return requireIssue(slot, deps.issueStore);
}

export async function statusOf(
  slot: string,
  issueStore: Pick<IssueStore, 'findIssue'>,
): Promise<IssueStatus> {
  return (await issueStore.findIssue(slot))?.status ?? 'draft';
}

/** @throws AppError `refused`; the message says when the action is allowed. */
export function statusAfter(action: EditorAction, issue: { slot: string; status: IssueStatus }): IssueStatus {
  const decision = decideAction(action, issue);
  if ('refused' in decision) throw new AppError('refused', decision.refused);
  return decision.to;
}

/** @throws AppError `refused` if the status has changed. */
export async function changeStatus(
  change: { slot: string; from: IssueStatus; to: IssueStatus; reason: string | null },
  { issueStore, clock, config }: DecideDeps,
): Promise<void> {
  const issue = await issueStore.findIssue(change.slot);
  const scheduledAt = issue?.scheduledAt ?? scheduledInstant(config.schedule, change.slot);
  const { changed, status } = await issueStore.changeStatus({
    ...change,
    scheduledAt,
    byEditor: true,
    at: clock.now(),
  });
  if (!changed) throw statusChangedError(change.slot, status);
}

export function statusChangedError(slot: string, status: IssueStatus): AppError {
  return new AppError(
    'refused',
    `The issue of ${slot} became ${statusLabel(status)} meanwhile. Look at it again.`,
  );
}
