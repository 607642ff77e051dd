import { findIssue } from '../delivery/send-issue.ts';
import { decideAction, type EditorAction, type IssueStatus, statusInWords } from '../issues/issue-states.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import { type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

export interface DecideDeps {
  issueStore: IssueStore;
  /** Asked only of a slot that has no issue yet. */
  schedule: Schedule;
  clock: Clock;
}

/** What an editor wants of an issue that is not approved by it. */
export interface EditorDecision {
  slot: string;
  action: Exclude<EditorAction, 'approve'>;
  /** In the editor's words. */
  reason: string | null;
}

/**
 * Takes an editor's decision about an issue that needs nothing but another status.
 *
 * @throws AppError `refused` where it cannot be taken, or somebody else was quicker; nothing is changed then.
 */
export async function decideIssue(
  { slot, action, reason }: EditorDecision,
  deps: DecideDeps,
): Promise<IssueRecord> {
  const from = await statusOf(slot, deps.issueStore);
  const to = resultOf(action, { slot, status: from });
  await changeStatus({ slot, from, to, reason }, deps);
  return findIssue(slot, deps.issueStore);
}

/** A slot without an issue counts as a draft. */
export async function statusOf(
  slot: string,
  issueStore: Pick<IssueStore, 'findIssue'>,
): Promise<IssueStatus> {
  return (await issueStore.findIssue(slot))?.status ?? 'draft';
}

/** @throws AppError `refused` where the action is none for such an issue; the message says for which it is. */
export function resultOf(action: EditorAction, issue: { slot: string; status: IssueStatus }): IssueStatus {
  const decision = decideAction(action, issue);
  if ('refused' in decision) throw new AppError('refused', decision.refused);
  return decision.to;
}

/** @throws AppError `refused` where the issue has another status by now. */
export async function changeStatus(
  change: { slot: string; from: IssueStatus; to: IssueStatus; reason: string | null },
  deps: DecideDeps,
): Promise<void> {
  const { issueStore, clock } = deps;
  const issue = await issueStore.findIssue(change.slot);
  const scheduledAt = issue?.scheduledAt ?? scheduledInstant(deps.schedule, change.slot);
  const { changed, status } = await issueStore.changeStatus({
    ...change,
    scheduledAt,
    byEditor: true,
    at: clock.now(),
  });
  if (!changed) throw changedMeanwhile(change.slot, status);
}

export function changedMeanwhile(slot: string, status: IssueStatus): AppError {
  return new AppError(
    'refused',
    `The issue of ${slot} became ${statusInWords(status)} meanwhile. Look at it again.`,
  );
}
