import type { Clock } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';

export const FAILURE_REPORT_INTERVAL_MS = 10 * MINUTE_MS;

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
export interface FailureReporter {
  /** @param cause Failures with the same cause are the same; defaults to the message. */
  failed(failure: Failure, cause?: string): void;
  /** Call it after every success; only the first one after a failure is reported. */
  worked(): void;
}

interface OngoingFailure {
  failure: Failure;
  cause: string;
  since: number;
  reportedAt: number;
  failures: number;
  suppressed: number;
}

/** Reports a failure when it begins, when its cause changes, every ten minutes while it lasts, and when it ends. */
export function createFailureReporter({
  clock,
  report,
  reportEnd = () => undefined,
}: {
  clock: Clock;
  report: (failure: Failure, suppressed: number) => void;
  reportEnd?: (failure: EndedFailure) => void;
}): FailureReporter {
  let ongoing: OngoingFailure | null = null;
  return {
    failed: (failure, cause = failure.message) => {
      const now = clock.now();
      const { since = now, reportedAt = now, failures = 0, suppressed = 0 } = ongoing ?? {};
      const shouldReport =
        ongoing?.cause !== cause || Math.abs(now - reportedAt) >= FAILURE_REPORT_INTERVAL_MS;
      if (shouldReport) report(failure, suppressed);
      ongoing = {
        failure,
        cause,
        since: Math.min(since, now),
        reportedAt: shouldReport ? now : reportedAt,
        failures: failures + 1,
        suppressed: shouldReport ? 0 : suppressed + 1,
      };
    },
    worked: () => {
      if (ongoing === null) return;
      const { failure, since, failures } = ongoing;
      ongoing = null;
      reportEnd({ ...failure, since, until: clock.now(), failures });
    },
  };
}
