import type { Hono } from 'hono';
import { getPath } from 'hono/utils/url';

/** The path of `PUBLIC_URL`, which a proxy may strip or pass on. */
export interface BasePath {
  /** The request's path without that of `PUBLIC_URL`. */
  routeOf(request: Request): string;
  /** Whether routes also work below that path, so that links work without a proxy. */
  isServed(): boolean;
}

/**
 * If one of our routes begins like the path of `PUBLIC_URL`, only the proxy can tell which is meant, so it must strip
 * it.
 *
 * @param routesOf All routes; read when a request comes.
 */
export function createBasePath(publicUrl: string, routesOf: () => Hono['routes']): BasePath {
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
