import type { MiddlewareHandler } from 'hono';
import type { Site } from './site.ts';

/** Only what our routes are made of: nothing that a browser could take for another host. */
const SLASHED = /^((?:\/[\w.~-]+)+)\/$/;

/**
 * Leads from an address with a slash too many to the one without it. The library's own way names the host that the
 * request named, which behind a proxy is not ours.
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
