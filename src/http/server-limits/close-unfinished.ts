import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** How long the headers of a request may take to arrive, and a small body, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** A body of which so many bytes arrive in that time may take longer: a list of a million subscribers, over a slow line. */
export const MIN_ARRIVING_BYTES = 64 * 1024;

/** Closes the connections of requests whose body does not go on: see {@link MIN_ARRIVING_BYTES}. */
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
      else if (arrived < MIN_ARRIVING_BYTES) {
        clearInterval(timer);
        if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        socket.destroy();
      }
    }, timeLimit).unref();
    // A request may be answered before all of its body is there.
    response.on('close', () => isOver() && clearInterval(timer));
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
