import type { Context } from 'hono';
import type { Visit } from './studio-visit.ts';

/**
 * Whether a request comes from our own pages, or is a person's own visit. What browsers say of it decides: `Origin`,
 * which they send with everything but plain reading, and `Sec-Fetch-Site` (Fetch Metadata Request Headers). Reading
 * from elsewhere is a link that somebody followed, and nothing else. Where a proxy adds `Referrer-Policy: no-referrer`,
 * browsers hide the origin of a form (`null`), and `Sec-Fetch-Site` alone says that it is ours.
 */
export function isOwnRequest(context: Context, { origins }: Pick<Visit, 'origins'>): boolean {
  const given = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  const isReading = context.req.method === 'GET' || context.req.method === 'HEAD';
  const isHidden = given === 'null' && site === 'same-origin';
  if (given !== undefined && !isHidden && !origins.includes(given)) return false;
  if (!isReading) return given !== undefined && (site === undefined || site === 'same-origin');
  return site === undefined || site === 'same-origin' || site === 'none' || isFollowedLink(context);
}

function isFollowedLink({ req }: Context): boolean {
  return req.header('sec-fetch-mode') === 'navigate' && req.header('sec-fetch-dest') === 'document';
}
