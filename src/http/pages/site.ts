import type { Newsletter } from '../../issues/newsletter.ts';

export interface SiteDeps {
  newsletter: Newsletter;
  timezone: string;
  /** Other origins whose pages may submit the sign-up form and be redirected to. */
  allowedOrigins: readonly string[];
}

export interface Site extends SiteDeps {
  /** A link between our pages, without a host, so that it works under any host name. */
  path(route: `/${string}`): string;
  /** An absolute URL, for feeds and anything else that leaves the page. */
  url(route: `/${string}`): string;
}

/** `PUBLIC_URL` may have a path: links include it, routes do not. */
export function createSite({ newsletter, timezone, allowedOrigins }: SiteDeps): Site {
  const { publicUrl } = newsletter;
  const folder = new URL(publicUrl).pathname.replace(/\/+$/, '');
  return {
    newsletter,
    timezone,
    allowedOrigins,
    path: (route) => folder + route,
    url: (route) => publicUrl + route,
  };
}
