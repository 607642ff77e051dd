import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import {
  isWithin,
  type NetworkAddress,
  type NetworkRange,
  readNetworkAddress,
} from '../shared/network-address.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Whose request this is: see {@link clientAddress}. Null where there is no connection. */
    networkAddress: string | null;
  }
}

/** Finds out whose request it is, past the proxies that are trusted, and keeps that as `networkAddress`. */
export function clientAddress(trustedProxies: readonly NetworkRange[]): MiddlewareHandler {
  return async (context, next) => {
    const connection = connectionOf(context);
    const forwardedFor = context.req.header('x-forwarded-for') ?? '';
    const client = connection && findClient({ connection, forwardedFor, trustedProxies });
    context.set('networkAddress', client?.toString() ?? null);
    await next();
  };
}

/**
 * The right-most address that is not a trusted proxy's: the connection's own, or that for which the nearest of the trusted
 * proxies passed the request on, as `X-Forwarded-For` says. What stands left of it, anybody may have written. An entry that
 * cannot be read ends the search at the last address that is known; where all are trusted, it is the left-most.
 */
export function findClient({
  connection,
  forwardedFor,
  trustedProxies,
}: {
  connection: NetworkAddress;
  forwardedFor: string;
  trustedProxies: readonly NetworkRange[];
}): NetworkAddress {
  const entries = forwardedFor.split(',');
  let known = connection;
  while (isWithin(known, trustedProxies)) {
    const next = readEntry(entries.pop() ?? '');
    if (next === null) break;
    known = next;
  }
  return known;
}

/** Some proxies write the port too: `192.0.2.1:567`, `[2001:db8::1]:567`. */
const WITH_PORT = /^(?:\[(?<ipv6>[^\]]*)\]|(?<ipv4>[\d.]+))(?::\d{1,5})?$/;

function readEntry(entry: string): NetworkAddress | null {
  const text = entry.trim();
  const { ipv6, ipv4 } = WITH_PORT.exec(text)?.groups ?? {};
  return readNetworkAddress(ipv6 ?? ipv4 ?? text);
}

/** Null where there is no connection, as in tests. */
function connectionOf(context: Context): NetworkAddress | null {
  try {
    return readNetworkAddress(getConnInfo(context).remote.address ?? '');
  } catch {
    return null;
  }
}
