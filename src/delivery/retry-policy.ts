import { HOUR_MS } from '../shared/durations.ts';

/** How long before a provider forgets a key the last attempt under it is made. */
const KEY_MARGIN_MS = HOUR_MS;

const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60 * 1000;

/** What is known of the attempts at a batch that may have been taken. */
export interface Attempts {
  count: number;
  firstAt: number;
  /** How long the provider remembers the key, in milliseconds. */
  remembersKeysFor: number;
}

/**
 * Whether a request may be made again under its key at the instant `at`. After that nobody would recognise it, and
 * subscribers could get it twice; before its first attempt, a clock was set back, and nobody knows how old the key is.
 */
export function keyStillHolds({ firstAt, remembersKeysFor }: Attempts, at: number): boolean {
  return at < firstAt + remembersKeysFor - KEY_MARGIN_MS && at > firstAt - KEY_MARGIN_MS;
}

/**
 * When to make a request again whose outcome is uncertain: after 1 s, 2 s, 4 s, … and at most 5 minutes.
 * Null where the provider would have forgotten its key by then: a person must decide.
 *
 * @param notBefore What the provider asked for.
 */
export function nextAttemptAt(attempts: Attempts, now: number, notBefore = 0): number | null {
  const wait = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** (attempts.count - 1));
  const at = Math.max(now + wait, notBefore);
  return keyStillHolds(attempts, at) ? at : null;
}
