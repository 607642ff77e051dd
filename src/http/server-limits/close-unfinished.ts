import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** How long the headers of a request, and a small body, may take to arrive. */
export const REQUEST_TIMEOUT_MS = 30_000;

/**
 * A body may take longer if this much arrives in each such period: a list of a million subscribers, on a slow line.
 */
export const MIN_PROGRESS_BYTES = 64 * 1024;

/** Closes connections whose request body stalls: see {@link MIN_PROGRESS_BYTES}. */
export function closeUnfinished(server: Server, timeLimit: number): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.socket.destroyed || !hasBody(request)) return;
    const { socket } = request;
    const isOver = () => request.complete || socket.destroyed;
    let known = socket.bytesRead;
    const timer = setInterval(() => {
      const arrived = socket.bytesRead - known;
      known += arrived;
      if (isOver()) clearInterval(timer);
      else if (arrived < MIN_PROGRESS_BYTES) {
        clearInterval(timer);
        if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        socket.destroy();
      }
    }, timeLimit).unref();
    // A request may be answered before its whole body has arrived.
    response.on('close', () => isOver() && clearInterval(timer));
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
