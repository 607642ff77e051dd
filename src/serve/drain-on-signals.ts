export interface ServeSignals {
  /** Aborted by the first signal: nothing new is begun. */
  signal: AbortSignal;
  /** Resolves when the server may close: at once, unless it drains. */
  drained(): Promise<void>;
  dispose(): void;
}

/**
 * SIGTERM stops the work and lets the server answer for `drainMs`; SIGINT, or another signal, ends that. One more ends
 * the process.
 */
export function drainOnSignals({
  drainMs,
  onStopping,
}: {
  drainMs: number;
  /** @param drainSeconds How long the server goes on. */
  onStopping(drainSeconds: number): void;
}): ServeSignals {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let drained = Promise.resolve();
  let close: (() => void) | null = null;
  const stop = (name: string) => {
    if (stopping.signal.aborted) {
      if (close === null) process.exit(1);
      close();
      return;
    }
    const waitMs = name === 'SIGTERM' ? drainMs : 0;
    if (waitMs > 0)
      drained = new Promise((resolve) => {
        close = () => {
          clearTimeout(timer);
          close = null;
          resolve();
        };
        timer = setTimeout(close, waitMs);
      });
    onStopping(waitMs / 1_000);
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    signal: stopping.signal,
    drained: () => drained,
    dispose: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}
