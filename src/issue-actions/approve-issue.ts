import { requireIssue } from '../delivery/send-issue.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { type Draft, draftIssue, type IssueConfig } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import { AppError } from '../shared/errors.ts';
import { changeStatus, statusAfter, statusChangedError, statusOf } from './decide-issue.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';

interface Approval {
  slot: string;
  ifContent?: string;
  ifStatus?: IssueStatus;
  sendsNow?: boolean;
}

/**
 * What was previewed is what goes out. Approving twice changes nothing.
 * @param ifContent Fingerprint of what the editor saw.
 * @param ifStatus What the editor saw: if the status has changed, and not to approved, nothing is done.
 * @param sendsNow Sending follows at once, so it bears that date.
 * @throws AppError `refused` if it cannot be approved, or is no longer what the editor saw.
 */
export async function approveIssue(
  { slot, ifContent, ifStatus, sendsNow = false }: Approval,
  deps: IssueActionDeps,
): Promise<IssueRecord> {
  const { issueStore, clock } = deps;
  let from = await statusOf(slot, issueStore);
  if (ifStatus !== undefined && ![ifStatus, 'approved'].includes(from)) throw statusChangedError(slot, from);
  const now = clock.now();
  if (statusAfter('approve', { slot, status: from }) === 'draft') {
    refuseTooFew(await draftIssue({ slot, now }, deps), deps.config);
    await changeStatus({ slot, from, to: 'draft', reason: null }, deps);
    from = 'draft';
  }
  if (from !== 'approved') {
    const freeze = { slot, now, sendsNow, from, ...(ifContent === undefined ? {} : { ifContent }) };
    const result = await freezeIssue(freeze, deps);
    if (result.kind === 'too-few') refuseTooFew(result.draft, deps.config);
    if (result.kind === 'other-content')
      throw new AppError(
        'refused',
        `Nothing was done: the issue of ${slot} changed while you were looking at it. Look at it again.`,
      );
  }
  const issue = await requireIssue(slot, issueStore);
  if (issue.status !== 'approved') throw statusChangedError(slot, issue.status);
  return issue;
}

function refuseTooFew(draft: Draft, config: IssueConfig): void {
  if (draft.selection.enough) return;
  const why = skipReason(draft, config);
  throw new AppError('refused', `${draft.slot} cannot be approved: it has ${why}`);
}
