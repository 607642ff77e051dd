import { requireIssue } from '../delivery/send-issue.ts';
import { type IssueStatus, PUBLIC_STATUSES } from '../issues/issue-status-rules.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { decideSend } from '../issues/send-decision.ts';
import { AppError } from '../shared/errors.ts';
import { approveIssue } from './approve-issue.ts';
import { statusChangedError } from './decide-issue.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';
import { prepareSlot, reasonNotToSend } from './prepare-slot.ts';
import { NO_ISSUE_YET, sendSituation } from './send-situation.ts';
import { describeSendRefusal } from './send-slot.ts';

/**
 * Approves a draft, then fixes the first part of the audience; `resumeSending` does the rest.
 * @param ifStatus What the person saw: if the status has changed, nothing is sent.
 * @throws AppError `refused` if a person must act first; a draft then stays one.
 */
export async function beginSending(
  { slot, ifContent, ifStatus }: { slot: string; ifContent?: string; ifStatus?: IssueStatus },
  deps: IssueActionDeps,
): Promise<IssueRecord> {
  const { issueStore, deliveryStore, clock, config } = deps;
  const present = await issueStore.findIssue(slot);
  const { status } = present ?? NO_ISSUE_YET;
  if (ifStatus !== undefined && status !== ifStatus) throw statusChangedError(slot, status);
  const decision = decideSend(await sendSituation({ slot, issue: present }, deps));
  if (decision.kind === 'freeze') {
    const refusal = await reasonNotToSend(slot, deps);
    if (refusal !== null)
      throw new AppError('refused', [refusal.reason, refusal.advice ?? []].flat().join('\n'));
    const approval = { slot, sendsNow: true, ifStatus: status };
    await approveIssue({ ...approval, ...(ifContent === undefined ? {} : { ifContent }) }, deps);
  }
  const prepared = await prepareSlot(slot, deps, { mayFreeze: false });
  if (prepared.kind === 'refused') throw new AppError('refused', describeSendRefusal(prepared));
  if (prepared.kind === 'over') return prepared.issue;
  await deliveryStore.freezeAudience({
    slot,
    at: clock.now(),
    transport: config.transportName,
  });
  const issue = await requireIssue(slot, issueStore);
  if (!PUBLIC_STATUSES.includes(issue.status)) throw statusChangedError(slot, issue.status);
  return issue;
}
