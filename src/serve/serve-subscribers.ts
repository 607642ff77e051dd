import { type Clock, toIso } from '../shared/clock.ts';
import type { EndedFailure } from '../shared/jobs/failure-reporter.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import { settleSignUps } from '../subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpKeys } from '../subscribers/sign-ups/sign-up-keys.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import { tidySubscribers } from '../subscribers/tidy-subscribers.ts';
import type { Log } from './log.ts';
import { logJobFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

interface SubscriberJobsDeps {
  clock: Clock;
  signingSecrets: readonly string[];
  subscriberStore: SubscriberStore;
  rateLimitStore: RateLimitStore;
  log: Log;
  /** Called when a failure is over. */
  onRecovered?: (ended: EndedFailure) => void;
}

/** What happens to sign-ups after the response: settling them, and deleting old data. */
export function subscriberJobs({
  clock,
  signingSecrets,
  subscriberStore,
  rateLimitStore,
  log,
  onRecovered,
}: SubscriberJobsDeps): BackgroundJob[] {
  const signUpKeys = createSignUpKeys(signingSecrets);
  const onWaiting = (until: number) => log('sign-ups-wait', { until: toIso(until) });
  const settling = logJobFailures('sign-ups-failed', { clock, log, onRecovered });
  const tidying = logJobFailures('tidying-failed', { clock, log, onRecovered });
  return [
    (signal) =>
      settleSignUps({
        subscriberStore,
        signUpKeys,
        clock,
        signal,
        onWaiting,
        onError: settling.onError,
        onWorked: settling.onWorked,
      }),
    (signal) =>
      tidySubscribers({
        subscriberStore,
        rateLimitStore,
        clock,
        signal,
        onError: tidying.onError,
        onWorked: tidying.onWorked,
      }),
  ];
}
