import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take nothing of what was written to it, in milliseconds. */
export const WRITE_TIMEOUT_MS = 30_000;

/**
 * Closes connections whose client takes nothing of its response for `timeLimit` milliseconds. A slow reader is left alone,
 * and so is a request that we have not answered yet: Node.js counts each byte that the client takes, whole writes or not.
 */
export function closeStalled(server: Server, timeLimit: number): void {
  server.timeout = timeLimit;
  server.on('timeout', (socket: Socket) => {
    // Node.js sets a time limit of its own between two requests (keepAliveTimeout), and leaves the closing to this handler.
    const isBetweenRequests = socket.timeout !== timeLimit;
    if (isBetweenRequests || socket.writableLength > 0) cutOff(socket);
  });
}

/** Ends a connection at once, and frees what the system holds for a client that does not read. */
export function cutOff(socket: Socket): void {
  if (socket.writableLength > 0) socket.resetAndDestroy();
  else socket.destroy();
}
