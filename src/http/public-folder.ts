import type { Hono } from 'hono';
import { getPath } from 'hono/utils/url';

/** The path of `PUBLIC_URL`, which a proxy may pass on or take away. */
export interface PublicFolder {
  /** The route of a request: its path without that of `PUBLIC_URL`. */
  routeOf(request: Request): string;
  /** Whether routes are also found behind that path, so that links which carry it work without a proxy. */
  isServed(): boolean;
}

/**
 * Where a route of ours begins like the path of `PUBLIC_URL`, only the proxy can tell which of the two is meant, so it must
 * take the path away.
 *
 * @param routesOf All routes; they are asked for when there is a request.
 */
export function createPublicFolder(publicUrl: string, routesOf: () => Hono['routes']): PublicFolder {
  const folder = getPath(new Request(publicUrl)).replace(/\/+$/, '');
  const [, first] = folder.split('/');
  const isServed = () => folder === '' || routesOf().every((route) => route.path.split('/')[1] !== first);
  return {
    isServed,
    routeOf(request) {
      const path = getPath(request);
      // Email programs may change the case of a link.
      const isInside = folder !== '' && `${path}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase());
      return isInside && isServed() ? path.slice(folder.length) || '/' : path;
    },
  };
}
