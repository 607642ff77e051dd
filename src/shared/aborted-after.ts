/** How long requests in flight may still take once the program is asked to stop, in milliseconds. */
export const STOP_TIMEOUT_MS = 8_000;

/**
 * A signal that is aborted so many milliseconds after another one. It is to be disposed of, so that the other does not
 * keep it.
 */
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
