import { sendingPace } from '../../delivery/sending-pace.ts';
import type { SendSlotDeps } from '../../issue-actions/send-slot.ts';
import type { Clock } from '../../shared/clock.ts';
import { formatNumber, formatTime } from '../../shared/format.ts';
import type { Bar, Output } from '../output.ts';
import { describePace, formatDeliveries } from './issue-view.ts';

export type SendProgress = Required<Pick<SendSlotDeps, 'onAudience' | 'onProgress' | 'onWait'>> & {
  stop: () => void;
};

/** How often progress is printed without a terminal. */
const LINE_INTERVAL_MS = 10_000;

/**
 * Shows the audience as it is fixed, then deliveries, pace and waits. Without a terminal, prints a line now and then,
 * and one for each new reason to wait. Times are in `zone`.
 */
export function sendProgress(output: Output, { clock, zone }: { clock: Clock; zone: string }): SendProgress {
  let fixing: Bar | null = null;
  let sending: Bar | null = null;
  let done = 0;
  let shownReason: string | null = null;
  let shownAt = clock.now();
  return {
    onAudience: (candidates) => {
      fixing ??= output.bar({ title: 'Listing the readers' });
      fixing.update(0, `${formatNumber(candidates)} confirmed so far`);
    },
    onProgress: (progress) => {
      const { pending, ...handled } = progress.deliveries;
      if (sending === null) {
        fixing?.stop();
        sending = output.bar({ title: 'Sending', total: pending + sum(handled) });
      }
      done = sum(handled);
      // This process is sending, even between batches.
      const pace = sendingPace({ ...progress, leasedUntil: Number.POSITIVE_INFINITY }, { now: clock.now() });
      const stand = `${formatDeliveries(progress.deliveries)}; ${describePace(pace, zone)}`;
      sending.update(done, stand);
      if (output.showsBars || clock.now() - shownAt < LINE_INTERVAL_MS) return;
      shownAt = clock.now();
      output.note(stand);
    },
    onWait: ({ until, reason }) => {
      const waits = `Waiting until ${formatTime(until, zone)}: ${reason}`;
      if (output.showsBars) (sending ?? fixing)?.update(done, waits);
      else if (reason !== shownReason) output.note(waits);
      shownReason = reason;
    },
    stop: () => (sending ?? fixing)?.stop(),
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
