import type { App } from '../app/compose-app.ts';
import { toIso } from '../shared/clock.ts';
import type { EndedFailure } from '../shared/jobs/failure-reporter.ts';
import { settleSignUps } from '../subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpKeys } from '../subscribers/sign-ups/sign-up-keys.ts';
import { tidySubscribers } from '../subscribers/tidy-subscribers.ts';
import type { Log } from './log.ts';
import { logJobFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

interface SubscriberJobsDeps
  extends Pick<App, 'clock' | 'signingSecrets' | 'subscriberStore' | 'rateLimitStore'> {
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
  const recovered = onRecovered === undefined ? {} : { onRecovered };
  const failureLog = (event: 'sign-ups-failed' | 'tidying-failed') =>
    logJobFailures(event, { clock, log, ...recovered });
  const settling = failureLog('sign-ups-failed');
  const tidying = failureLog('tidying-failed');
  return [
    (signal) => settleSignUps({ subscriberStore, signUpKeys, clock, signal, onWaiting, ...settling }),
    (signal) => tidySubscribers({ subscriberStore, rateLimitStore, clock, signal, ...tidying }),
  ];
}
