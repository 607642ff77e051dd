import type { Context } from 'hono';
import type { Visit } from './studio-visit.ts';

/**
 * Whether a request comes from our own pages or from the visitor directly, by `Origin` (sent with everything but
 * plain reads) and `Sec-Fetch-Site` (Fetch Metadata Request Headers). Reads from another site must be links that
 * someone followed. Behind a proxy that adds `Referrer-Policy: no-referrer`, browsers send `Origin: null` with our
 * forms, and `Sec-Fetch-Site` alone decides.
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

/**
 * Whether a visitor followed a link on another site. Such a request lacks our cookies (`SameSite=Strict`); the same page
 * loaded once more has them.
 */
export function isCrossSiteGet({ req }: Context): boolean {
  return req.method === 'GET' && req.header('sec-fetch-site') === 'cross-site';
}
