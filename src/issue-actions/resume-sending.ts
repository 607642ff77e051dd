import type { IssueRecord } from '../issues/issue-store.ts';
import { messageOf } from '../shared/errors.ts';
import { type SendSlotDeps, sendSlot } from './send-slot.ts';

const POLL_INTERVAL_MS = 5_000;

export interface ResumeSendingDeps extends SendSlotDeps {
  /** `slot` is null if the search for work failed. */
  onError: (slot: string | null, reason: string) => void;
  onPolled?: () => void;
  onRunEnded?: (issue: IssueRecord) => void;
}

/**
 * Continues every issue that is being sent, and never starts one. A waiting issue blocks no other; failures are
 * retried.
 */
export async function resumeSending(deps: ResumeSendingDeps): Promise<void> {
  const { clock, signal, onError, onPolled, onRunEnded } = deps;
  const running = new Map<string, Promise<unknown>>();
  while (!signal.aborted) {
    const slots = await dueSlots(deps).catch((error) => {
      onError(null, messageOf(error));
      return null;
    });
    if (slots !== null) onPolled?.();
    for (const slot of (slots ?? []).filter((one) => !running.has(one))) {
      const run = sendSlot(slot, deps)
        .then(
          ({ issue }) => onRunEnded?.(issue),
          (error) => onError(slot, messageOf(error)),
        )
        .finally(() => running.delete(slot));
      running.set(slot, run);
    }
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
  await Promise.all(running.values());
}

async function dueSlots({ issueStore, clock }: ResumeSendingDeps): Promise<string[]> {
  const now = clock.now();
  return (await issueStore.listIssues({ goingOutSince: now }))
    .filter(({ status, pausedUntil }) => {
      const pauseIsOver = status === 'paused' && pausedUntil !== null && pausedUntil <= now;
      return status === 'sending' || pauseIsOver;
    })
    .map(({ slot }) => slot);
}
