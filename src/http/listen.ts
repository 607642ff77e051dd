import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import type { NetworkRange } from '../shared/network-address.ts';
import { answerInTurn } from './server-limits/answer-in-turn.ts';
import {
  closeSlowReaders,
  MAX_UNREAD_BYTES,
  MIN_READING_RATE,
  READING_GRACE_MS,
  type ReadingLimits,
} from './server-limits/close-slow-readers.ts';
import { closeStalled, WRITE_TIMEOUT_MS } from './server-limits/close-stalled.ts';
import { closeUnfinished, REQUEST_TIMEOUT_MS } from './server-limits/close-unfinished.ts';
import {
  type ConnectionLimit,
  limitConnections,
  MAX_CONNECTIONS,
  MAX_CONNECTIONS_PER_NETWORK,
} from './server-limits/limit-connections.ts';
import { paceAnswers } from './server-limits/pace-answers.ts';
import { NO_HOST_NAME, refuseMalformed } from './server-limits/refuse-malformed.ts';

/** How long requests in flight may take after the server was told to stop. */
const STOP_TIMEOUT_MS = 5_000;

/** Node.js checks for slow requests every 30 seconds by default, which would double their time. */
const CHECK_INTERVAL_MS = 1_000;

/** Connections waiting to be accepted. Beyond Node's default of 511, clients would retry only after a second. */
const BACKLOG = 2_048;

/** After this many requests a connection is closed, and clients open another. */
export const MAX_REQUESTS_PER_CONNECTION = 1_000;

const READING_LIMITS: ReadingLimits = {
  minRate: MIN_READING_RATE,
  grace: READING_GRACE_MS,
  maxUnread: MAX_UNREAD_BYTES,
};

export interface ListeningServer {
  host: string;
  /** The actual port, even if 0 was requested. */
  port: number;
  /** From now on each answer ends its connection, so that clients and proxies take other ones, here or elsewhere. */
  drain(): void;
  /** Stops accepting connections; resolves when the requests in flight are answered or out of time. */
  stop(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  trustedProxies?: readonly NetworkRange[];
  requestTimeoutMs?: number;
  writeTimeoutMs?: number;
  readingLimits?: ReadingLimits;
  maxConnections?: number;
  maxConnectionsPerNetwork?: number;
  /** Called for each connection closed because of a limit. */
  onClosed?: (limit: ConnectionLimit) => void;
}

/**
 * Listens for HTTP requests.
 *
 * @throws AppError `refused` if a retry may succeed, as with a port in use; `configuration` if it cannot.
 */
export async function listen(
  app: Hono,
  {
    host,
    port,
    trustedProxies = [],
    requestTimeoutMs = REQUEST_TIMEOUT_MS,
    writeTimeoutMs = WRITE_TIMEOUT_MS,
    readingLimits = READING_LIMITS,
    maxConnections = MAX_CONNECTIONS,
    maxConnectionsPerNetwork: maxPerNetwork = MAX_CONNECTIONS_PER_NETWORK,
    onClosed = () => {},
  }: ListenOptions,
): Promise<ListeningServer> {
  const requests = countRequests();
  const answer = refuseMalformed(getRequestListener(app.fetch, { hostname: NO_HOST_NAME }));
  const readers = closeSlowReaders(answer, readingLimits);
  const paced = paceAnswers(readers.answer);
  const inTurn = answerInTurn(requests.counted(paced.answer));
  const server = createServer(
    {
      // It would cut off large uploads too: see closeUnfinished.
      requestTimeout: 0,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, requestTimeoutMs),
    },
    inTurn.answer,
  );
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  // Node.js silently drops headers beyond this count; 0 means no limit, and refuseMalformed counts them.
  server.maxHeadersCount = 0;
  limitConnections(server, { maxConnections, maxPerNetwork, trustedProxies, onClosed });
  inTurn.watch(server);
  readers.watch(server);
  paced.watch(server);
  closeStalled(server, writeTimeoutMs);
  closeUnfinished(server, requestTimeoutMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, { host, port })));
    server.listen({ host, port, backlog: BACKLOG }, resolve);
  });
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    drain: requests.endConnections,
    stop: () => stop(server, requests),
  };
}

interface RequestCount {
  counted(answer: RequestListener): RequestListener;
  endConnections(): void;
  wait(): Promise<void>;
}

function countRequests(): RequestCount {
  let inFlight = 0;
  let answered: (() => void) | null = null;
  let endsConnections = false;
  return {
    counted: (answer) => (request, response) => {
      inFlight += 1;
      if (endsConnections) response.shouldKeepAlive = false;
      response.on('close', () => {
        inFlight -= 1;
        if (inFlight === 0) answered?.();
      });
      return answer(request, response);
    },
    endConnections: () => {
      endsConnections = true;
    },
    wait: () =>
      new Promise((resolve) => {
        if (inFlight === 0) resolve();
        else answered = resolve;
      }),
  };
}

/** Idle connections, such as those that browsers open in advance, are closed without waiting. */
async function stop(server: Server, requests: { wait(): Promise<void> }): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const overdue = new AbortController();
  await Promise.race([
    requests.wait(),
    setTimeout(STOP_TIMEOUT_MS, undefined, { signal: overdue.signal }).catch(() => undefined),
  ]);
  overdue.abort();
  server.closeAllConnections();
  await closed;
}

/** Errors that may go away, so a retry is worthwhile. */
const TRANSIENT_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already, such as an earlier serve or preview',
  EADDRNOTAVAIL: 'this machine does not have that address, or not yet',
  ENOTFOUND: 'that name has no IP address, or not yet',
  EAI_AGAIN: 'that name could not be looked up',
};

function listenError(error: unknown, { host, port }: { host: string; port: number }): AppError {
  const passing = TRANSIENT_ERRORS[codeOf(error) ?? ''];
  return new AppError(
    passing === undefined ? 'configuration' : 'refused',
    `Cannot listen on ${host}, port ${port}: ${passing ?? messageOf(error)}. ${listenAdvice(error, port)}`,
    error,
  );
}

function listenAdvice(error: unknown, port: number): string {
  return codeOf(error) === 'EADDRINUSE'
    ? `Stop that (Ctrl+C where it runs), or set another PORT, such as PORT=${port < 65_535 ? port + 1 : 3000}.`
    : 'Set HOST and PORT to where it can.';
}
