import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../../../links/derived-key.ts';
import { DAY_MS } from '../../../shared/durations.ts';

/**
 * What a browser keeps that signed in once: the value of a cookie that outlives its sessions. It opens nothing, but lets the
 * password be tried however often strangers guess wrong, so that they cannot keep the editors out (OWASP, "Slow Down Online
 * Guessing Attacks with Device Cookies").
 */
export interface KnownBrowsers {
  /** The value for a browser that has just signed in. */
  create(): string;
  /** Names the browser, so that its own attempts can be counted; null for any value that we did not give out. */
  verify(value: string): string | null;
}

/** In milliseconds. An editor who comes once a season is still known. */
export const KNOWN_BROWSER_LIFETIME_MS = 180 * DAY_MS;

const NAME_BYTES = 16;
const VALUE = /^([\w-]{22})\.([\w-]{43})$/;

/** @param secrets The first signs, all verify. */
export function createKnownBrowsers(secrets: readonly string[]): KnownBrowsers {
  const keys = secrets.map((secret) => derivedKey(secret, 'studio browser'));
  return {
    create() {
      const [current] = keys;
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      const name = randomBytes(NAME_BYTES).toString('base64url');
      return `${name}.${hmac(name, current).toString('base64url')}`;
    },
    verify(value) {
      const [, name = '', given = ''] = VALUE.exec(value) ?? [];
      const mac = Buffer.from(given, 'base64url');
      return name !== '' && keys.some((key) => timingSafeEqual(hmac(name, key), mac)) ? name : null;
    },
  };
}

function hmac(name: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(name).digest();
}
