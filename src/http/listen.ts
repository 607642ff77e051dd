import type { IncomingMessage, Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError, codeOf, messageOf } from '../errors.ts';

/** How long requests in flight may take once the server is to stop, in milliseconds. */
const STOP_TIME_LIMIT = 5_000;

/** How long a request may take to arrive, in milliseconds: whoever sends slower holds a connection for nothing. */
const REQUEST_TIME_LIMIT = 30_000;

/** A body of which so many bytes arrive in that time may take longer: a list of a million subscribers, over a slow line. */
export const LEAST_ARRIVING = 64 * 1024;

/** How often requests that take longer are looked for, in milliseconds: Node's own interval would double their time. */
const LOOKING_INTERVAL = 1_000;

/** So many connections at once, and the next is closed: many times what the provider and a proxy open. */
const MOST_CONNECTIONS = 1_000;

export interface ListeningServer {
  host: string;
  /** The port that is really used. */
  port: number;
  /** Takes no more connections, and ends when the requests in flight are answered or have had their time. */
  stop(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  /** 0 is any free one. */
  port: number;
  /** Milliseconds. */
  requestTimeLimit?: number;
  mostConnections?: number;
}

/**
 * Listens for HTTP requests.
 *
 * @throws AppError `refused` where another try may succeed, as with a port in use; `configuration` where none can.
 */
export async function listen(
  app: Hono,
  { host, port, requestTimeLimit = REQUEST_TIME_LIMIT, mostConnections = MOST_CONNECTIONS }: ListenOptions,
): Promise<ListeningServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      // It would cut off large bodies too.
      requestTimeout: 0,
      headersTimeout: requestTimeLimit,
      connectionsCheckingInterval: Math.min(LOOKING_INTERVAL, requestTimeLimit),
    },
  }) as Server;
  server.maxConnections = mostConnections;
  const requests = countRequests(server);
  cutOffIdle(server, requestTimeLimit);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => stop(server, requests),
  };
}

/** Closes the connections of requests whose body does not go on. */
function cutOffIdle(server: Server, timeLimit: number): void {
  server.on('request', (request: IncomingMessage, response) => {
    const { socket, headers } = request;
    if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
    let known = socket.bytesRead;
    const timer = setInterval(() => {
      if (request.complete) return clearInterval(timer);
      const arrived = socket.bytesRead - known;
      known += arrived;
      if (arrived >= LEAST_ARRIVING) return;
      if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
      socket.destroy();
    }, timeLimit);
    response.on('close', () => clearInterval(timer));
  });
}

/** Counts the requests that are not answered yet. */
function countRequests(server: Server): { wait(): Promise<void> } {
  let inFlight = 0;
  let answered: (() => void) | null = null;
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.on('close', () => {
      inFlight -= 1;
      if (inFlight === 0) answered?.();
    });
  });
  return {
    wait: () =>
      new Promise((resolve) => {
        if (inFlight === 0) resolve();
        else answered = resolve;
      }),
  };
}

/** Connections on which nothing is asked, among them those that browsers open in advance, are closed without waiting. */
async function stop(server: Server, requests: { wait(): Promise<void> }): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const overdue = new AbortController();
  await Promise.race([
    requests.wait(),
    setTimeout(STOP_TIME_LIMIT, undefined, { signal: overdue.signal }).catch(() => undefined),
  ]);
  overdue.abort();
  server.closeAllConnections();
  await closed;
}

/** What passes by itself, or once another program has ended: worth another try. */
const PASSING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have that address, or not yet',
  ENOTFOUND: 'that name has no IP address, or not yet',
  EAI_AGAIN: 'that name could not be looked up',
};

function cannotListen(error: unknown, { host, port }: { host: string; port: number }): AppError {
  const passing = PASSING[codeOf(error) ?? ''];
  return new AppError(
    passing === undefined ? 'configuration' : 'refused',
    `Cannot listen on ${host}, port ${port}: ${passing ?? messageOf(error)}. Set HOST and PORT to where it can.`,
    error,
  );
}
