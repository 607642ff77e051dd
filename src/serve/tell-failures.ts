import { type Clock, toIso } from '../shared/clock.ts';
import { createFailureTeller, type EndedFailure, type FailureTeller } from '../shared/failure-teller.ts';
import type { JobDeps } from '../shared/repeatedly.ts';
import type { SendMailsDeps } from '../transactional/send-mails.ts';
import type { Log, LogFacts } from './log.ts';

/** Events that say that something failed, and nothing else. */
export type FailureEvent = Extract<
  keyof LogFacts,
  | 'scheduling-failed'
  | 'notice-failed'
  | 'letter-failed'
  | 'sign-ups-failed'
  | 'tidying-failed'
  | 'event-not-kept'
  | 'request-failed'
  | 'not-told'
>;

export interface TellFailuresDeps {
  clock: Clock;
  log: Log;
  /** Told of each failure that is over. */
  onOver?: (ended: EndedFailure) => void;
}

/** Tells the log what fails under one name, without repeating itself, and when it works again. */
export function tellFailures(event: FailureEvent, { clock, log, onOver }: TellFailuresDeps): FailureTeller {
  return createFailureTeller({
    clock,
    tell: (failure, leftOut) => log(event, withLeftOut(failure, leftOut)),
    tellOver: (ended) => {
      log('works-again', worksAgain(event, ended));
      onOver?.(ended);
    },
  });
}

/** What a job is run with that is repeated: see `repeatedly`. */
export function tellJob(
  event: FailureEvent,
  deps: TellFailuresDeps,
): Required<Pick<JobDeps, 'onError' | 'onWorked'>> {
  const teller = tellFailures(event, deps);
  return { onError: (message) => teller.failed({ code: null, message }), onWorked: teller.worked };
}

/**
 * The same for a job that hands over single mails. That it runs says nothing of whether they are accepted, and a mail that
 * was given up for what is in it is no outage.
 */
export function tellMails(
  event: FailureEvent,
  deps: TellFailuresDeps,
): Required<Pick<SendMailsDeps, 'onError' | 'onWorked' | 'onTrouble' | 'onSubmitted'>> {
  const mails = tellFailures(event, { clock: deps.clock, log: deps.log });
  return {
    ...tellJob(event, deps),
    onTrouble: (message, cause) => mails.failed({ code: null, message }, cause),
    onSubmitted: mails.worked,
  };
}

/** The same for issues that go out, each by its slot; null is the look for work itself. */
export function tellSending({ clock, log }: TellFailuresDeps): (slot: string | null) => FailureTeller {
  const tellers = new Map<string | null, FailureTeller>();
  return (slot) => {
    const teller =
      tellers.get(slot) ??
      createFailureTeller({
        clock,
        tell: (failure, leftOut) => log('sending-failed', withLeftOut({ slot, ...failure }, leftOut)),
        tellOver: (ended) => log('works-again', worksAgain('sending-failed', ended)),
      });
    tellers.set(slot, teller);
    return teller;
  };
}

/** The facts of a failure, with how often it was left out where it was. */
export function withLeftOut<Facts extends object>(facts: Facts, leftOut: number): Facts {
  return leftOut === 0 ? facts : { ...facts, leftOut };
}

/** The facts of a failure that is over. */
export function worksAgain(
  what: keyof LogFacts,
  { message, since, failures }: EndedFailure,
): LogFacts['works-again'] {
  return { what, message, since: toIso(since), failures };
}
