import type { SendSlotDeps } from '../delivery/send-slot.ts';
import { deliveriesInWords } from './issue-view.ts';
import type { Bar, Output } from './output.ts';

export type SendProgress = Required<Pick<SendSlotDeps, 'onAudience' | 'onProgress' | 'onWait'>> & {
  stop: () => void;
};

/** Shows where sending stands: the audience as it is fixed, then the deliveries, and what is waited for. */
export function sendProgress(output: Output): SendProgress {
  let bar: Bar | null = null;
  let done = 0;
  return {
    onAudience: (candidates) => {
      bar ??= output.bar({ title: 'Fixing the audience' });
      bar.update(0, `Fixing the audience: ${candidates} candidates`);
    },
    onProgress: ({ deliveries }) => {
      const { pending, ...handled } = deliveries;
      if (done === 0) {
        bar?.stop('The audience is fixed');
        bar = output.bar({ title: 'Sending', total: pending + sum(handled) });
      }
      done = sum(handled);
      bar?.update(done, deliveriesInWords(deliveries));
    },
    onWait: ({ until, reason }) =>
      bar?.update(done, `Waits until ${new Date(until).toISOString()}: ${reason}`),
    stop: () => bar?.stop('Done'),
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
