import type { Newsletter } from '../../issues/newsletter.ts';

export interface SiteDeps {
  newsletter: Newsletter;
  /** The time zone in which pages tell dates. */
  timezone: string;
  /** Origins of the site's own pages, beside ours, that may send the sign-up form and be led to by it. */
  allowedOrigins: readonly string[];
}

/** The public pages as a whole: whose they are, and where they are reached. */
export interface Site extends SiteDeps {
  /** A link from one of our pages to another: without a host, so that it works by whatever name the program is reached. */
  path(route: `/${string}`): string;
  /** The same as an address for the world: in feeds, and wherever it leaves the page. */
  url(route: `/${string}`): string;
}

/** `PUBLIC_URL` may have a path of its own: links carry it, routes do not. */
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
