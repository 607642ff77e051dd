import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import {
  isWithin,
  type NetworkAddress,
  type NetworkRange,
  readNetworkAddress,
} from '../shared/network-address.ts';
import type { Evidence } from '../subscribers/sign-ups/sign-up-store.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The client's IP address; see {@link clientAddress}. Null without a connection. */
    networkAddress: string | null;
  }
}

/** Sets `networkAddress` to the client's IP address, looking past trusted proxies. */
export function clientAddress(trustedProxies: readonly NetworkRange[]): MiddlewareHandler {
  return async (context, next) => {
    const connection = connectionAddress(context);
    const forwardedFor = context.req.header('x-forwarded-for') ?? '';
    const client = connection && findClient({ connection, forwardedFor, trustedProxies });
    context.set('networkAddress', client?.toString() ?? null);
    await next();
  };
}

/**
 * The right-most address that is not a trusted proxy: the connection's own, or the one that the trusted proxies report
 * in `X-Forwarded-For`. Anything left of it could be forged. An unreadable entry ends the search at the last known
 * address; if every entry is trusted, the left-most counts.
 */
function findClient({
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

/** Some proxies append the port: `192.0.2.1:567`, `[2001:db8::1]:567`. */
const WITH_PORT = /^(?:\[(?<ipv6>[^\]]*)\]|(?<ipv4>[\d.]+))(?::\d{1,5})?$/;

function readEntry(entry: string): NetworkAddress | null {
  const text = entry.trim();
  const { ipv6, ipv4 } = WITH_PORT.exec(text)?.groups ?? {};
  return readNetworkAddress(ipv6 ?? ipv4 ?? text);
}

/** Null without a connection, as in tests. */
function connectionAddress(context: Context): NetworkAddress | null {
  try {
    return readNetworkAddress(getConnInfo(context).remote.address ?? '');
  } catch {
    return null;
  }
}

const MAX_USER_AGENT_LENGTH = 500;

/** Where a request came from, and how: recorded with the consent. */
export function evidenceOf(context: Context, source: string): Evidence {
  const userAgent = context.req.header('user-agent')?.trim().slice(0, MAX_USER_AGENT_LENGTH) ?? '';
  const networkAddress = context.get('networkAddress') ?? null;
  return { source, networkAddress, userAgent: userAgent === '' ? null : userAgent };
}
