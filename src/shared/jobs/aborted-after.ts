/** How long requests in flight may take after the program is asked to stop. */
export const STOP_TIMEOUT_MS = 8_000;

/** A signal that is aborted some time after another. Call `dispose`, or the other keeps a reference to it. */
export function abortedAfter(
  signal: AbortSignal,
  milliseconds: number,
): { signal: AbortSignal; dispose: () => void } {
  const later = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => later.abort(), milliseconds);
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  const dispose = () => {
    signal.removeEventListener('abort', start);
    clearTimeout(timer);
  };
  return { signal: later.signal, dispose };
}
