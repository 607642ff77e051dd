import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { deriveSubkey } from '../../../links/derived-key.ts';
import type { Clock } from '../../../shared/clock.ts';
import { DAY_MS } from '../../../shared/durations.ts';

/** What editors looked for, as URLs have it: readable to our processes only, as it may be an email address. */
export interface Searches {
  /** The same text gets the same URL all day. */
  seal(text: string): string;
  /** The text; undefined if it was sealed too long ago, or not by us. */
  open(sealed: string): string | undefined;
}

const LIFETIME_DAYS = 7;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param secrets The first seals, all open. */
export function createSearches(secrets: readonly string[], clock: Clock): Searches {
  const keys = secrets.map((secret) => deriveSubkey(secret, 'studio search'));
  const today = () => Math.floor(clock.now() / DAY_MS);
  return {
    seal(text) {
      const [key] = keys;
      if (key === undefined) throw new RangeError('There is no secret to seal searches with.');
      return seal(`${today()} ${text}`, key);
    },
    open(sealed) {
      for (const key of keys) {
        const [, day, text] = /^(\d+) (.*)$/s.exec(unseal(sealed, key) ?? '') ?? [];
        if (day !== undefined && today() - Number(day) <= LIFETIME_DAYS) return text;
      }
      return undefined;
    },
  };
}

/** AES-GCM. The nonce follows from the text, so it never serves for two of them. */
function seal(text: string, key: Buffer): string {
  const nonce = createHmac('sha256', key).update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function unseal(sealed: string, key: Buffer): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
