import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Site } from './site.ts';

const NONE = ["'none'"];
const SELF = ["'self'"];

/**
 * What an answer says to browsers, unless it says otherwise itself: a page may load our own style sheet and images,
 * send forms to us, and nothing else; it runs no script and stands in no frame.
 */
export function securityHeaders({ newsletter: { publicUrl }, allowedOrigins }: Site): MiddlewareHandler {
  const setHeaders = secureHeaders({
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: NONE,
      styleSrc: SELF,
      imgSrc: SELF,
      formAction: SELF,
      baseUri: NONE,
      frameAncestors: NONE,
    },
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
    referrerPolicy: 'strict-origin-when-cross-origin',
    // For this host alone: what the operator's other hosts do is not ours to decide.
    strictTransportSecurity: publicUrl.startsWith('https:') && 'max-age=31536000',
    xFrameOptions: 'DENY',
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  return async (context, next) => {
    await setHeaders(context, next);
    keepAway(context);
    if (context.get('isFramedWithForms') && allowedOrigins.length > 0) letFrame(context, allowedOrigins);
  };
}

/**
 * What says nothing of caches is kept by none of them. JSON about what a caller sent is saved by a browser rather than shown:
 * its own words could otherwise be made to look like a page of ours.
 */
function keepAway({ req: { method }, res: { headers } }: Context): void {
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  const isReading = method === 'GET' || method === 'HEAD';
  const isJson = headers.get('Content-Type')?.includes('json') === true;
  if (isJson && !isReading && !headers.has('Content-Disposition'))
    headers.set('Content-Disposition', 'attachment; filename="answer.json"');
}

declare module 'hono' {
  interface ContextVariableMap {
    /** It answers a form, which may stand in a frame of a listed site. */
    isFramedWithForms: boolean | undefined;
  }
}

/**
 * For the answers of the sign-up form: a form without its script may stand in a frame that a site builder made, and its answer
 * comes there. Pages of `ALLOWED_ORIGINS` may frame it, and no others.
 */
export const framedWithForms: MiddlewareHandler = async (context, next) => {
  context.set('isFramedWithForms', true);
  await next();
};

/** `X-Frame-Options` can name no other site (RFC 7034, section 2.1), so it goes. */
function letFrame({ res }: Context, origins: readonly string[]): void {
  const policy = res.headers.get('Content-Security-Policy') ?? '';
  res.headers.set(
    'Content-Security-Policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${origins.join(' ')}`),
  );
  res.headers.delete('X-Frame-Options');
}

/** For a page that anybody may keep for a while: short, so that what an editor takes back is soon gone. */
export const PUBLIC_PAGE = { 'Cache-Control': 'public, max-age=300' } as const;

/** For a page whose address holds a token: nobody keeps it, finds it, or learns its address from a link on it. */
export const TOKEN_PAGE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
} as const;

/** For a page with a script of ours, which may ask us, and nobody else. */
export const SCRIPTED_PAGE = {
  ...PUBLIC_PAGE,
  'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** The same, with a script of ours that proves something before the page's form is sent. */
export const SCRIPTED_TOKEN_PAGE = {
  ...TOKEN_PAGE,
  'Content-Security-Policy': SCRIPTED_PAGE['Content-Security-Policy'],
} as const;

/**
 * For a form that is shown again. Without a referrer, browsers would send it with `Origin: null`, which is refused; and
 * where it leads to a page elsewhere, some of them hold that page, too, to the places to which forms may go.
 */
export function formPage({ leadsTo, isScripted }: { leadsTo: string | null; isScripted: boolean }) {
  const formAction = leadsTo === null ? "'self'" : `'self' ${new URL(leadsTo).origin}`;
  const script = isScripted ? "script-src 'self'; connect-src 'self'; " : '';
  return {
    ...TOKEN_PAGE,
    'Referrer-Policy': 'same-origin',
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src 'self'; ${script}form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
  };
}

/** For the web view of an issue, which brings its style along as mails do: no script, no request, no form. */
export const ISSUE_PAGE = {
  ...PUBLIC_PAGE,
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
} as const;
