import type { IssueRecord } from '../issues/issue-store.ts';
import { messageOf } from '../shared/errors.ts';
import { type SendSlotDeps, sendSlot } from './send-slot.ts';

/** How often it is looked for work, in milliseconds. */
const POLL_INTERVAL_MS = 5_000;

export interface KeepSendingDeps extends Omit<SendSlotDeps, 'waitOutPauses'> {
  /** Told what failed, of which issue; null where it could not be looked for work at all. */
  onError: (slot: string | null, reason: string) => void;
  /** Told each time that it could be looked for work. */
  onLooked?: () => void;
  /** Told where an issue stands when its run ended without a failure. */
  onRan?: (issue: IssueRecord) => void;
}

/**
 * Continues every issue whose sending began, in this process or another: one that was interrupted, one whose pause is
 * over. It never begins one. One that waits holds up no other. A failure is told and tried again.
 *
 * @returns When `signal` is aborted and what was in flight is finished.
 */
export async function keepSending(deps: KeepSendingDeps): Promise<void> {
  const { clock, signal, onError, onLooked, onRan } = deps;
  const running = new Map<string, Promise<unknown>>();
  while (!signal.aborted) {
    const slots = await dueSlots(deps).catch((error) => {
      onError(null, messageOf(error));
      return null;
    });
    if (slots !== null) onLooked?.();
    for (const slot of (slots ?? []).filter((one) => !running.has(one))) {
      const run = sendSlot(slot, deps)
        .then(
          ({ issue }) => onRan?.(issue),
          (error) => onError(slot, messageOf(error)),
        )
        .finally(() => running.delete(slot));
      running.set(slot, run);
    }
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
  await Promise.all(running.values());
}

async function dueSlots({ issueStore, clock }: KeepSendingDeps): Promise<string[]> {
  const now = clock.now();
  return (await issueStore.listIssues({ goingOutSince: now }))
    .filter(({ status, pausedUntil }) => {
      const pauseIsOver = status === 'paused' && pausedUntil !== null && pausedUntil <= now;
      return status === 'sending' || pauseIsOver;
    })
    .map(({ slot }) => slot);
}
