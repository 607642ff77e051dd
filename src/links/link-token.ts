import { createHash, randomBytes } from 'node:crypto';
import { encodeToken, readTokens, TOKEN_BYTES } from './token-text.ts';

/** Token length in earlier versions: 32 bytes as base64url. */
const LEGACY_LENGTH = 43;

/** A token of 200 random bits for an emailed link; only its hash is stored. */
export function newLinkToken(): { token: string; hash: string } {
  const token = encodeToken(randomBytes(TOKEN_BYTES));
  return { token, hash: linkHash(token) };
}

export function linkHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Hashes of the tokens that the end of a URL may contain, the likeliest first: see `readTokens`. */
export function linkHashesIn(text: string): string[] {
  return readTokens(text, { legacyLength: LEGACY_LENGTH }).map(({ token }) => linkHash(token));
}
