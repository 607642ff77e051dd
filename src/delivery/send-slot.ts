import { AppError } from '../errors.ts';
import { decideSend } from '../issues/send-decision.ts';
import { skipReason } from '../issues/skip-reason.ts';
import type { DraftDeps } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import type { IssueRecord } from '../store/issue-store.ts';
import { findIssue, type SendDeps, sendIssue } from './send-issue.ts';

export interface SendSlotDeps extends DraftDeps, SendDeps {
  review: 'auto' | 'required';
}

/** An issue after a wish to send it, and why nothing was sent where nothing was. */
export interface SentSlot {
  issue: IssueRecord;
  reason: string | null;
}

/**
 * Sends the issue of a slot from wherever it stands: composes and freezes it where that is still to be done, goes on
 * where a sender was interrupted, and says why where there is nothing to send. A slot with too few comparisons is
 * recorded as skipped.
 *
 * @throws AppError `refused` where a person has to do something first; the message says what.
 */
export async function sendSlot(slot: string, deps: SendSlotDeps): Promise<SentSlot> {
  const { issueStore, review } = deps;
  const present = await issueStore.findIssue(slot);
  const { status, reason } = present ?? { status: 'draft' as const, reason: null };
  const decision = decideSend({ slot, status, reason, review });
  if (decision.kind === 'refused') throw new AppError('refused', decision.reason);
  if (decision.kind === 'done') return { issue: await findIssue(slot, issueStore), reason: decision.reason };
  if (decision.kind === 'freeze') {
    const skipped = await freezeOrSkip(slot, deps);
    if (skipped !== null) return skipped;
  }
  const issue = await sendIssue(slot, deps);
  return { issue, reason: issue.reason };
}

/** Freezes the slot's draft. Too few comparisons skip the slot, which is answered; else null. */
async function freezeOrSkip(slot: string, deps: SendSlotDeps): Promise<SentSlot | null> {
  const { issueStore, clock, schedule, selection } = deps;
  const scheduledAt = scheduledInstant(schedule, slot);
  const now = clock.now();
  await issueStore.changeStatus({ slot, scheduledAt, to: 'draft', reason: null, at: now });
  const result = await freezeIssue({ slot, now }, deps);
  if (result.kind !== 'too-few') return null;
  const { cutOff } = result.draft;
  const reason = skipReason(result.draft.selection, { minItems: selection.minItems, cutOff });
  await issueStore.changeStatus({ slot, scheduledAt, to: 'skipped', reason, at: now });
  return { issue: await findIssue(slot, issueStore), reason };
}
