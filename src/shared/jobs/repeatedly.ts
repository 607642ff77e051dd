import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';

export interface JobDeps {
  clock: Clock;
  signal: AbortSignal;
  /** Called after each failure; the job is retried. */
  onError: (reason: string) => void;
  onWorked?: () => void;
}

/** Pauses for `every` milliseconds, also after a failure. Resolves once `signal` is aborted and the run ended. */
export async function repeatedly(
  every: number,
  work: () => Promise<void>,
  { clock, signal, onError, onWorked }: JobDeps,
): Promise<void> {
  while (!signal.aborted) {
    await work().then(onWorked, (error) => onError(messageOf(error)));
    await clock.sleep(every, signal);
  }
}
