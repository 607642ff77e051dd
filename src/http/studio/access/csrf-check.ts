import type { Context } from 'hono';
import type { Visit } from './studio-visit.ts';

/**
 * Whether a request comes from our own pages or directly from the visitor, by `Origin` and `Sec-Fetch-Site` (Fetch
 * Metadata Request Headers). From other sites, only links are allowed. Behind a proxy that adds `Referrer-Policy:
 * no-referrer`, browsers send our forms with `Origin: null`, and `Sec-Fetch-Site` alone decides.
 */
export function passesCsrfCheck(context: Context, { origins }: Pick<Visit, 'origins'>): boolean {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  const isReading = context.req.method === 'GET' || context.req.method === 'HEAD';
  const isHidden = origin === 'null' && site === 'same-origin';
  if (origin !== undefined && !isHidden && !origins.includes(origin)) return false;
  if (!isReading) return origin !== undefined && (site === undefined || site === 'same-origin');
  return site === undefined || site === 'same-origin' || site === 'none' || isFollowedLink(context);
}

function isFollowedLink({ req }: Context): boolean {
  return req.header('sec-fetch-mode') === 'navigate' && req.header('sec-fetch-dest') === 'document';
}

/** A link on another site: the request lacks our cookies (`SameSite=Strict`), but a reload brings them. */
export function isCrossSiteGet({ req }: Context): boolean {
  return req.method === 'GET' && req.header('sec-fetch-site') === 'cross-site';
}
