import type { RateLimit, RateLimitStore } from '../../store/rate-limit-store.ts';
import { createNetworkKey } from '../../subscribers/network-key.ts';

/** Counts an attempt to sign in from a network address, and says whether it may be made. */
export type LimitAttempts = (networkAddress: string | null) => Promise<boolean>;

/** Enough for somebody who mistypes, and too few for somebody who guesses. */
const ATTEMPTS: RateLimit = { most: 10, within: 15 * 60_000 };

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
  return async (networkAddress) => (await count(keyOf(networkAddress))) === null;
}
