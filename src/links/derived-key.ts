import { hkdfSync } from 'node:crypto';

/** Derives a 32-byte key for one use of a secret (HKDF-SHA256, RFC 5869), so that no use can compromise another. */
export function deriveSubkey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `verdicts ${use}`, 32));
}
