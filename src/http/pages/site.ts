import type { Newsletter } from '../../issues/newsletter.ts';
import { DEFAULT_LOOK, type Look } from '../../look/look.ts';

export interface SiteDeps {
  newsletter: Newsletter;
  timezone: string;
  /** Other origins whose pages may submit the sign-up form and be redirected to. */
  allowedOrigins: readonly string[];
  /** The owner's look in force; by default, the standard one. */
  look?: () => Look;
}

export interface Site extends Required<SiteDeps> {
  /** A link between our pages, without a host, so that it works under any host name. */
  path(route: `/${string}`): string;
  /** An absolute URL, for feeds and anything else that leaves the page. */
  url(route: `/${string}`): string;
}

/** `PUBLIC_URL` may have a path: links include it, routes do not. */
export function createSite({
  newsletter,
  timezone,
  allowedOrigins,
  look = () => DEFAULT_LOOK,
}: SiteDeps): Site {
  const { publicUrl } = newsletter;
  const folder = new URL(publicUrl).pathname.replace(/\/+$/, '');
  return {
    newsletter,
    timezone,
    allowedOrigins,
    look,
    path: (route) => folder + route,
    url: (route) => publicUrl + route,
  };
}
