import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock } from '../../clock.ts';
import { derivedKey } from '../../subscribers/derived-key.ts';
import type { StudioEnv } from './studio-deps.ts';

const NAME = 'studio-session';
const HOUR = 3_600_000;

/** How long a session lasts without a visit, in milliseconds. */
const LASTS = 12 * HOUR;

/** A session that is older is made anew, in milliseconds. */
const RENEWED_AFTER = HOUR;

const SESSION = /^([0-9a-z]{1,11})\.([\w-]{43})$/;

export interface Sessions {
  isPassword(given: string): boolean;
  /** Whether the request carries a session. A session that is used goes on. */
  check(context: Context<StudioEnv>): boolean;
  begin(context: Context<StudioEnv>): void;
  end(context: Context<StudioEnv>): void;
}

export interface SessionTerms {
  password: string;
  /** The first signs, all verify. */
  secrets: readonly string[];
  isSecure: boolean;
  clock: Clock;
}

/**
 * Sessions that are kept by the browser alone: the instant of their beginning, signed (HMAC-SHA256) under a key of the
 * signing secret and the password, so that another password ends them all.
 */
export function createSessions({ password, secrets, isSecure, clock }: SessionTerms): Sessions {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const known = digest(password);
  const keys = secrets.map((secret) => derivedKey(secret, `studio session ${known.toString('hex')}`));
  const [current] = keys;
  if (current === undefined) throw new RangeError('There is no secret to sign with.');
  const macOf = (begun: string, key: Buffer) => createHmac('sha256', key).update(begun).digest();

  const begin = (context: Context<StudioEnv>) => {
    const begun = clock.now().toString(36);
    const value = `${begun}.${macOf(begun, current).toString('base64url')}`;
    setCookie(context, NAME, value, { ...attributes(context), maxAge: LASTS / 1000 });
  };
  const attributes = (context: Context<StudioEnv>) =>
    ({
      path: context.var.path('/studio'),
      httpOnly: true,
      sameSite: 'Strict',
      secure: isSecure,
    }) as const;
  return {
    begin,
    isPassword: (given) => timingSafeEqual(digest(given), known),
    check(context) {
      const [, begun, mac] = SESSION.exec(getCookie(context, NAME) ?? '') ?? [];
      if (begun === undefined || mac === undefined) return false;
      const given = Buffer.from(mac, 'base64url');
      const isOurs = keys.some((key) => timingSafeEqual(macOf(begun, key), given));
      const age = clock.now() - Number.parseInt(begun, 36);
      if (!isOurs || age >= LASTS) return false;
      if (age > RENEWED_AFTER) begin(context);
      return true;
    },
    end: (context) => {
      deleteCookie(context, NAME, attributes(context));
    },
  };
}
