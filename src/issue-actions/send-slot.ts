import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { SendDeps } from '../delivery/send-deps.ts';
import { sendIssue } from '../delivery/send-issue.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';
import { type PreparedSlot, prepareSlot } from './prepare-slot.ts';

export interface SendSlotDeps extends IssueActionDeps, SendDeps {
  deliveryStore: DeliveryStore;
  /** Wait through temporary pauses, such as a daily quota, until the issue is sent. */
  waitOutPauses?: boolean;
}

/** A person may decide something in the meantime. */
const POLL_INTERVAL_MS = MINUTE_MS;

/** `reason`: why nothing was sent. */
export interface SentSlot {
  issue: IssueRecord;
  reason: string | null;
}

/**
 * Sends a slot's issue from any state; one with too few comparisons is recorded as skipped.
 * @throws AppError `refused` if a person must act first; the message says what.
 */
export async function sendSlot(slot: string, deps: SendSlotDeps): Promise<SentSlot> {
  for (;;) {
    const sent = await sendOnce(slot, deps);
    const { status, pausedUntil } = sent.issue;
    const waits = status === 'paused' && pausedUntil !== null;
    if (!waits || deps.waitOutPauses !== true || deps.signal.aborted) return sent;
    deps.onWait?.({ until: pausedUntil, reason: sent.issue.reason ?? '' });
    const left = pausedUntil - deps.clock.now();
    await deps.clock.sleep(Math.min(POLL_INTERVAL_MS, Math.max(0, left)), deps.signal);
  }
}

export function describeSendRefusal({
  why,
  reason,
  advice,
}: Extract<PreparedSlot, { kind: 'refused' }>): string {
  return [reason, advice ?? []].flat().join(why === 'blocked' ? '\n' : ' ');
}

async function sendOnce(slot: string, deps: SendSlotDeps): Promise<SentSlot> {
  const prepared = await prepareSlot(slot, deps);
  if (prepared.kind === 'refused') throw new AppError('refused', describeSendRefusal(prepared));
  if (prepared.kind === 'over') return { issue: prepared.issue, reason: prepared.reason };
  const issue = await sendIssue(slot, deps);
  return { issue, reason: issue.reason };
}
