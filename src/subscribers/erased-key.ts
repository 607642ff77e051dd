import { createKeyedHash } from '../links/keyed-hash.ts';

/**
 * The key of an erased address's suppression: `hmac:` and a keyed hash, since an address can be guessed from a plain
 * one. Losing the secret loses these suppressions.
 */
export function erasedKey(emailKey: string, secret: string): string {
  return createErasedKeys([secret])(emailKey)[0] ?? '';
}

/** One key per secret, the one in use first. */
export function createErasedKeys(secrets: readonly string[]): (emailKey: string) => string[] {
  const keyedHash = createKeyedHash({ secrets, use: 'erased address' });
  return (emailKey) => keyedHash.hashAll(emailKey).map((hash) => `hmac:${hash.toString('hex')}`);
}
