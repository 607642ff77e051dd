import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Requests started per round of the event loop; a round has a cost of its own. */
const REQUESTS_PER_ROUND = 4;

/**
 * While connections arrive, accept this many per request started. Node.js accepts one per round of its event loop, so
 * otherwise a thousand connections would wait for a thousand pages to be rendered.
 */
const CONNECTIONS_PER_REQUEST = 16;

/** Health checks, which cost next to nothing. */
const URGENT = new Set(['/healthz', '/readyz']);

interface Waiting {
  request: IncomingMessage;
  response: ServerResponse;
}

export interface PacedAnswers {
  answer: RequestListener;
  watch(server: Server): void;
}

/**
 * Starts a few requests per round of the event loop, in order of arrival. Between rounds the server accepts
 * connections, reads and writes, so a crowd of expensive requests delays others but does not lock them out.
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
    if (next !== undefined && !isAbandoned(next.request)) answer(next.request, next.response);
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

/** A page is pointless once its reader has left. What a sender sent is still accepted. */
function isAbandoned({ socket, method }: IncomingMessage): boolean {
  return socket.destroyed && (method === 'GET' || method === 'HEAD');
}
