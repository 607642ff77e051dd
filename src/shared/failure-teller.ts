import type { Clock } from './clock.ts';
import { MINUTE_MS } from './durations.ts';

/** How often a failure that lasts is told, in milliseconds. */
export const TELL_AGAIN_MS = 10 * MINUTE_MS;

export interface Failure {
  code: string | null;
  message: string;
}

/** A failure that is over. */
export interface EndedFailure extends Failure {
  since: number;
  until: number;
  /** How often it failed in that time. */
  failures: number;
}

/** Keeps a failure that is repeated every few seconds from filling the log. */
export interface FailureTeller {
  /** @param cause What makes two failures the same; the message, where it is not given. */
  failed(failure: Failure, cause?: string): void;
  /** To be called whenever it worked; only the first time after a failure is told. */
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
 * Tells a failure when it begins, when its cause changes, and every ten minutes while it lasts, each time with how often
 * it was left out since; and once that it is over.
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
