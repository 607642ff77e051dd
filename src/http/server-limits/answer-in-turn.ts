import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The most requests that wait on one connection while another is being answered. Browsers and proxies send the next request
 * when they have the response; the few programs that do not wait (pipelining, RFC 9112, section 9.3.2) send about ten.
 */
export const MAX_WAITING_REQUESTS = 32;

interface Turn {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Answers the requests of a connection one after the other. Node.js reads all that have arrived, and would answer them all
 * at once: each response would then wait in memory for its turn. A connection with more than `maxWaiting` is closed.
 */
export function answerInTurn(answer: RequestListener, maxWaiting = MAX_WAITING_REQUESTS): RequestListener {
  const queues = new WeakMap<Socket, Turn[]>();
  const begin = (turn: Turn, queue: Turn[]) => {
    const { socket } = turn.request;
    turn.response.once('close', () => {
      const next = queue.shift();
      if (next === undefined) queues.delete(socket);
      // What follows a response with "Connection: close" is not answered.
      else if (socket.writable) begin(next, queue);
    });
    answer(turn.request, turn.response);
  };
  return (request, response) => {
    const { socket } = request;
    // Node.js keeps reading what had arrived before the connection was closed.
    if (socket.destroyed) return;
    const queue = queues.get(socket);
    if (queue === undefined) {
      const waiting: Turn[] = [];
      queues.set(socket, waiting);
      begin({ request, response }, waiting);
    } else if (queue.length < maxWaiting) queue.push({ request, response });
    else socket.destroy();
  };
}
