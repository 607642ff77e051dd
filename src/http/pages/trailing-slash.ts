import type { MiddlewareHandler } from 'hono';
import type { Site } from './site.ts';

/** Only characters of our routes: nothing that a browser could take for another host. */
const SLASHED = /^((?:\/[\w.~-]+)+)\/$/;

/**
 * Removes a trailing slash. Hono's own middleware redirects to the requested host, which behind a proxy is not ours.
 */
export function withoutTrailingSlash(site: Site): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { method, path, url } = context.req;
    const [, route] = SLASHED.exec(path) ?? [];
    if (route === undefined || context.res.status !== 404 || !(method === 'GET' || method === 'HEAD')) return;
    const location = site.path(route as `/${string}`) + new URL(url).search;
    context.res = context.redirect(location, 301);
  };
}
