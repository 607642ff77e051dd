import { HOUR_MS, MINUTE_MS } from '../shared/durations.ts';

/** The last attempt is made this long before the provider forgets the key. */
const KEY_MARGIN_MS = HOUR_MS;

const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * MINUTE_MS;

/** Only attempts that may have been accepted. */
export interface Attempts {
  count: number;
  firstAt: number;
  keyLifetimeMs: number;
}

/** False also before the first attempt: a clock was set back, so the key's age is unknown. */
export function isKeyRemembered({ firstAt, keyLifetimeMs }: Attempts, at: number): boolean {
  return at < firstAt + keyLifetimeMs - KEY_MARGIN_MS && at > firstAt - KEY_MARGIN_MS;
}

/** After 1 s, 2 s, 4 s, … up to 5 minutes. Null if the key would be forgotten by then: a person must decide. */
export function nextAttemptAt(attempts: Attempts, now: number, notBefore = 0): number | null {
  const wait = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** (attempts.count - 1));
  const at = Math.max(now + wait, notBefore);
  return isKeyRemembered(attempts, at) ? at : null;
}
