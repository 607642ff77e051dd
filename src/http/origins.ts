import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Site } from './pages/site.ts';
import type { Problem } from './problem.ts';

/** For how long a browser need not ask again whether it may send JSON, in seconds. */
const PREFLIGHT_AGE = 600;

/**
 * Lets scripts on pages of the listed origins send a sign-up and read the answer (CORS, of the Fetch standard): those are
 * named one by one, and no credentials go along. An OPTIONS that asks for no such permission is none of its business.
 */
export function shareWithSites({ allowedOrigins }: Site): MiddlewareHandler {
  const share = cors({
    origin: [...allowedOrigins],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Content-Type'],
    exposeHeaders: ['Retry-After'],
    maxAge: PREFLIGHT_AGE,
  });
  return async (context, next) => {
    const { method } = context.req;
    const isPreflight = context.req.header('access-control-request-method') !== undefined;
    return method === 'OPTIONS' && !isPreflight ? next() : share(context, next);
  };
}

/** Whose pages may send forms to us: see {@link createOriginCheck}. */
export interface OriginCheck {
  /** The origin of a page that may not send a form, as its browser says it; null for any page that may. */
  strangerIn(context: Context): string | null;
}

/**
 * Tells the form of a page that is neither ours nor of a listed origin. It only slows down: a client that is no browser says
 * what it likes, or nothing, and is let pass. Never to be used where a token is the authority: mailbox providers send any origin.
 *
 * @param onStranger Told of each.
 */
export function createOriginCheck(
  site: Site,
  { onStranger = () => undefined }: { onStranger?: ((origin: string) => void) | undefined } = {},
): OriginCheck {
  const known = new Set([new URL(site.newsletter.publicUrl).origin, ...site.allowedOrigins]);
  return {
    strangerIn: (context) => {
      const origin = context.req.header('origin');
      if (origin === undefined || known.has(origin) || isOwn(context, origin)) return null;
      onStranger(originOf(origin)?.origin ?? 'null');
      return origin;
    },
  };
}

/** What a program is told whose page is not known here: its developer can do something about it. */
export function unknownOrigin(origin: string): Problem {
  return {
    status: 403,
    title: 'The page with this form is not known here',
    detail: origin === 'null' ? HIDDEN : unlisted(origin),
  };
}

/** A browser's word that the page is the same host's as the form's address; old browsers tell only the host. */
function isOwn(context: Context, origin: string): boolean {
  if (context.req.header('sec-fetch-site') === 'same-origin') return true;
  return originOf(origin)?.host === new URL(context.req.url).host;
}

const HIDDEN =
  'It does not say where it comes from (Origin: null). Whoever runs it gives it a Referrer-Policy other than no-referrer, takes it out of its sandboxed frame, or serves it instead of opening it as a file.';

const unlisted = (origin: string) =>
  `Whoever runs this newsletter adds ${originOf(origin)?.origin ?? 'its origin'} to ALLOWED_ORIGINS.`;

function originOf(text: string): URL | null {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
