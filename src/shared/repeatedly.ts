import type { Clock } from './clock.ts';
import { messageOf } from './errors.ts';

/** What a job that goes on and on is run with. */
export interface JobDeps {
  clock: Clock;
  /** Aborted when the job is to end. */
  signal: AbortSignal;
  /** Told what failed; it is tried again. */
  onError: (reason: string) => void;
  /** Told each time that it worked. */
  onWorked?: () => void;
}

/**
 * Does a job again and again, and waits so many milliseconds in between. A failure is told, and does not end it.
 *
 * @returns When `signal` is aborted and what was in hand is finished.
 */
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
