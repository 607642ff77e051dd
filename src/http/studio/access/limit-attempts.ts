import { createHash } from 'node:crypto';
import { MINUTE_MS } from '../../../shared/durations.ts';
import { createNetworkKey } from '../../../subscribers/sign-ups/network-key.ts';
import type { RateLimit, RateLimitStore } from '../../../subscribers/sign-ups/rate-limit-store.ts';

/** Who tries a password. */
export interface Attempt {
  networkAddress: string | null;
  /** A session or a browser that has proved itself before; its attempts count by themselves. Null for a stranger. */
  known: string | null;
}

/** Counts an attempt to give the password, and says whether it may be made. */
export type LimitAttempts = (attempt: Attempt) => Promise<boolean>;

/** Enough for somebody who mistypes, and too few for somebody who guesses. */
const ATTEMPTS: RateLimit = { most: 10, within: 15 * MINUTE_MS };

/** How long somebody waits at most who has used up their attempts. */
export const MAX_WAIT_MS = ATTEMPTS.within;

/** Makes the limit of attempts, over all processes on the database. Networks are counted by keyed hashes. */
export function createAttemptLimit({
  rateLimitStore,
  signingSecrets,
}: {
  rateLimitStore: Pick<RateLimitStore, 'createCounter'>;
  signingSecrets: readonly string[];
}): LimitAttempts {
  const count = rateLimitStore.createCounter('attempts to sign in', ATTEMPTS);
  const keyOf = createNetworkKey(signingSecrets, 'attempts to sign in');
  return async ({ networkAddress, known }) => {
    const key = known === null ? keyOf(networkAddress) : createHash('sha256').update(known).digest('hex');
    return (await count(key)) === null;
  };
}
