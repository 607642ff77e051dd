import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../../shared/network-address.ts';
import { cutOff } from './close-stalled.ts';

/**
 * A client's minimum average, in bytes per second, and its grace period. A phone without 3G is at least twice as fast.
 */
export const MIN_READING_RATE = 2_048;
export const READING_GRACE_MS = 30_000;

/** The most unread bytes that all clients together may leave in our memory. A page has less than 100 KB. */
export const MAX_UNREAD_BYTES = 24 * 1024 * 1024;

/** How much to keep when the limit is exceeded: finding the worst clients is slow, so not every response should. */
const KEPT_SHARE = 3 / 4;

const CHECK_INTERVAL_MS = 1_000;

export interface ReadingLimits {
  /** Bytes per second. */
  minRate: number;
  /** Milliseconds. */
  grace: number;
  /** Bytes. */
  maxUnread: number;
}

/** When a client began to lag, and how many bytes it had read by then. */
interface Lag {
  since: number;
  taken: number;
}

export interface ReadingLimiter {
  answer: RequestListener;
  watch(server: Server): void;
}

/**
 * Closes connections that read too slowly. While too much is unread in all, cuts off the worst network's worst client.
 */
export function closeSlowReaders(answer: RequestListener, limits: ReadingLimits): ReadingLimiter {
  const open = new Map<Socket, Lag | null>();
  const checkAll = () => {
    const now = performance.now();
    for (const [socket, known] of open) {
      const hasAll = socket.writableLength === 0;
      const backlog = hasAll ? null : (known ?? { since: now, taken: bytesTaken(socket) });
      open.set(socket, backlog);
      if (backlog !== null && isTooSlow(socket, { backlog, now, limits })) cutOff(socket);
    }
  };
  return {
    answer(request, response) {
      freeMemory([...open.keys()], limits.maxUnread);
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

const bytesTaken = (socket: Socket) => socket.bytesWritten - socket.writableLength;

/** A response counts as read once all of it is, so allow the time that it takes at the minimum rate. */
function isTooSlow(
  socket: Socket,
  { backlog, now, limits }: { backlog: Lag; now: number; limits: ReadingLimits },
): boolean {
  const given = socket.bytesWritten - backlog.taken;
  return now - backlog.since > limits.grace + (given / limits.minRate) * 1_000;
}

function freeMemory(sockets: readonly Socket[], maxUnread: number): void {
  const reading = sockets.filter(({ destroyed, writableLength }) => !destroyed && writableLength > 0);
  let unread = reading.reduce((sum, { writableLength }) => sum + writableLength, 0);
  if (unread <= maxUnread) return;
  for (const socket of largestFirst(reading)) {
    unread -= socket.writableLength;
    cutOff(socket);
    if (unread <= maxUnread * KEPT_SHARE) return;
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
