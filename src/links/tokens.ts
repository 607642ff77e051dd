import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';
import { decodeToken, encodeToken, type FoundToken, readTokens, TOKEN_LENGTH } from './token-text.ts';

/** A token for one purpose is not valid for another. */
export type TokenPurpose = 'unsubscribe' | 'preferences';

/** An issue keeps the form it was frozen with (earlier versions: `base64url`): a retry must send the same bytes. */
export const TOKEN_FORMS = ['base64url', 'base32'] as const;
export type TokenForm = (typeof TOKEN_FORMS)[number];

/** The subscriber a link is for, and the slot of the issue that carried it; null for any other email. */
export interface TokenSubject {
  subscriberId: number;
  slot: string | null;
}

export interface VerifiedToken extends TokenSubject {
  token: string;
}

export interface TokenSigner {
  /** Signs a URL-safe token; deterministic for a subject and a form. */
  sign(token: TokenSubject & { purpose: TokenPurpose; form?: TokenForm }): string;
  /** Null if malformed, altered or for another purpose. Undoes what email programs do to URLs: see `readTokens`. */
  verify(purpose: TokenPurpose, text: string): VerifiedToken | null;
}

const SUBJECT_BYTES = 8;
const MAC_BYTES = 16;

/** Prefixed to a base32 token's subject and signed with it, so that neither form can be turned into the other. */
const VERSION = Buffer.of(1);

export const TOKEN_LENGTHS: Readonly<Record<TokenForm, number>> = {
  base64url: ((SUBJECT_BYTES + MAC_BYTES) / 3) * 4,
  base32: TOKEN_LENGTH,
};

const MAX_SUBSCRIBER_ID = 2 ** 40 - 1;
const WEEK_RADIX = 64;

/**
 * Signs and verifies the tokens of emailed links. They are stateless and never expire, so links in old emails, or
 * from before a restore, still work: HMAC-SHA256 truncated to 128 bits (RFC 2104, section 5), with a key for each
 * purpose (HKDF, RFC 5869).
 *
 * @param secrets The first signs, all verify: keep a retired secret for as long as its emails are around.
 */
export function createTokenSigner(secrets: readonly string[]): TokenSigner {
  const macFor = (purpose: TokenPurpose) =>
    createKeyedHash({ secrets, use: `token ${purpose}`, bytes: MAC_BYTES });
  const macs = { unsubscribe: macFor('unsubscribe'), preferences: macFor('preferences') };
  return {
    sign({ purpose, form = 'base32', ...subject }) {
      const plain = encodeSubject(subject);
      if (form === 'base64url') return withMac(plain, macs[purpose]).toString('base64url');
      return encodeToken(withMac(Buffer.concat([VERSION, plain]), macs[purpose]));
    },
    verify(purpose, text) {
      for (const found of readTokens(text, { legacyLength: TOKEN_LENGTHS.base64url })) {
        const plain = verifiedSubject(found, macs[purpose]);
        if (plain !== null) return { token: found.token, ...decodeSubject(plain) };
      }
      return null;
    },
  };
}

function verifiedSubject({ token, isLegacy }: FoundToken, mac: KeyedHash): Buffer | null {
  const bytes = isLegacy ? Buffer.from(token, 'base64url') : decodeToken(token);
  const start = isLegacy ? 0 : VERSION.length;
  const end = start + SUBJECT_BYTES;
  if (!bytes.subarray(0, start).equals(VERSION.subarray(0, start))) return null;
  const isSigned = mac.verify(bytes.subarray(0, end), bytes.subarray(end));
  return isSigned ? bytes.subarray(start, end) : null;
}

function withMac(plain: Buffer, mac: KeyedHash): Buffer {
  return Buffer.concat([plain, mac.hash(plain)]);
}

/** No slot: there is no week 0. */
const NO_SLOT = 0;

function encodeSubject({ subscriberId, slot }: TokenSubject): Buffer {
  if (!Number.isInteger(subscriberId) || subscriberId < 0 || subscriberId > MAX_SUBSCRIBER_ID) {
    throw new RangeError(`${subscriberId} is no subscriber's id.`);
  }
  const bytes = Buffer.alloc(SUBJECT_BYTES);
  bytes.writeUIntBE(subscriberId, 0, 5);
  bytes.writeUIntBE(slot === null ? NO_SLOT : weekOf(slot), 5, 3);
  return bytes;
}

function weekOf(slot: string): number {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(slot) ?? [];
  if (year === undefined || Number(week) >= WEEK_RADIX) throw new RangeError(`${slot} is no slot.`);
  return Number(year) * WEEK_RADIX + Number(week);
}

function decodeSubject(bytes: Buffer): TokenSubject {
  const subscriberId = bytes.readUIntBE(0, 5);
  const slot = bytes.readUIntBE(5, 3);
  if (slot === NO_SLOT) return { subscriberId, slot: null };
  const [year, week] = [Math.floor(slot / WEEK_RADIX), slot % WEEK_RADIX];
  return { subscriberId, slot: `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}` };
}
