import { type SendDeps, sendIssue } from '../delivery/send-issue.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import { type PreparedSlot, type PrepareSlotDeps, prepareSlot } from './prepare-slot.ts';

export interface SendSlotDeps extends Omit<PrepareSlotDeps, 'store'>, SendDeps {
  /** Stay through pauses that end by themselves, such as a day's quota, until the issue is sent. */
  waitOutPauses?: boolean;
}

/** How often a waiting sender looks whether a person decided something meanwhile, in milliseconds. */
const POLL_INTERVAL_MS = MINUTE_MS;

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
    await deps.clock.sleep(Math.min(POLL_INTERVAL_MS, Math.max(0, left)), deps.signal);
  }
}

/** Why a send was refused, and what to do: obstacles are a line each. */
export function sendRefusalInWords({
  why,
  reason,
  advice,
}: Extract<PreparedSlot, { kind: 'refused' }>): string {
  return [reason, advice ?? []].flat().join(why === 'in-vain' ? '\n' : ' ');
}

async function sendOnce(slot: string, deps: SendSlotDeps): Promise<SentSlot> {
  const prepared = await prepareSlot(slot, deps);
  if (prepared.kind === 'refused') throw new AppError('refused', sendRefusalInWords(prepared));
  if (prepared.kind === 'over') return { issue: prepared.issue, reason: prepared.reason };
  const issue = await sendIssue(slot, deps);
  return { issue, reason: issue.reason };
}
