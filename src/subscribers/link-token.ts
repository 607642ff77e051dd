import { createHash, randomBytes } from 'node:crypto';

/** Enough that nobody guesses one, and URL-safe as base64url. */
const TOKEN_BYTES = 32;

/** A token for a link that is mailed to prove who asks. Only its hash is kept. */
export function newLinkToken(): { token: string; hash: string } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, hash: linkHash(token) };
}

/** The SHA-256 under which a link is found, of the token exactly as it was written, in hexadecimal. */
export function linkHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
