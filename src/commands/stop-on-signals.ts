import type { Output } from './output.ts';

/** The first SIGINT or SIGTERM aborts `signal`, so that work in flight is finished; the second ends the process. */
export function stopOnSignals(output: Pick<Output, 'note'>): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const stop = (name: string) => {
    if (controller.signal.aborted) process.exit(1);
    output.note(
      `${name}: finishing what is under way, then stopping. To continue later, run the command again.`,
    );
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}
