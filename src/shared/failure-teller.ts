import type { Clock } from './clock.ts';
import { MINUTE_MS } from './durations.ts';

/** How often a persisting failure is reported. */
export const TELL_AGAIN_MS = 10 * MINUTE_MS;

export interface Failure {
  code: string | null;
  message: string;
}

export interface EndedFailure extends Failure {
  since: number;
  until: number;
  failures: number;
}

/** Keeps a failure that recurs every few seconds from filling the log. */
export interface FailureTeller {
  /** @param cause Failures with the same cause are the same; defaults to the message. */
  failed(failure: Failure, cause?: string): void;
  /** Call it after every success; only the first one after a failure is reported. */
  worked(): void;
}

interface LastingFailure {
  failure: Failure;
  cause: string;
  since: number;
  toldAt: number;
  failures: number;
  leftOut: number;
}

/**
 * Reports a failure when it begins, when its cause changes, and every ten minutes while it lasts, with the number of
 * repetitions left out; and once when it is over.
 */
export function createFailureTeller({
  clock,
  tell,
  tellOver = () => undefined,
}: {
  clock: Clock;
  tell: (failure: Failure, leftOut: number) => void;
  tellOver?: (failure: EndedFailure) => void;
}): FailureTeller {
  let lasting: LastingFailure | null = null;
  return {
    failed: (failure, cause = failure.message) => {
      const now = clock.now();
      const { since = now, toldAt = now, failures = 0, leftOut = 0 } = lasting ?? {};
      const isNews = lasting?.cause !== cause || Math.abs(now - toldAt) >= TELL_AGAIN_MS;
      if (isNews) tell(failure, leftOut);
      lasting = {
        failure,
        cause,
        since: Math.min(since, now),
        toldAt: isNews ? now : toldAt,
        failures: failures + 1,
        leftOut: isNews ? 0 : leftOut + 1,
      };
    },
    worked: () => {
      if (lasting === null) return;
      const { failure, since, failures } = lasting;
      lasting = null;
      tellOver({ ...failure, since, until: clock.now(), failures });
    },
  };
}
