import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './derived-key.ts';

/** What a link may do. A token of one purpose is worth nothing for another. */
export type TokenPurpose = 'unsubscribe' | 'preferences';

/** Whom a link is for, and the slot of the issue that carried it. */
export interface TokenSubject {
  subscriberId: number;
  slot: string;
}

export interface TokenSigner {
  /** {@link TOKEN_LENGTH} characters that need no escaping in a URL. The same subject always gets the same token. */
  sign(token: TokenSubject & { purpose: TokenPurpose }): string;
  /** Whom a token is for; null for one that is malformed, altered or of another purpose. */
  verify(purpose: TokenPurpose, token: string): TokenSubject | null;
}

/** 24 bytes in all, so that base64url has no spare bits in which two spellings of one token could differ. */
const SUBJECT_BYTES = 8;
const MAC_BYTES = 16;

/** Characters of a token. */
export const TOKEN_LENGTH = ((SUBJECT_BYTES + MAC_BYTES) / 3) * 4;

const TOKEN = new RegExp(`^[\\w-]{${TOKEN_LENGTH}}$`);
const HIGHEST_ID = 2 ** 40 - 1;
const WEEKS = 64;

/**
 * Signs and verifies the tokens of links in mails. They are stateless and never expire, so that a link works in a mail
 * of years ago and after a restored backup: HMAC-SHA256 with 128 bits kept (RFC 2104, section 5), under a key for each
 * purpose (HKDF, RFC 5869).
 *
 * @param secrets The first signs, all verify: a retired secret stays in the list as long as its mails are about.
 */
export function createTokenSigner(secrets: readonly string[]): TokenSigner {
  const keys = {
    unsubscribe: secrets.map((secret) => keyFor('unsubscribe', secret)),
    preferences: secrets.map((secret) => keyFor('preferences', secret)),
  };
  return {
    sign({ purpose, ...subject }) {
      const [current] = keys[purpose];
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      const plain = toBytes(subject);
      return Buffer.concat([plain, macOf(plain, current)]).toString('base64url');
    },
    verify(purpose, token) {
      if (!TOKEN.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const plain = bytes.subarray(0, SUBJECT_BYTES);
      const mac = bytes.subarray(SUBJECT_BYTES);
      return keys[purpose].some((key) => timingSafeEqual(macOf(plain, key), mac)) ? fromBytes(plain) : null;
    },
  };
}

function keyFor(purpose: TokenPurpose, secret: string): Buffer {
  return derivedKey(secret, `token ${purpose}`);
}

function macOf(plain: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(plain).digest().subarray(0, MAC_BYTES);
}

function toBytes({ subscriberId, slot }: TokenSubject): Buffer {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(slot) ?? [];
  if (year === undefined || Number(week) >= WEEKS) throw new RangeError(`${slot} is no slot.`);
  if (!Number.isInteger(subscriberId) || subscriberId < 0 || subscriberId > HIGHEST_ID) {
    throw new RangeError(`${subscriberId} is no subscriber's id.`);
  }
  const bytes = Buffer.alloc(SUBJECT_BYTES);
  bytes.writeUIntBE(subscriberId, 0, 5);
  bytes.writeUIntBE(Number(year) * WEEKS + Number(week), 5, 3);
  return bytes;
}

function fromBytes(bytes: Buffer): TokenSubject {
  const slot = bytes.readUIntBE(5, 3);
  const [year, week] = [Math.floor(slot / WEEKS), slot % WEEKS];
  return {
    subscriberId: bytes.readUIntBE(0, 5),
    slot: `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`,
  };
}
