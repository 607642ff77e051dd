import type { App } from '../app/compose-app.ts';
import type { Newsletter } from '../issues/newsletter.ts';
import { toIso } from '../shared/clock.ts';
import type { EndedFailure } from '../shared/failure-teller.ts';
import { settleSignUps } from '../subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpKeys } from '../subscribers/sign-ups/sign-up-keys.ts';
import { tidySubscribers } from '../subscribers/tidy-subscribers.ts';
import { sendTransactionalEmails } from '../transactional/send-transactional-emails.ts';
import type { Transport } from '../transport/transport.ts';
import type { Log } from './log.ts';
import { logEmailFailures, logJobFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

interface SubscriberJobsDeps
  extends Pick<App, 'clock' | 'signingSecrets' | 'signer' | 'subscriberStore' | 'rateLimitStore'> {
  newsletter: Newsletter;
  transport: Transport;
  log: Log;
  /** Called when a failure is over. */
  onRecovered?: (ended: EndedFailure) => void;
}

/** What happens to sign-ups after the response: settling them, emailing them, and deleting old data. */
export function subscriberJobs({
  clock,
  signingSecrets,
  signer,
  subscriberStore: store,
  rateLimitStore,
  newsletter,
  transport,
  log,
  onRecovered,
}: SubscriberJobsDeps): BackgroundJob[] {
  const signUpKeys = createSignUpKeys(signingSecrets);
  const onWaiting = (until: number) => log('sign-ups-wait', { until: toIso(until) });
  const recovered = onRecovered === undefined ? {} : { onRecovered };
  const failureLog = (event: 'sign-ups-failed' | 'tidying-failed') =>
    logJobFailures(event, { clock, log, ...recovered });
  const settling = failureLog('sign-ups-failed');
  const sending = logEmailFailures('letter-failed', { clock, log, ...recovered });
  const tidying = failureLog('tidying-failed');
  return [
    (signal) => settleSignUps({ store, signUpKeys, clock, signal, onWaiting, ...settling }),
    (signal) => sendTransactionalEmails({ store, transport, newsletter, signer, clock, signal, ...sending }),
    (signal) => tidySubscribers({ store, rateLimitStore, clock, signal, ...tidying }),
  ];
}
