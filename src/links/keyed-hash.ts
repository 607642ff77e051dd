import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveSubkey } from './derived-key.ts';

export interface KeyedHash {
  hash(data: string | Buffer): Buffer;
  /** The hashes under every secret, the first secret's first. */
  hashAll(data: string | Buffer): Buffer[];
  /** Whether this is the hash under any secret, compared in constant time. */
  verify(data: string | Buffer, given: Buffer): boolean;
}

interface KeyedHashOptions {
  secrets: readonly string[];
  /** A hash for one use is not valid for another. */
  use: string;
  /** The length that the hash is cut to (RFC 2104, section 5). */
  bytes?: number;
}

/** HMAC-SHA256 with secrets that can be replaced: the first signs, all verify. */
export function createKeyedHash({ secrets, use, bytes = 32 }: KeyedHashOptions): KeyedHash {
  const keys = secrets.map((secret) => deriveSubkey(secret, use));
  const hashWith = (key: Buffer, data: string | Buffer) =>
    createHmac('sha256', key).update(data).digest().subarray(0, bytes);
  return {
    hash(data) {
      const [current] = keys;
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      return hashWith(current, data);
    },
    hashAll: (data) => keys.map((key) => hashWith(key, data)),
    verify: (data, given) =>
      given.length === bytes && keys.some((key) => timingSafeEqual(hashWith(key, data), given)),
  };
}
