import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isWithin, type NetworkRange, networkOf, readNetworkAddress } from '../../shared/network-address.ts';
import { cutOff } from './close-stalled.ts';

/** Many times what the provider and a proxy open. */
export const MAX_CONNECTIONS = 1_000;

/**
 * The limit for one network: an IPv4 address or an IPv6 /64. A browser opens six, and an office or mobile network may
 * have hundreds of people behind one address; idle connections end after a few seconds.
 */
export const MAX_CONNECTIONS_PER_NETWORK = 256;

export interface ConnectionLimits {
  maxConnections: number;
  maxPerNetwork: number;
  /** Exempt from the limit per network, because they carry everyone's requests. */
  trustedProxies: readonly NetworkRange[];
  /** Called for each connection that is closed or not accepted, with the limit that was reached. */
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
 * Limits the connections, in total and per network, so that no one can use them all up. A new connection replaces
 * another of the same network, or of the largest one: see {@link connectionToClose}. If none can be replaced, the new one is
 * closed.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  /** Ordered by their last request, oldest first. */
  const open = new Map<Socket, Connection>();
  server.on('connection', (socket: Socket) => {
    const address = readNetworkAddress(socket.remoteAddress ?? '');
    const network = networkOf(address?.toString() ?? null);
    const isTrusted = address !== null && isWithin(address, limits.trustedProxies);
    const exceeded = exceededLimit(open, { network, isTrusted, limits });
    if (exceeded !== null) {
      limits.onClosed(exceeded.limit);
      const leaving = connectionToClose(exceeded.connections) ?? connectionToClose(exceeded.others);
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

/** Connections of which one must end before a new one may begin. */
interface Crowd {
  limit: ConnectionLimit;
  connections: Connection[];
  others: Connection[];
}

function exceededLimit(
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
  return { limit: 'all', connections: of(largestNetwork(all)), others: all };
}

function largestNetwork(connections: readonly Connection[]): string {
  const counts = new Map<string, number>();
  for (const { network } of connections) counts.set(network, (counts.get(network) ?? 0) + 1);
  const [largest] = [...counts].sort(([, one], [, other]) => other - one);
  return largest?.[0] ?? '';
}

/** An idle connection; if there is none, the last that asked for a page, as the others have waited longer. */
function connectionToClose(connections: readonly Connection[]): Connection | undefined {
  const [first] = connections
    .map((connection) => ({ connection, place: closingRank(connection) }))
    .filter(({ place }) => place !== null)
    .sort((one, other) => Number(one.place) - Number(other.place));
  return first?.connection ?? connections.findLast(awaitsPage);
}

/**
 * How readily a connection is given up, lowest first: 0 if it is idle, 1 if it does not read its response or pipelines
 * requests, 2 if its request is unfinished. Null if it waits for us.
 */
function closingRank({ socket, unanswered, last }: Connection): number | null {
  if (unanswered === 0) return 0;
  if (socket.writableLength > 0 || unanswered > 1) return 1;
  return last?.request.complete === false ? 2 : null;
}

/** Its client can simply ask again. */
function awaitsPage({ last }: Connection): boolean {
  return last?.request.method === 'GET' && !last.response.headersSent;
}
