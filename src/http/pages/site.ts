import type { Newsletter } from '../../issues/newsletter.ts';
import { DEFAULT_LOOK, type Look } from '../../look/look.ts';

export interface SiteDeps {
  /** Read at each use, like the time zone: an owner may change them while the program runs. */
  newsletter: Newsletter;
  timezone: string;
  /** Other origins whose pages may submit the sign-up form and be redirected to. */
  allowedOrigins: readonly string[];
  /** Mail stays in the studio's test mailbox, and only this machine can open our pages: people find their mail there. */
  hasTestMailbox?: boolean;
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
export function createSite(deps: SiteDeps): Site {
  const { allowedOrigins, hasTestMailbox = false, look = () => DEFAULT_LOOK } = deps;
  // Fixed by the environment.
  const { publicUrl } = deps.newsletter;
  const folder = new URL(publicUrl).pathname.replace(/\/+$/, '');
  return {
    get newsletter() {
      return deps.newsletter;
    },
    get timezone() {
      return deps.timezone;
    },
    allowedOrigins,
    hasTestMailbox,
    look,
    path: (route) => folder + route,
    url: (route) => publicUrl + route,
  };
}
