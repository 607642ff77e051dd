import { connect, type Socket } from 'node:net';

export interface RawClient {
  socket: Socket;
  /** What it has received. */
  received(): string;
  /** Resolves when the connection ends, with all that was received. */
  closed: Promise<string>;
}

/** A connection to a server on loopback, for requests that no HTTP library would make. */
export function openClient(port: number, { from = '127.0.0.1' } = {}): RawClient {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks).toString('latin1');
  socket.on('error', () => {});
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(received())));
  return { socket, received, closed };
}

/** Writes a request and returns the whole response, after which the connection ends. */
export async function ask(port: number, request: string): Promise<string> {
  const { socket, closed } = openClient(port);
  socket.write(Buffer.from(request, 'latin1'));
  return closed;
}
