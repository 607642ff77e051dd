import { toIso } from '../clock.ts';
import type { App } from '../compose-app.ts';
import { sendLetters } from '../delivery/send-letters.ts';
import type { Log, LogFacts } from '../log.ts';
import type { Newsletter } from '../newsletter.ts';
import { createLetterTerms } from '../subscribers/letter-terms.ts';
import { settleSignUps } from '../subscribers/settle-sign-ups.ts';
import { tidySubscribers } from '../subscribers/tidy-subscribers.ts';
import type { Transport } from '../transport/transport.ts';
import type { BackgroundJob } from './serve-log.ts';

type Failure = Extract<keyof LogFacts, 'letter-failed' | 'sign-ups-failed' | 'tidying-failed'>;

interface SubscriberJobsDeps
  extends Pick<App, 'clock' | 'signingSecrets' | 'signer' | 'subscriberStore' | 'rateLimitStore'> {
  newsletter: Newsletter;
  transport: Transport;
  log: Log;
}

/** What follows from sign-ups after they were answered: pending subscribers, letters to them, and an end to old ones. */
export function subscriberJobs({
  clock,
  signingSecrets,
  signer,
  subscriberStore: store,
  rateLimitStore,
  newsletter,
  transport,
  log,
}: SubscriberJobsDeps): BackgroundJob[] {
  const terms = createLetterTerms(signingSecrets);
  const telling = (event: Failure) => (message: string) => log(event, { code: null, message });
  const onWaiting = (until: number) => log('sign-ups-wait', { until: toIso(until) });
  return [
    (signal) =>
      settleSignUps({ store, terms, clock, signal, onWaiting, onError: telling('sign-ups-failed') }),
    (signal) =>
      sendLetters({ store, transport, newsletter, signer, clock, signal, onError: telling('letter-failed') }),
    (signal) => tidySubscribers({ store, rateLimitStore, clock, signal, onError: telling('tidying-failed') }),
  ];
}
