import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isWithin, type NetworkRange, networkOf, readNetworkAddress } from '../../shared/network-address.ts';
import { cutOff } from './close-stalled.ts';

/** The most connections at once: many times what the provider and a proxy open. */
export const MAX_CONNECTIONS = 1_000;

/**
 * The most connections of one network at once: an IPv4 address or an IPv6 /64. A browser opens six, and an office or a
 * mobile network may have hundreds of people behind one address; connections that ask nothing end after a few seconds.
 */
export const MAX_CONNECTIONS_PER_NETWORK = 256;

export interface ConnectionLimits {
  maxConnections: number;
  maxPerNetwork: number;
  /** They bring everybody's requests, so only the limit of all connections is theirs. */
  trustedProxies: readonly NetworkRange[];
  /** Told of each connection that is closed for another, or instead of being taken, and by which limit. */
  onClosed: (limit: ConnectionLimit) => void;
}

export type ConnectionLimit = 'network' | 'all';

interface Connection {
  socket: Socket;
  network: string;
  unanswered: number;
  last: { request: IncomingMessage; response: ServerResponse } | null;
}

/**
 * Keeps to a number of connections, in all and per network, so that nobody alone uses up those that there are. A new
 * connection takes the place of another, of the same network or of the network that has most: see {@link toLeave}. Where
 * there is none, the new one is closed.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  /** The one whose last request is the oldest comes first. */
  const open = new Map<Socket, Connection>();
  server.on('connection', (socket: Socket) => {
    const address = readNetworkAddress(socket.remoteAddress ?? '');
    const network = networkOf(address?.toString() ?? null);
    const isTrusted = address !== null && isWithin(address, limits.trustedProxies);
    const crowd = crowdOf(open, { network, isTrusted, limits });
    if (crowd !== null) {
      limits.onClosed(crowd.limit);
      const leaving = toLeave(crowd.connections) ?? toLeave(crowd.others);
      cutOff(leaving?.socket ?? socket);
      if (leaving === undefined) return;
      open.delete(leaving.socket);
    }
    open.set(socket, { socket, network, unanswered: 0, last: null });
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (request, response) => {
    const connection = open.get(request.socket);
    if (connection === undefined || request.socket.destroyed) return;
    open.delete(request.socket);
    open.set(request.socket, connection);
    connection.last = { request, response };
    connection.unanswered += 1;
    response.once('close', () => {
      connection.unanswered -= 1;
    });
  });
}

/** Connections of which one must end before another may begin. */
interface Crowd {
  limit: ConnectionLimit;
  connections: Connection[];
  /** Those that may end in their place. */
  others: Connection[];
}

/** Null where there is room. */
function crowdOf(
  open: ReadonlyMap<Socket, Connection>,
  {
    network,
    isTrusted,
    limits: { maxConnections, maxPerNetwork },
  }: { network: string; isTrusted: boolean; limits: ConnectionLimits },
): Crowd | null {
  const all = [...open.values()];
  const of = (one: string) => all.filter((connection) => connection.network === one);
  const own = of(network);
  if (!isTrusted && own.length >= maxPerNetwork) return { limit: 'network', connections: own, others: [] };
  if (all.length < maxConnections) return null;
  return { limit: 'all', connections: of(largestOf(all)), others: all };
}

function largestOf(connections: readonly Connection[]): string {
  const counts = new Map<string, number>();
  for (const { network } of connections) counts.set(network, (counts.get(network) ?? 0) + 1);
  const [largest] = [...counts].sort(([, one], [, other]) => other - one);
  return largest?.[0] ?? '';
}

/** One that only waits; else the last that is to get a page: those before it have waited longer. */
function toLeave(connections: readonly Connection[]): Connection | undefined {
  const [first] = connections
    .map((connection) => ({ connection, place: placeInQueue(connection) }))
    .filter(({ place }) => place !== null)
    .sort((one, other) => Number(one.place) - Number(other.place));
  return first?.connection ?? connections.findLast(isToGetPage);
}

/**
 * How soon a connection gives way to another, the least first: it asks nothing, it does not take its response or asks for
 * more before it has it, its request does not end. Null where it waits for us.
 */
function placeInQueue({ socket, unanswered, last }: Connection): number | null {
  if (unanswered === 0) return 0;
  if (socket.writableLength > 0 || unanswered > 1) return 1;
  return last?.request.complete === false ? 2 : null;
}

/** Nothing is lost that its client cannot ask for again. */
function isToGetPage({ last }: Connection): boolean {
  return last?.request.method === 'GET' && !last.response.headersSent;
}
