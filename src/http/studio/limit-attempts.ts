import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts an attempt of whom the key names, and says whether it may be made. */
export type LimitAttempts = (key: string) => Promise<boolean>;

/** Enough for somebody who mistypes, and too few for somebody who guesses. */
const ATTEMPTS = { points: 10, duration: 15 * 60 };

/** Limits attempts within this process. */
export function limitAttemptsInMemory(): LimitAttempts {
  const limiter = new RateLimiterMemory(ATTEMPTS);
  return (key) =>
    limiter.consume(key).then(
      () => true,
      () => false,
    );
}
