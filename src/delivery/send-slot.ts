import { AppError } from '../errors.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import { decideSend } from '../issues/send-decision.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { type DraftDeps, draftIssue } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import type { IssueRecord } from '../store/issue-store.ts';
import { findIssue, type SendDeps, sendIssue } from './send-issue.ts';

export interface SendSlotDeps extends DraftDeps, SendDeps {
  review: 'auto' | 'required';
  /** Stay through pauses that end by themselves, such as a day's quota, until the issue is sent. */
  waitOutPauses?: boolean;
}

/** How often a waiting sender looks whether a person decided something meanwhile, in milliseconds. */
const LOOK_AGAIN = 60_000;

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
  for (;;) {
    const sent = await sendOnce(slot, deps);
    const { status, pausedUntil } = sent.issue;
    const waits = status === 'paused' && pausedUntil !== null;
    if (!waits || deps.waitOutPauses !== true || deps.signal.aborted) return sent;
    deps.onWait?.({ until: pausedUntil, reason: sent.issue.reason ?? '' });
    const left = pausedUntil - deps.clock.now();
    await deps.clock.sleep(Math.min(LOOK_AGAIN, Math.max(0, left)), deps.signal);
  }
}

async function sendOnce(slot: string, deps: SendSlotDeps): Promise<SentSlot> {
  const { issueStore, review, clock } = deps;
  const present = await issueStore.findIssue(slot);
  const { status, reason, pausedUntil } = present ?? { ...NOT_YET, pausedUntil: null };
  const decision = decideSend({ slot, status, reason, pausedUntil, review, now: clock.now() });
  if (decision.kind === 'done' || decision.kind === 'wait')
    return { issue: await findIssue(slot, issueStore), reason: decision.reason };
  if (status === 'draft' || status === 'skipped') {
    const skipped = await skipIfTooFew(slot, status, deps);
    if (skipped !== null) return skipped;
  }
  if (decision.kind === 'refused') throw new AppError('refused', decision.reason);
  if (decision.kind === 'go-on') await endPause(slot, decision.pausedUntil, deps);
  else if (status !== 'sending') await refuseInVain(deps);
  if (decision.kind === 'freeze') await freezeIssue({ slot, now: clock.now(), from: 'draft' }, deps);
  const issue = await sendIssue(slot, deps);
  return { issue, reason: issue.reason };
}

const NOT_YET = { status: 'draft', reason: null } as const;

/** Lets an issue go on whose pause is over, unless somebody paused it anew meanwhile. */
async function endPause(
  slot: string,
  pausedUntil: number,
  { issueStore, clock }: SendSlotDeps,
): Promise<void> {
  const { scheduledAt } = await findIssue(slot, issueStore);
  const change = { slot, scheduledAt, from: 'paused', to: 'sending', reason: null, at: clock.now() } as const;
  await issueStore.changeStatus({ ...change, fromPausedUntil: pausedUntil });
}

/** Records a slot with too few comparisons as skipped; one that has enough by now is a draft again, and null is returned. */
async function skipIfTooFew(slot: string, status: IssueStatus, deps: SendSlotDeps): Promise<SentSlot | null> {
  const { issueStore, clock, selection } = deps;
  const at = clock.now();
  const { scheduledAt, cutOff, ...draft } = await draftIssue({ slot, now: at }, deps);
  if (status === 'skipped')
    await issueStore.changeStatus({ slot, scheduledAt, from: status, to: 'draft', reason: null, at });
  if (draft.selection.enough) return null;
  const reason = skipReason(draft.selection, { minItems: selection.minItems, cutOff });
  const { changed } = await issueStore.changeStatus({
    slot,
    scheduledAt,
    from: 'draft',
    to: 'skipped',
    reason,
    at,
  });
  return changed ? { issue: await findIssue(slot, issueStore), reason } : null;
}

/** A send that the provider would refuse, or that reaches nobody, must not use up the slot. */
async function refuseInVain({ obstacles, store, clock }: SendSlotDeps): Promise<void> {
  if (obstacles.length > 0) throw new AppError('refused', obstacles.join('\n'));
  const { candidates, prepared } = await store.forecastAudience(clock.now());
  if (prepared > 0) return;
  throw new AppError(
    'refused',
    `There is nobody to send to: ${candidates} are confirmed, and all of them are suppressed or paused. Add subscribers: verdicts subscribers import <file>`,
  );
}
