import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../../shared/network-address.ts';
import { cutOff } from './close-stalled.ts';

/**
 * How fast a client must take its responses on average, in bytes per second, and how much longer it may take, in
 * milliseconds. A mobile phone without 3G manages two to five times as much.
 */
export const MIN_READING_RATE = 2_048;
export const READING_GRACE_MS = 30_000;

/** The most bytes that all clients together may leave in our memory. A page has less than 100 KB. */
export const MAX_UNREAD_BYTES = 24 * 1024 * 1024;

/** What is left of it once it was exceeded: finding out who leaves most takes a moment, and not every response may need it. */
const KEPT_UNREAD = 3 / 4;

/** How often clients are looked at, in milliseconds. */
const CHECK_INTERVAL_MS = 1_000;

export interface ReadingLimits {
  /** Bytes per second. */
  minRate: number;
  /** Milliseconds. */
  grace: number;
  /** Bytes. */
  maxUnread: number;
}

/** Since when a client has not had all that it was given, and how many bytes it had taken by then. */
interface Debt {
  since: number;
  taken: number;
}

export interface ReadingLimiter {
  answer: RequestListener;
  /** Watches the clients of a server. */
  watch(server: Server): void;
}

/**
 * Closes connections whose client takes its responses more slowly than the limits allow. While all clients together leave
 * too much, the one that leaves most is cut off, in the network that leaves most.
 */
export function closeSlowReaders(answer: RequestListener, limits: ReadingLimits): ReadingLimiter {
  const open = new Map<Socket, Debt | null>();
  const checkAll = () => {
    const now = performance.now();
    for (const [socket, known] of open) {
      const hasAll = socket.writableLength === 0;
      const debt = hasAll ? null : (known ?? { since: now, taken: takenBy(socket) });
      open.set(socket, debt);
      if (debt !== null && isTooSlow(socket, { debt, now, limits })) cutOff(socket);
    }
  };
  return {
    answer(request, response) {
      makeRoom([...open.keys()], limits.maxUnread);
      answer(request, response);
    },
    watch(server) {
      server.on('connection', (socket: Socket) => {
        open.set(socket, null);
        socket.once('close', () => open.delete(socket));
      });
      const timer = setInterval(checkAll, Math.min(CHECK_INTERVAL_MS, limits.grace)).unref();
      server.once('close', () => clearInterval(timer));
    },
  };
}

const takenBy = (socket: Socket) => socket.bytesWritten - socket.writableLength;

/** A response counts as taken when all of it is, so it is given the time that it takes at the least speed. */
function isTooSlow(
  socket: Socket,
  { debt, now, limits }: { debt: Debt; now: number; limits: ReadingLimits },
): boolean {
  const given = socket.bytesWritten - debt.taken;
  return now - debt.since > limits.grace + (given / limits.minRate) * 1_000;
}

function makeRoom(sockets: readonly Socket[], maxUnread: number): void {
  const reading = sockets.filter(({ destroyed, writableLength }) => !destroyed && writableLength > 0);
  let unread = reading.reduce((sum, { writableLength }) => sum + writableLength, 0);
  if (unread <= maxUnread) return;
  for (const socket of largestFirst(reading)) {
    unread -= socket.writableLength;
    cutOff(socket);
    if (unread <= maxUnread * KEPT_UNREAD) return;
  }
}

function largestFirst(sockets: readonly Socket[]): Socket[] {
  const networkBy = new Map(sockets.map((socket) => [socket, networkOf(socket.remoteAddress ?? null)]));
  const unreadBy = new Map<string, number>();
  for (const [{ writableLength }, network] of networkBy)
    unreadBy.set(network, (unreadBy.get(network) ?? 0) + writableLength);
  const ofNetwork = (socket: Socket) => unreadBy.get(networkBy.get(socket) ?? '') ?? 0;
  return sockets.toSorted(
    (one, other) => ofNetwork(other) - ofNetwork(one) || other.writableLength - one.writableLength,
  );
}
