import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { StudioEnv } from './studio-deps.ts';

/**
 * The name by https: browsers take it from this host alone, by https, so that no other host of the domain can set it (RFC
 * 6265bis, section 4.1.3.2). It needs `Path=/`, also where `PUBLIC_URL` has a path: other programs of the same host could
 * reach below that path anyway, with scripts of their own.
 */
const HOST_NAME = '__Host-studio-session';

/** The name by plain http, on the machine itself. */
const PLAIN_NAME = 'studio-session';

/** What the request carries that may be a session's secret. */
export function readCookies(context: Context<StudioEnv>, isSecure: boolean): string[] {
  const names = isSecure && !context.var.isLocal ? [HOST_NAME] : [HOST_NAME, PLAIN_NAME];
  return names.map((name) => getCookie(context, name)).filter((value) => value !== undefined);
}

/** Gives the browser the secret of a session. Its scripts never see it, and no other site's requests bring it along. */
export function writeCookie(
  context: Context<StudioEnv>,
  { value, isSecure, maxAge }: { value: string; isSecure: boolean; maxAge: number },
): void {
  const { name, ...attributes } = formOf(context, isSecure);
  setCookie(context, name, value, { ...attributes, maxAge });
}

export function clearCookie(context: Context<StudioEnv>, isSecure: boolean): void {
  const { name, ...attributes } = formOf(context, isSecure);
  deleteCookie(context, name, attributes);
}

/** A browser that says that its page came by plain http, from this machine, would not keep a cookie for https. */
function formOf(context: Context<StudioEnv>, isSecure: boolean) {
  const byHttps = isSecure && !(context.req.header('origin')?.startsWith('http:') ?? false);
  const common = { httpOnly: true, sameSite: 'Strict', secure: byHttps } as const;
  return byHttps
    ? { name: HOST_NAME, path: '/', ...common }
    : { name: PLAIN_NAME, path: context.var.path('/studio'), ...common };
}
