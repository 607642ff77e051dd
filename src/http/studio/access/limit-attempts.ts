import { createHash } from 'node:crypto';
import { MINUTE_MS } from '../../../shared/durations.ts';
import { createNetworkKey } from '../../../subscribers/sign-ups/network-key.ts';
import type { RateLimit, RateLimitStore } from '../../../subscribers/sign-ups/rate-limit-store.ts';

export interface Attempt {
  networkAddress: string | null;
  /** A session or known browser, whose attempts are counted separately; null for a stranger. */
  known: string | null;
}

/** Counts an attempt to enter the password, and resolves to whether it is allowed. */
export type LimitAttempts = (attempt: Attempt) => Promise<boolean>;

/** Enough for typing errors, too few for guessing. */
const ATTEMPTS: RateLimit = { max: 10, windowMs: 15 * MINUTE_MS };

/** The longest wait once all attempts are used. */
export const MAX_SIGN_IN_WAIT_MS = ATTEMPTS.windowMs;

/** The limit holds across all processes that share the database. Networks are stored as keyed hashes. */
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
