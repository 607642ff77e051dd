import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** How many requests are begun in a round of the event loop: a round costs time too. */
const REQUESTS_PER_ROUND = 4;

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
 * Begins a few requests in each round of the event loop, in the order of their arrival. Between the rounds the server
 * accepts connections, reads and writes, so a crowd of expensive requests delays the others and does not shut them out.
 */
export function paceAnswers(answer: RequestListener): PacedAnswers {
  const waiting: Waiting[] = [];
  let [turnsAhead, turns, turnsToSkip] = [0, 0, 0];
  const turn = () => {
    turns += 1;
    const isSkipped = turnsToSkip > 0 && turns % (CONNECTIONS_PER_REQUEST * REQUESTS_PER_ROUND) !== 0;
    if (isSkipped) turnsToSkip -= 1;
    const next = isSkipped ? undefined : waiting.shift();
    if (waiting.length > 0) setImmediate(turn);
    else turnsAhead -= 1;
    if (next !== undefined && !isPointless(next.request)) answer(next.request, next.response);
  };
  return {
    answer(request, response) {
      if (URGENT.has(request.url ?? '')) return answer(request, response);
      waiting.push({ request, response });
      if (turnsAhead === REQUESTS_PER_ROUND) return;
      turnsAhead += 1;
      setImmediate(turn);
    },
    watch(server) {
      server.on('connection', () => {
        turnsToSkip = REQUESTS_PER_ROUND;
      });
    },
  };
}

/** What a reader who has left asked for is not made. What a sender who has left sent is still taken. */
function isPointless({ socket, method }: IncomingMessage): boolean {
  return socket.destroyed && (method === 'GET' || method === 'HEAD');
}
