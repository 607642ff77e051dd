import { type Clock, toIso } from '../clock.ts';
import type { SendSlotDeps } from '../delivery/send-slot.ts';
import { sendingPace } from '../delivery/sending-pace.ts';
import { deliveriesInWords, paceInWords } from './issue-view.ts';
import type { Bar, Output } from './output.ts';

export type SendProgress = Required<Pick<SendSlotDeps, 'onAudience' | 'onProgress' | 'onWait'>> & {
  stop: () => void;
};

/**
 * Shows where sending stands: the audience as it is fixed, then the deliveries, and what is waited for. Off a terminal
 * it tells only of waiting, once for each new reason.
 */
export function sendProgress(output: Output, clock: Clock): SendProgress {
  let fixing: Bar | null = null;
  let sending: Bar | null = null;
  let done = 0;
  let told: string | null = null;
  return {
    onAudience: (candidates) => {
      fixing ??= output.bar({ title: 'Fixing the audience' });
      fixing.update(0, `Fixing the audience: ${candidates} candidates`);
    },
    onProgress: (progress) => {
      const { pending, ...handled } = progress.deliveries;
      if (sending === null) {
        fixing?.stop('The audience is fixed');
        sending = output.bar({ title: 'Sending', total: pending + sum(handled) });
      }
      done = sum(handled);
      const pace = sendingPace(progress, { now: clock.now() });
      sending.update(done, `${deliveriesInWords(progress.deliveries)}; ${paceInWords(pace)}`);
    },
    onWait: ({ until, reason }) => {
      const waits = `Waits until ${toIso(until)}: ${reason}`;
      if (output.showsBars) (sending ?? fixing)?.update(done, waits);
      else if (reason !== told) output.note(waits);
      told = reason;
    },
    // It is said after an error, too, so it claims nothing about the outcome.
    stop: () => (sending ?? fixing)?.stop('No longer sending'),
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
