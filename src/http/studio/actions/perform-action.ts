import { approveIssue } from '../../../issue-actions/approve-issue.ts';
import { beginSending } from '../../../issue-actions/begin-sending.ts';
import { decideIssue } from '../../../issue-actions/decide-issue.ts';
import { reasonNotToSend } from '../../../issue-actions/prepare-slot.ts';
import { resumeIssue, type UncertainDecision } from '../../../issue-actions/resume-issue.ts';
import { testSlot } from '../../../issue-actions/test-slot.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { ActionFields } from './action-form.ts';
import type { StudioAction } from './issue-action.ts';
import type { IssueSituation } from './issue-situation.ts';

export interface ConfirmedAction extends ActionFields {
  action: StudioAction;
  situation: IssueSituation;
  /** The fingerprint of the content that the page showed. */
  ifContent: string;
  /** Idempotency key of the form. */
  requestId: string;
}

/** @throws AppError if it could not be done; the message says why, and nothing was changed. */
export async function performAction(
  { action, situation: { slot, status }, ifContent, requestId, reason, addresses }: ConfirmedAction,
  parts: StudioDeps,
): Promise<void> {
  // Settings may change meanwhile, and all steps must agree.
  const deps = { ...parts, config: { ...parts.config } };
  const resume = (how: UncertainDecision | null) => resumeIssue(slot, how, deps);
  switch (action) {
    case 'test':
      await testSlot({ slot, addresses, requestId, transport: deps.transport }, deps);
      // A test changes no row, but may add a message to the outbox.
      deps.changes.notify();
      return;
    case 'approve':
      await approveIssue({ slot, ifContent, ifStatus: status }, deps);
      return;
    case 'send':
      await sendNow({ slot, status, ifContent }, deps);
      return;
    case 'resend-uncertain':
      await resume('resend');
      return;
    case 'accept-uncertain':
      await resume('accept');
      return;
    case 'resume':
      if (status === 'paused') await resume(null);
      else await decideIssue({ action, slot, reason, ifStatus: status }, deps);
      return;
    default:
      await decideIssue({ action, slot, reason, ifStatus: status }, deps);
  }
}

/** Whoever sends a draft that needs approval, or what is on hold, approves it by that. */
async function sendNow(
  { slot, status, ifContent }: { slot: string; status: IssueSituation['status']; ifContent: string },
  deps: StudioDeps,
): Promise<void> {
  const needsApproval = status === 'held' || (status === 'draft' && deps.config.review === 'required');
  if (!needsApproval) {
    await beginSending({ slot, ifContent, ifStatus: status }, deps);
    return;
  }
  const refusal = await reasonNotToSend(slot, deps);
  if (refusal !== null)
    throw new AppError('refused', [refusal.reason, refusal.advice ?? []].flat().join('\n'));
  await approveIssue({ slot, ifContent, ifStatus: status }, deps);
  await deps.record.add('approved', slot);
  await beginSending({ slot, ifStatus: 'approved' }, deps);
}
