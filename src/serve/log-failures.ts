import { type Clock, toIso } from '../shared/clock.ts';
import {
  createFailureReporter,
  type EndedFailure,
  type FailureReporter,
} from '../shared/jobs/failure-reporter.ts';
import type { JobDeps } from '../shared/jobs/repeatedly.ts';
import type { EmailReports } from '../transactional/send-emails.ts';
import type { Log, LogFacts } from './log.ts';

type FailureEvent = Extract<
  keyof LogFacts,
  | 'scheduling-failed'
  | 'notice-failed'
  | 'letter-failed'
  | 'sign-ups-failed'
  | 'tidying-failed'
  | 'event-not-kept'
  | 'request-failed'
  | 'settings-unread'
  | 'not-told'
>;

interface LogFailuresDeps {
  clock: Clock;
  log: Log;
  onRecovered?: ((ended: EndedFailure) => void) | undefined;
}

/** Logs failures under one name without repeating itself, and logs when it works again. */
export function logFailures(
  event: FailureEvent,
  { clock, log, onRecovered }: LogFailuresDeps,
): FailureReporter {
  return createFailureReporter({
    clock,
    report: (failure, leftOut) => log(event, withLeftOut(failure, leftOut)),
    reportEnd: (ended) => {
      log('works-again', worksAgain(event, ended));
      onRecovered?.(ended);
    },
  });
}

/** Callbacks for a job run by `repeatedly`. */
export function logJobFailures(
  event: FailureEvent,
  deps: LogFailuresDeps,
): Required<Pick<JobDeps, 'onError' | 'onWorked'>> {
  const failureLog = logFailures(event, deps);
  return { onError: (message) => failureLog.failed({ code: null, message }), onWorked: failureLog.worked };
}

/** The same for a job that sends single emails. That it runs does not mean that emails are accepted. */
export function logEmailFailures(event: FailureEvent, deps: LogFailuresDeps): Required<EmailReports> {
  const mails = logFailures(event, { clock: deps.clock, log: deps.log });
  return {
    ...logJobFailures(event, deps),
    onProblem: (message, cause) => mails.failed({ code: null, message }, cause),
    onSubmitted: mails.worked,
  };
}

/** The same for issues being sent, by slot; null is the search for work. */
export function logSendingFailures({
  clock,
  log,
}: LogFailuresDeps): (slot: string | null) => FailureReporter {
  const failureLogs = new Map<string | null, FailureReporter>();
  return (slot) => {
    const failureLog =
      failureLogs.get(slot) ??
      createFailureReporter({
        clock,
        report: (failure, leftOut) => log('sending-failed', withLeftOut({ slot, ...failure }, leftOut)),
        reportEnd: (ended) => log('works-again', worksAgain('sending-failed', ended)),
      });
    failureLogs.set(slot, failureLog);
    return failureLog;
  };
}

function withLeftOut<Facts extends object>(facts: Facts, leftOut: number): Facts {
  return leftOut === 0 ? facts : { ...facts, leftOut };
}

function worksAgain(
  what: keyof LogFacts,
  { message, since, failures }: EndedFailure,
): LogFacts['works-again'] {
  return { what, message, since: toIso(since), failures };
}
