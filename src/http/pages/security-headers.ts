import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Site } from './site.ts';

const NONE = ["'none'"];
const SELF = ["'self'"];

/** Defaults that a response may override: a page may load our own styles and images, and submit forms to us only. */
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
    // Without subdomains: the operator's other hosts are not ours to decide about.
    strictTransportSecurity: publicUrl.startsWith('https:') && 'max-age=31536000',
    xFrameOptions: 'DENY',
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  return async (context, next) => {
    await setHeaders(context, next);
    setCachingDefaults(context);
    if (context.get('isFramedWithForms') && allowedOrigins.length > 0)
      allowFrameAncestors(context, allowedOrigins);
  };
}

/** Not cached by default. JSON that echoes a caller's words is downloaded, so it cannot pass for a page of ours. */
function setCachingDefaults({ req: { method }, res: { headers } }: Context): void {
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  const isReading = method === 'GET' || method === 'HEAD';
  const isJson = headers.get('Content-Type')?.includes('json') === true;
  if (isJson && !isReading && !headers.has('Content-Disposition'))
    headers.set('Content-Disposition', 'attachment; filename="answer.json"');
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Answers a form that may be in a frame on a listed site. */
    isFramedWithForms: boolean | undefined;
  }
}

/** Site builders may frame the sign-up form, and then its response too; only pages of `ALLOWED_ORIGINS` may do so. */
export const allowFraming: MiddlewareHandler = async (context, next) => {
  context.set('isFramedWithForms', true);
  await next();
};

/** `X-Frame-Options` cannot name other sites (RFC 7034, section 2.1), so it is removed. */
function allowFrameAncestors({ res }: Context, origins: readonly string[]): void {
  const policy = res.headers.get('Content-Security-Policy') ?? '';
  res.headers.set(
    'Content-Security-Policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${origins.join(' ')}`),
  );
  res.headers.delete('X-Frame-Options');
}

/**
 * For pages that are the same for everyone, so that a CDN can answer for us. Short, so that a withdrawn issue disappears
 * soon; afterwards the entity tag is compared.
 */
export const PUBLIC_PAGE = { 'Cache-Control': 'public, max-age=300, s-maxage=600' } as const;

/** For pages whose URL contains a token: not cached, not indexed, and never sent as a referrer. */
export const TOKEN_PAGE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
} as const;

/** For pages with a script of ours, which may only contact us. */
export const SCRIPTED_PAGE = {
  ...PUBLIC_PAGE,
  'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** For token pages whose form a script of ours has to prove. */
export const SCRIPTED_TOKEN_PAGE = {
  ...TOKEN_PAGE,
  'Content-Security-Policy': SCRIPTED_PAGE['Content-Security-Policy'],
} as const;

/**
 * For a form that is shown again. With `no-referrer`, browsers would submit it with `Origin: null`, which is rejected;
 * and some browsers apply `form-action` to the page that the form redirects to as well.
 */
export function formPage({ redirectTo, isScripted }: { redirectTo: string | null; isScripted: boolean }) {
  const formAction = redirectTo === null ? "'self'" : `'self' ${new URL(redirectTo).origin}`;
  const script = isScripted ? "script-src 'self'; connect-src 'self'; " : '';
  return {
    ...TOKEN_PAGE,
    'Referrer-Policy': 'same-origin',
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src 'self'; ${script}form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
  };
}

/** For an issue as it was emailed, which has inline styles: no script, no request, no form. */
export const EMAIL_PAGE = {
  ...PUBLIC_PAGE,
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
} as const;
