import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Site } from './pages/site.ts';
import type { Problem } from './problem.ts';

/** How long a browser may cache a preflight response, in seconds. */
const PREFLIGHT_AGE = 600;

/** Lets scripts on pages of the listed origins sign people up and read the response (CORS), without credentials. */
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

/** Which pages may submit forms to us: see {@link createOriginCheck}. */
export interface OriginCheck {
  /** The origin of a page that may not submit a form; null if it may. */
  foreignOrigin(context: Context): string | null;
}

/**
 * Detects forms submitted from a page that is neither ours nor of a listed origin. A mere speed bump: a client other
 * than a browser can send any origin or none, and none is accepted. Never use it where a token is the authority:
 * mailbox providers send arbitrary origins.
 *
 * @param onForeignOrigin Called with each such origin.
 */
export function createOriginCheck(
  site: Site,
  onForeignOrigin: (origin: string) => void = () => undefined,
): OriginCheck {
  const known = new Set([new URL(site.newsletter.publicUrl).origin, ...site.allowedOrigins]);
  return {
    foreignOrigin: (context) => {
      const origin = context.req.header('origin');
      if (origin === undefined || known.has(origin) || isSameOrigin(context, origin)) return null;
      onForeignOrigin(originOf(origin)?.origin ?? 'null');
      return origin;
    },
  };
}

/** The error for a program whose page's origin is not listed, written for its developer. */
export function unlistedOriginProblem(origin: string): Problem {
  return {
    status: 403,
    title: 'This form is on a page that we do not know',
    detail: origin === 'null' ? HIDDEN : unlisted(origin),
  };
}

/** Whether the browser says that page and form have the same host. Old browsers send only the origin. */
function isSameOrigin(context: Context, origin: string): boolean {
  if (context.req.header('sec-fetch-site') === 'same-origin') return true;
  return originOf(origin)?.host === new URL(context.req.url).host;
}

const HIDDEN =
  'It does not say where it comes from (Origin: null). If it is your page, give it a Referrer-Policy other than no-referrer, take it out of its sandboxed frame, or serve it instead of opening it as a file.';

const unlisted = (origin: string) =>
  `If you run this newsletter, add ${originOf(origin)?.origin ?? 'its origin'} to ALLOWED_ORIGINS.`;

function originOf(text: string): URL | null {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
