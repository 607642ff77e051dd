import { randomBytes } from 'node:crypto';
import { createKeyedHash } from '../../../links/keyed-hash.ts';
import { DAY_MS } from '../../../shared/durations.ts';

/**
 * Device cookies (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"): they outlive sessions and grant no
 * access, but a browser that has signed in once can try the password however often strangers guess wrong.
 */
export interface KnownBrowsers {
  /** The cookie value for a browser that has just signed in. */
  create(): string;
  /** The browser's id, by which its attempts are counted; null for a value we did not issue. */
  verify(value: string): string | null;
}

/** An editor who comes once a season is still known. */
export const KNOWN_BROWSER_LIFETIME_MS = 180 * DAY_MS;

const NAME_BYTES = 16;
const VALUE = /^([\w-]{22})\.([\w-]{43})$/;

/** @param secrets The first signs, all verify. */
export function createKnownBrowsers(secrets: readonly string[]): KnownBrowsers {
  const mac = createKeyedHash({ secrets, use: 'studio browser' });
  return {
    create() {
      const name = randomBytes(NAME_BYTES).toString('base64url');
      return `${name}.${mac.hash(name).toString('base64url')}`;
    },
    verify(value) {
      const [, name = '', given = ''] = VALUE.exec(value) ?? [];
      return name !== '' && mac.verify(name, Buffer.from(given, 'base64url')) ? name : null;
    },
  };
}
