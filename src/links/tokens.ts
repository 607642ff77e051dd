import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './derived-key.ts';
import { type FoundToken, fromToken, readTokens, TOKEN_LENGTH, toToken } from './token-text.ts';

/** What a link may do. A token of one purpose is worth nothing for another. */
export type TokenPurpose = 'unsubscribe' | 'preferences';

/**
 * How tokens are written: `base32` since case no longer matters, `base64url` before. An issue keeps the form that it was frozen
 * with, because a batch that was attempted must be handed over again byte for byte.
 */
export const TOKEN_FORMS = ['base64url', 'base32'] as const;
export type TokenForm = (typeof TOKEN_FORMS)[number];

/** Whom a link is for, and the slot of the issue that carried it; null where another email did. */
export interface TokenSubject {
  subscriberId: number;
  slot: string | null;
}

/** What a token says, and the token in the spelling in which it was made. */
export interface VerifiedToken extends TokenSubject {
  token: string;
}

export interface TokenSigner {
  /** A token that needs no escaping in a URL. The same subject always gets the same token in the same form. */
  sign(token: TokenSubject & { purpose: TokenPurpose; form?: TokenForm }): string;
  /**
   * Whom a token is for, whatever email programs did to it: see `readTokens`. Null for one that is malformed, altered or of
   * another purpose.
   */
  verify(purpose: TokenPurpose, text: string): VerifiedToken | null;
}

const SUBJECT_BYTES = 8;
const MAC_BYTES = 16;

/** Stands before the subject of a token in base32, and is signed with it, so that neither form can be made of the other. */
const VERSION = Buffer.of(1);

/** Characters of a token in each form. */
export const TOKEN_LENGTHS: Readonly<Record<TokenForm, number>> = {
  base64url: ((SUBJECT_BYTES + MAC_BYTES) / 3) * 4,
  base32: TOKEN_LENGTH,
};

const HIGHEST_ID = 2 ** 40 - 1;
const WEEKS = 64;

/**
 * Signs and verifies the tokens of links in emails. They are stateless and never expire, so that a link works in an email
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
    sign({ purpose, form = 'base32', ...subject }) {
      const [current] = keys[purpose];
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      const plain = toBytes(subject);
      if (form === 'base64url') return signed(plain, current).toString('base64url');
      return toToken(signed(Buffer.concat([VERSION, plain]), current));
    },
    verify(purpose, text) {
      for (const found of readTokens(text, { earlierLength: TOKEN_LENGTHS.base64url })) {
        const plain = plainIn(found, keys[purpose]);
        if (plain !== null) return { token: found.token, ...fromBytes(plain) };
      }
      return null;
    },
  };
}

/** The subject's bytes of a token; null where none of the keys signed it. */
function plainIn({ token, isEarlier }: FoundToken, keys: readonly Buffer[]): Buffer | null {
  const bytes = isEarlier ? Buffer.from(token, 'base64url') : fromToken(token);
  const start = isEarlier ? 0 : VERSION.length;
  const end = start + SUBJECT_BYTES;
  if (!bytes.subarray(0, start).equals(VERSION.subarray(0, start))) return null;
  const mac = bytes.subarray(end);
  const isSigned = keys.some((key) => timingSafeEqual(macOf(bytes.subarray(0, end), key), mac));
  return isSigned ? bytes.subarray(start, end) : null;
}

function signed(plain: Buffer, key: Buffer): Buffer {
  return Buffer.concat([plain, macOf(plain, key)]);
}

function keyFor(purpose: TokenPurpose, secret: string): Buffer {
  return derivedKey(secret, `token ${purpose}`);
}

function macOf(plain: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(plain).digest().subarray(0, MAC_BYTES);
}

/** Stands for no slot: there is no week 0. */
const NO_SLOT = 0;

function toBytes({ subscriberId, slot }: TokenSubject): Buffer {
  if (!Number.isInteger(subscriberId) || subscriberId < 0 || subscriberId > HIGHEST_ID) {
    throw new RangeError(`${subscriberId} is no subscriber's id.`);
  }
  const bytes = Buffer.alloc(SUBJECT_BYTES);
  bytes.writeUIntBE(subscriberId, 0, 5);
  bytes.writeUIntBE(slot === null ? NO_SLOT : weekOf(slot), 5, 3);
  return bytes;
}

function weekOf(slot: string): number {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(slot) ?? [];
  if (year === undefined || Number(week) >= WEEKS) throw new RangeError(`${slot} is no slot.`);
  return Number(year) * WEEKS + Number(week);
}

function fromBytes(bytes: Buffer): TokenSubject {
  const subscriberId = bytes.readUIntBE(0, 5);
  const slot = bytes.readUIntBE(5, 3);
  if (slot === NO_SLOT) return { subscriberId, slot: null };
  const [year, week] = [Math.floor(slot / WEEKS), slot % WEEKS];
  return { subscriberId, slot: `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}` };
}
