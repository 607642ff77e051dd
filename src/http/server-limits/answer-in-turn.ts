import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Where the headers of a request end, and so where another request may begin. */
const END_OF_HEADERS = '\r\n\r\n';

/** The least that is read at once, in bytes: short requests are read by the dozen, and never by the thousand. */
const MIN_PIECE = 256;

interface Turn {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The requests of a connection that have been read and not answered. */
interface Line {
  isAnswering: boolean;
  waiting: Turn[];
  /** Whether no more is read until nothing waits. */
  isHeld: boolean;
}

export interface AnswersInTurn {
  answer: RequestListener;
  /** Reads no more from a connection of this server while a request waits there. */
  watch(server: Server): void;
}

/**
 * Answers the requests of a connection one after the other, and reads the next ones only then. Node.js would read all that
 * have arrived (pipelining, RFC 9112, section 9.3.2), and each of thousands would take up memory and time.
 */
export function answerInTurn(answer: RequestListener): AnswersInTurn {
  const lines = new WeakMap<Socket, Line>();
  const lineOf = (socket: Socket): Line => {
    const line = lines.get(socket) ?? { isAnswering: false, waiting: [], isHeld: false };
    lines.set(socket, line);
    return line;
  };
  const begin = (turn: Turn, line: Line) => {
    const { socket } = turn.request;
    line.isAnswering = true;
    turn.response.once('close', () => {
      line.isAnswering = false;
      const next = line.waiting.shift();
      // What follows a response with "Connection: close" is not answered.
      if (next !== undefined && socket.writable) begin(next, line);
      if (line.isHeld && line.waiting.length === 0) {
        line.isHeld = false;
        socket.resume();
      }
    });
    answer(turn.request, turn.response);
  };
  return {
    answer(request, response) {
      const { socket } = request;
      // Node.js goes on with the piece that it is reading when a connection is closed.
      if (socket.destroyed) return;
      const line = lineOf(socket);
      if (line.isAnswering) line.waiting.push({ request, response });
      else begin({ request, response }, line);
    },
    watch(server) {
      server.on('connection', (socket: Socket) => readInPieces(socket, lineOf(socket)));
    },
  };
}

/** Puts itself between a connection and the server's reader of requests, who takes whatever there is. */
function readInPieces(socket: Socket, line: Line): void {
  const [reader] = socket.listeners('data');
  if (reader === undefined) return;
  socket.removeListener('data', reader as () => void);
  socket.on('data', (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length && !socket.destroyed) {
      // Node.js pauses it too, until the client has read more, and its reader must not be given anything then.
      if (!socket.isPaused() && line.waiting.length > 0) {
        line.isHeld = true;
        socket.pause();
      }
      if (socket.isPaused()) return socket.unshift(chunk.subarray(at));
      const end = chunk.indexOf(END_OF_HEADERS, at + MIN_PIECE);
      const next = end === -1 ? chunk.length : end + END_OF_HEADERS.length;
      reader.call(socket, chunk.subarray(at, next));
      at = next;
    }
  });
}
