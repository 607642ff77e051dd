import { createHash, randomBytes } from 'node:crypto';
import { readTokens, TOKEN_BYTES, toToken } from './token-text.ts';

/** Characters of the tokens of earlier versions: 32 bytes as base64url. */
const EARLIER_LENGTH = 43;

/** A token of 200 random bits for a link that is mailed to prove who asks. Only its hash is kept. */
export function newLinkToken(): { token: string; hash: string } {
  const token = toToken(randomBytes(TOKEN_BYTES));
  return { token, hash: linkHash(token) };
}

/** The SHA-256 under which a link is found, of the token exactly as it was made, in hexadecimal. */
export function linkHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The hashes of the tokens that the end of a link may hold, the likeliest first: see `readTokens`. */
export function linkHashesIn(text: string): string[] {
  return readTokens(text, { earlierLength: EARLIER_LENGTH }).map(({ token }) => linkHash(token));
}
