import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A stretch of network that can be cut. */
export interface TcpProxy {
  port: number;
  /** From now on nothing passes, and nobody is told. */
  cut(): void;
  /** What waited passes. */
  mend(): void;
  /** Breaks all connections; new ones lead to this port. */
  turnTo(port: number): void;
  /** Breaks the next connection on which these words are sent: before they arrive, or instead of the answer to them. */
  breakAt(words: string, when: 'before' | 'answer'): void;
  stop(): Promise<void>;
}

/** Passes everything on to a port of this machine. */
export async function startTcpProxy(first: number): Promise<TcpProxy> {
  let target = first;
  let isCut = false;
  let trap: { words: string; when: 'before' | 'answer' } | null = null;
  const spring = (sent: Buffer) => {
    if (trap === null || !sent.includes(trap.words)) return null;
    const { when } = trap;
    trap = null;
    return when;
  };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: target });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => {
        const sprung = from === near ? spring(chunk) : null;
        if (sprung === 'answer') far.removeAllListeners('data').once('data', () => near.destroy());
        if (sprung === 'before') near.destroy();
        else to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (isCut) from.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend: () => {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    turnTo: (port) => {
      target = port;
      for (const socket of sockets) socket.destroy();
    },
    breakAt: (words, when) => {
      trap = { words, when };
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
