import { HOUR_MS } from '../shared/durations.ts';

/** The last attempt is made this long before the provider forgets the key. */
const KEY_MARGIN_MS = HOUR_MS;

const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60 * 1000;

/** The attempts at a batch that may have been accepted. */
export interface Attempts {
  count: number;
  firstAt: number;
  keyLifetimeMs: number;
}

/**
 * Whether the provider still recognises the key at `at`; otherwise subscribers could get the issue twice. An `at`
 * before the first attempt means that a clock was set back, so the key's age is unknown.
 */
export function isKeyRemembered({ firstAt, keyLifetimeMs }: Attempts, at: number): boolean {
  return at < firstAt + keyLifetimeMs - KEY_MARGIN_MS && at > firstAt - KEY_MARGIN_MS;
}

/**
 * When to retry a request with an uncertain outcome: after 1 s, 2 s, 4 s, … up to 5 minutes. Null if the provider would
 * have forgotten its key by then: a person must decide.
 */
export function nextAttemptAt(attempts: Attempts, now: number, notBefore = 0): number | null {
  const wait = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** (attempts.count - 1));
  const at = Math.max(now + wait, notBefore);
  return isKeyRemembered(attempts, at) ? at : null;
}
