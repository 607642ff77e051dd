import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Site } from '../../pages/site.ts';
import type { BasePath } from '../../public-folder.ts';

export interface Visit {
  /** By a host name that only means this machine. */
  isLocalHost: boolean;
  /** By the host of `PUBLIC_URL`. */
  isPublicHost: boolean;
  /** Over a connection from this machine without a proxy. */
  isLocalConnection: boolean;
  /** The `Origin` of our own pages, as browsers may send it. */
  origins: readonly string[];
  /** The path that our links begin with. */
  basePath: string;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Headers that proxies and CDNs add. Behind a local proxy, every connection comes from this machine. */
const PROXY_HEADER =
  /^(forwarded|via|cdn-loop|x-(forwarded|original|real|scheme)\b.*|.*-(client|connecting)-ip)$/;

export interface VisitDeps {
  site: Site;
  publicFolder: BasePath;
  hasPassword: boolean;
}

/**
 * A proxy that drops `Host` makes a request look local. With a password, a local request may therefore come from a
 * page at `PUBLIC_URL`, and its links carry that URL's path if they work with it.
 */
export function readVisit(context: Context, { site, publicFolder, hasPassword }: VisitDeps): Visit {
  const { host: named } = new URL(context.req.url);
  const host = (context.req.header('host') ?? named).toLowerCase();
  const own = new URL(site.newsletter.publicUrl);
  const isOneHost = host === named || host === `${named}:80`;
  const isPublicHost = isOneHost && host.replace(/:(80|443)$/, '') === own.host;
  const isBehindProxy = isProxied(context);
  const local = `http://${named}`;
  return {
    isLocalHost: isOneHost && LOCAL_HOST.test(host),
    isPublicHost,
    isLocalConnection: isLoopback(remoteAddress(context)) && !isBehindProxy,
    origins: isPublicHost ? [own.origin] : hasPassword ? [local, own.origin] : [local],
    basePath:
      isPublicHost || isBehindProxy || publicFolder.isServed() ? own.pathname.replace(/\/+$/, '') : '',
  };
}

/** No browser speaks HTTP/1.0 any more, but nginx does by default, without adding a header. */
function isProxied({ req, env }: Context<{ Bindings: Partial<HttpBindings> }>): boolean {
  return (
    Object.keys(req.header()).some((name) => PROXY_HEADER.test(name)) || env.incoming?.httpVersion === '1.0'
  );
}

function remoteAddress(context: Context): string | null {
  try {
    return getConnInfo(context).remote.address ?? null;
  } catch {
    return null;
  }
}

function isLoopback(address: string | null): boolean {
  return address !== null && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
