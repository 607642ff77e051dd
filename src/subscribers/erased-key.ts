import { createHmac } from 'node:crypto';
import { derivedKey } from '../links/derived-key.ts';

/**
 * The key under which an erased address stays suppressed: `hmac:` and a keyed hash, because the address could be
 * guessed from a plain one. Losing the secret loses these suppressions.
 */
export function erasedKey(emailKey: string, secret: string): string {
  return createErasedKeys([secret])(emailKey)[0] ?? '';
}

/** The keys under which an address may have been erased: one for each secret, the first being the one in use. */
export function createErasedKeys(secrets: readonly string[]): (emailKey: string) => string[] {
  const keys = secrets.map((secret) => derivedKey(secret, 'erased address'));
  return (emailKey) => keys.map((key) => `hmac:${createHmac('sha256', key).update(emailKey).digest('hex')}`);
}
