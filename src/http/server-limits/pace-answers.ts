import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/**
 * While connections come in, so many of them are accepted for each request that is begun. Node.js accepts one in each round
 * of its event loop: without this, a thousand would wait for a thousand pages to be made.
 */
const CONNECTIONS_PER_REQUEST = 16;

/** What is asked to find out whether the server still answers; it costs next to nothing. */
const URGENT = new Set(['/healthz', '/readyz']);

interface Waiting {
  request: IncomingMessage;
  response: ServerResponse;
}

export interface PacedAnswers {
  answer: RequestListener;
  /** Lets new connections of a server go first. */
  watch(server: Server): void;
}

/**
 * Begins one request in each round of the event loop, in the order of their arrival. Between two of them the server
 * accepts connections, reads and writes, so a crowd of expensive requests delays the others and does not shut them out.
 */
export function paceAnswers(answer: RequestListener): PacedAnswers {
  const waiting: Waiting[] = [];
  let hasNewConnection = false;
  let rounds = 0;
  const round = () => {
    rounds += 1;
    const isHeldBack = hasNewConnection && rounds % CONNECTIONS_PER_REQUEST !== 0;
    hasNewConnection = false;
    const next = isHeldBack ? undefined : waiting.shift();
    if (waiting.length > 0) setImmediate(round);
    if (next !== undefined && !isPointless(next.request)) answer(next.request, next.response);
  };
  return {
    answer(request, response) {
      if (URGENT.has(request.url ?? '')) return answer(request, response);
      waiting.push({ request, response });
      if (waiting.length === 1) setImmediate(round);
    },
    watch(server) {
      server.on('connection', () => {
        hasNewConnection = true;
      });
    },
  };
}

/** What a reader who has left asked for is not made. What a sender who has left sent is still taken. */
function isPointless({ socket, method }: IncomingMessage): boolean {
  return socket.destroyed && (method === 'GET' || method === 'HEAD');
}
