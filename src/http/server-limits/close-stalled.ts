import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may read nothing of what was written to it. */
export const WRITE_TIMEOUT_MS = 30_000;

/**
 * Closes connections whose client reads nothing of its response for `timeLimit` milliseconds. Slow readers are spared,
 * and so are requests that we have not answered yet: Node.js counts every byte that the client takes, even of a
 * partial write.
 */
export function closeStalled(server: Server, timeLimit: number): void {
  server.timeout = timeLimit;
  server.on('timeout', (socket: Socket) => {
    // Between requests Node.js sets a timeout of its own (keepAliveTimeout), and leaves the closing to this handler.
    const isBetweenRequests = socket.timeout !== timeLimit;
    if (isBetweenRequests || socket.writableLength > 0) cutOff(socket);
  });
}

/** Ends a connection at once, and frees what the kernel buffers for a client that does not read. */
export function cutOff(socket: Socket): void {
  if (socket.writableLength > 0) socket.resetAndDestroy();
  else socket.destroy();
}
