import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Another request may begin after this. */
const END_OF_HEADERS = '\r\n\r\n';

/** The minimum to read at once: a dozen short requests may be read together, but not thousands. */
const MIN_CHUNK_BYTES = 256;

interface PendingRequest {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The requests of a connection that were read but not yet answered. */
interface Queue {
  isAnswering: boolean;
  waiting: PendingRequest[];
  /** Reading is paused until no request is waiting. */
  isPaused: boolean;
}

export interface AnswersInTurn {
  answer: RequestListener;
  /** Pauses reading from a connection while one of its requests is waiting. */
  watch(server: Server): void;
}

/**
 * Answers the requests of a connection one at a time, and only then reads more. Node.js would read all pipelined
 * requests at once (RFC 9112, section 9.3.2), and each of thousands would cost memory and time.
 */
export function answerInTurn(answer: RequestListener): AnswersInTurn {
  const queues = new WeakMap<Socket, Queue>();
  const queueOf = (socket: Socket): Queue => {
    const line = queues.get(socket) ?? { isAnswering: false, waiting: [], isPaused: false };
    queues.set(socket, line);
    return line;
  };
  const begin = (turn: PendingRequest, line: Queue) => {
    const { socket } = turn.request;
    line.isAnswering = true;
    turn.response.once('close', () => {
      line.isAnswering = false;
      const next = line.waiting.shift();
      // Nothing is answered after a response with "Connection: close".
      if (next !== undefined && socket.writable) begin(next, line);
      if (line.isPaused && line.waiting.length === 0) {
        line.isPaused = false;
        socket.resume();
      }
    });
    answer(turn.request, turn.response);
  };
  return {
    answer(request, response) {
      const { socket } = request;
      // Node.js finishes parsing the current chunk even if the connection is closed.
      if (socket.destroyed) return;
      const line = queueOf(socket);
      if (line.isAnswering) line.waiting.push({ request, response });
      else begin({ request, response }, line);
    },
    watch(server) {
      server.on('connection', (socket: Socket) => readInChunks(socket, queueOf(socket)));
    },
  };
}

/** Replaces the HTTP parser's `data` listener, which takes whatever arrives, with one that feeds it piece by piece. */
function readInChunks(socket: Socket, line: Queue): void {
  const [reader] = socket.listeners('data');
  if (reader === undefined) return;
  socket.removeListener('data', reader as () => void);
  socket.on('data', (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length && !socket.destroyed) {
      // Node.js also pauses the socket while the client is reading; its parser must not get anything then.
      if (!socket.isPaused() && line.waiting.length > 0) {
        line.isPaused = true;
        socket.pause();
      }
      if (socket.isPaused()) return socket.unshift(chunk.subarray(at));
      const end = chunk.indexOf(END_OF_HEADERS, at + MIN_CHUNK_BYTES);
      const next = end === -1 ? chunk.length : end + END_OF_HEADERS.length;
      reader.call(socket, chunk.subarray(at, next));
      at = next;
    }
  });
}
