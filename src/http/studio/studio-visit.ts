import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Site } from '../pages/site.ts';

/** By which way a request reached the studio. */
export interface Visit {
  /** By a name of this machine that only this machine goes by. */
  isLocalName: boolean;
  /** By the name at which `PUBLIC_URL` has us. */
  isPublicName: boolean;
  /** Over a connection from this machine, with no proxy between. */
  isFromHere: boolean;
  /** What a browser sends as `Origin` from our own pages. */
  origin: string;
  /** What stands before our routes. */
  folder: string;
  /** Whose attempts are counted together. */
  address: string;
}

const LOCAL_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** What proxies and content networks add: through one on this machine, everybody comes from this machine. */
const FORWARDED =
  /^(forwarded|via|cdn-loop|x-(forwarded|original|real|scheme)\b.*|.*-(client|connecting)-ip)$/;

/** Reads by which way a request came. */
export function readVisit(context: Context, { newsletter: { publicUrl } }: Site): Visit {
  const { host: named } = new URL(context.req.url);
  const host = (context.req.header('host') ?? named).toLowerCase();
  const own = new URL(publicUrl);
  const isOneName = host === named || host === `${named}:80`;
  const isPublicName = isOneName && host.replace(/:(80|443)$/, '') === own.host;
  const address = remoteAddress(context);
  return {
    isLocalName: isOneName && LOCAL_NAME.test(host),
    isPublicName,
    isFromHere: isLoopback(address) && !isForwarded(context),
    origin: isPublicName ? own.origin : `http://${named}`,
    folder: isPublicName ? own.pathname.replace(/\/+$/, '') : '',
    address: address ?? 'unknown',
  };
}

/** No browser speaks HTTP/1.0 any more, but nginx does where it is told no other, and then adds no header. */
function isForwarded({ req, env }: Context<{ Bindings: Partial<HttpBindings> }>): boolean {
  return (
    Object.keys(req.header()).some((name) => FORWARDED.test(name)) || env.incoming?.httpVersion === '1.0'
  );
}

/** Null where there is no connection. */
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
