import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { StudioEnv } from '../frame/studio-env.ts';

/** A session's secret, or the mark of a browser that has signed in before (see `known-browser.ts`). */
export type StudioCookie = 'session' | 'browser';

/**
 * Browsers accept this name only over https and from this host (RFC 6265bis, section 4.1.3.2). It requires `Path=/`,
 * even if `PUBLIC_URL` has a path; scripts of the same host could reach that path anyway.
 */
const hostPrefixedName = (cookie: StudioCookie) => `__Host-studio-${cookie}`;

/**
 * Over plain http on this machine. Cookies do not tell ports apart (RFC 6265, section 8.5), so the name does: two programs
 * on one machine would sign their editors out of each other.
 */
function plainName(context: Context<StudioEnv>, cookie: StudioCookie): string {
  const { port } = new URL(context.req.url);
  return port === '' ? `studio-${cookie}` : `studio-${cookie}-${port}`;
}

/** The values of a cookie in a request, the more trusted name first. */
export function readCookies(
  context: Context<StudioEnv>,
  { cookie, isSecure }: { cookie: StudioCookie; isSecure: boolean },
): string[] {
  const all = getCookie(context);
  const names =
    isSecure && !context.var.isLocal
      ? [hostPrefixedName(cookie)]
      : [hostPrefixedName(cookie), plainName(context, cookie), ...namesOfOthers(all, cookie)];
  return [...new Set(names)].map((name) => all[name]).filter((value) => value !== undefined);
}

/** Enough for every program that somebody runs on one machine; each is looked up in the database. */
const MAX_OTHERS = 10;

/** Those of other ports are not refused: the program may have had another port, or name, before a restart. */
function namesOfOthers(all: Readonly<Record<string, string>>, cookie: StudioCookie): string[] {
  return Object.keys(all)
    .filter((name) => name === `studio-${cookie}` || name.startsWith(`studio-${cookie}-`))
    .slice(0, MAX_OTHERS);
}

interface CookieOptions {
  cookie: StudioCookie;
  value: string;
  isSecure: boolean;
  /** In milliseconds. */
  lifetime: number;
}

/** Sets a cookie that scripts cannot read and other sites' requests do not carry. */
export function writeCookie(
  context: Context<StudioEnv>,
  { cookie, value, isSecure, lifetime }: CookieOptions,
): void {
  const { name, ...attributes } = cookieAttributes(context, { cookie, isSecure });
  setCookie(context, name, value, { ...attributes, maxAge: lifetime / 1000 });
}

export function clearCookie(
  context: Context<StudioEnv>,
  given: Pick<CookieOptions, 'cookie' | 'isSecure'>,
): void {
  const { name, ...attributes } = cookieAttributes(context, given);
  deleteCookie(context, name, attributes);
}

/** A browser whose page came over plain http would reject a secure cookie. */
function cookieAttributes(
  context: Context<StudioEnv>,
  { cookie, isSecure }: Pick<CookieOptions, 'cookie' | 'isSecure'>,
) {
  const byHttps = isSecure && !(context.req.header('origin')?.startsWith('http:') ?? false);
  const common = { httpOnly: true, sameSite: 'Strict', secure: byHttps } as const;
  return byHttps
    ? { name: hostPrefixedName(cookie), path: '/', ...common }
    : { name: plainName(context, cookie), path: context.var.path('/studio'), ...common };
}
