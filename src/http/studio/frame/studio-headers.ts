import type { MiddlewareHandler } from 'hono';

const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * For a mail in a frame of our own pages: it brings its style along, runs no script, loads nothing and sends nothing.
 * Our page may look into it, to keep its place when it is loaded anew.
 */
export const FRAMED_EMAIL_HEADERS = {
  'Content-Security-Policy':
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  'X-Frame-Options': 'SAMEORIGIN',
} as const;

/**
 * What every answer of the studio says to browsers, unless it says otherwise itself. Its own scripts run and nothing else.
 * The referrer is for our own pages alone: with `no-referrer`, browsers would send their forms with `Origin: null`.
 */
export function studioHeaders(): MiddlewareHandler {
  const headers = {
    'Content-Security-Policy': PAGE_POLICY,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex',
  };
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}
