import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { StudioEnv } from '../frame/studio-env.ts';

/** What a browser keeps for us: the secret of its session, and that it signed in once (see `known-browser.ts`). */
export type StudioCookie = 'session' | 'browser';

/**
 * The name by https: browsers take it from this host alone, by https, so that no other host of the domain can set it (RFC
 * 6265bis, section 4.1.3.2). It needs `Path=/`, also where `PUBLIC_URL` has a path: other programs of the same host could
 * reach below that path anyway, with scripts of their own.
 */
const hostPrefixedName = (cookie: StudioCookie) => `__Host-studio-${cookie}`;

/** The name by plain http, on the machine itself. */
const plainName = (cookie: StudioCookie) => `studio-${cookie}`;

/** The values of a cookie that the request carries, from the better name to the worse. */
export function readCookies(
  context: Context<StudioEnv>,
  { cookie, isSecure }: { cookie: StudioCookie; isSecure: boolean },
): string[] {
  const names =
    isSecure && !context.var.isLocal
      ? [hostPrefixedName(cookie)]
      : [hostPrefixedName(cookie), plainName(cookie)];
  return names.map((name) => getCookie(context, name)).filter((value) => value !== undefined);
}

interface CookieOptions {
  cookie: StudioCookie;
  value: string;
  isSecure: boolean;
  /** In milliseconds. */
  lifetime: number;
}

/** Gives the browser a cookie. Its scripts never see it, and no other site's requests bring it along. */
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

/** A browser that says that its page came by plain http, from this machine, would not keep a cookie for https. */
function cookieAttributes(
  context: Context<StudioEnv>,
  { cookie, isSecure }: Pick<CookieOptions, 'cookie' | 'isSecure'>,
) {
  const byHttps = isSecure && !(context.req.header('origin')?.startsWith('http:') ?? false);
  const common = { httpOnly: true, sameSite: 'Strict', secure: byHttps } as const;
  return byHttps
    ? { name: hostPrefixedName(cookie), path: '/', ...common }
    : { name: plainName(cookie), path: context.var.path('/studio'), ...common };
}
