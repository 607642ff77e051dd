import { DAY_MS, HOUR_MS } from '../shared/durations.ts';
import { type JobDeps, repeatedly } from '../shared/jobs/repeatedly.ts';
import { LIMIT_WINDOWS_MS } from './sign-ups/email-limits.ts';
import type { RateLimitStore } from './sign-ups/rate-limit-store.ts';
import type { SignUpStore } from './sign-ups/sign-up-store.ts';

/** How long unconfirmed sign-ups, settled emails and expired links are kept. */
export const UNCONFIRMED_RETENTION_MS = 30 * DAY_MS;

/** Rows per transaction: few enough that nobody waits for it. */
const CHUNK_SIZE = 200;

/** Between two steps, so that others get their turn. */
const PAUSE_MS = 20;

export interface TidySubscribersDeps extends JobDeps {
  subscriberStore: Pick<SignUpStore, 'removeUnconfirmed' | 'forgetEmails' | 'forgetEmailNetworks'>;
  rateLimitStore: Pick<RateLimitStore, 'forgetCounts'>;
}

/**
 * Every hour, removes subscribers who did not confirm within 30 days (they never agreed to being stored), old emails
 * and links, the networks that asked for them, and expired counters.
 */
export async function tidySubscribers(deps: TidySubscribersDeps): Promise<void> {
  const { subscriberStore, rateLimitStore, clock, signal } = deps;
  const tidy = async () => {
    const before = clock.now() - UNCONFIRMED_RETENTION_MS;
    for (let after: number | null = 0; after !== null && !signal.aborted; ) {
      ({ last: after } = await subscriberStore.removeUnconfirmed({ before, after, limit: CHUNK_SIZE }));
      if (after !== null) await clock.sleep(PAUSE_MS, signal);
    }
    while (!signal.aborted && (await subscriberStore.forgetEmails({ before, limit: CHUNK_SIZE })) > 0) {
      await clock.sleep(PAUSE_MS, signal);
    }
    const counted = clock.now() - LIMIT_WINDOWS_MS.all;
    while (
      !signal.aborted &&
      (await subscriberStore.forgetEmailNetworks({ before: counted, limit: CHUNK_SIZE })) > 0
    ) {
      await clock.sleep(PAUSE_MS, signal);
    }
    const ended = clock.now();
    while (!signal.aborted && (await rateLimitStore.forgetCounts({ before: ended, limit: CHUNK_SIZE })) > 0) {
      await clock.sleep(PAUSE_MS, signal);
    }
  };
  await repeatedly(HOUR_MS, tidy, deps);
}
