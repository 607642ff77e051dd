import { hkdfSync } from 'node:crypto';

/**
 * A key of 32 bytes for one use of a secret (HKDF-SHA256, RFC 5869), so that what one use gives away is worth nothing
 * for another.
 */
export function derivedKey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `verdicts ${use}`, 32));
}
