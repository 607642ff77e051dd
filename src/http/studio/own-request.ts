import type { Context } from 'hono';
import type { Visit } from './studio-visit.ts';

/**
 * Whether a request comes from our own pages, or is a person's own visit. What browsers say of it decides: `Origin`,
 * which they send with everything but plain reading, and `Sec-Fetch-Site` (Fetch Metadata Request Headers). Reading
 * from elsewhere is a link that somebody followed, and nothing else.
 */
export function isOwnRequest(context: Context, { origins }: Pick<Visit, 'origins'>): boolean {
  const given = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  const isReading = context.req.method === 'GET' || context.req.method === 'HEAD';
  if (given !== undefined && !origins.includes(given)) return false;
  if (!isReading) return given !== undefined && (site === undefined || site === 'same-origin');
  return site === undefined || site === 'same-origin' || site === 'none' || isFollowedLink(context);
}

function isFollowedLink({ req }: Context): boolean {
  return req.header('sec-fetch-mode') === 'navigate' && req.header('sec-fetch-dest') === 'document';
}
