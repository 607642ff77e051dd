import type { App } from '../app/compose-app.ts';
import type { Newsletter } from '../issues/newsletter.ts';
import { toIso } from '../shared/clock.ts';
import type { EndedFailure } from '../shared/failure-teller.ts';
import { createLetterTerms } from '../subscribers/sign-ups/letter-terms.ts';
import { settleSignUps } from '../subscribers/sign-ups/settle-sign-ups.ts';
import { tidySubscribers } from '../subscribers/tidy-subscribers.ts';
import { sendLetters } from '../transactional/send-letters.ts';
import type { Transport } from '../transport/transport.ts';
import type { Log } from './log.ts';
import type { BackgroundJob } from './serve-log.ts';
import { tellJob, tellMails } from './tell-failures.ts';

interface SubscriberJobsDeps
  extends Pick<App, 'clock' | 'signingSecrets' | 'signer' | 'subscriberStore' | 'rateLimitStore'> {
  newsletter: Newsletter;
  transport: Transport;
  log: Log;
  /** Called when a failure is over. */
  onOver?: (ended: EndedFailure) => void;
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
  onOver,
}: SubscriberJobsDeps): BackgroundJob[] {
  const terms = createLetterTerms(signingSecrets);
  const onWaiting = (until: number) => log('sign-ups-wait', { until: toIso(until) });
  const over = onOver === undefined ? {} : { onOver };
  const telling = (event: 'sign-ups-failed' | 'tidying-failed') => tellJob(event, { clock, log, ...over });
  const settling = telling('sign-ups-failed');
  const sending = tellMails('letter-failed', { clock, log, ...over });
  const tidying = telling('tidying-failed');
  return [
    (signal) => settleSignUps({ store, terms, clock, signal, onWaiting, ...settling }),
    (signal) => sendLetters({ store, transport, newsletter, signer, clock, signal, ...sending }),
    (signal) => tidySubscribers({ store, rateLimitStore, clock, signal, ...tidying }),
  ];
}
