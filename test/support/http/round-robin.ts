import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that gives each request to the next of its processes, whoever asks. */
export async function startRoundRobin() {
  const ports: number[] = [];
  let turn = 0;
  const server = createServer((asked, answer) => {
    const port = ports[turn++ % ports.length];
    const { method, url: path, headers } = asked;
    const passedOn = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(answer);
    });
    passedOn.on('error', () => answer.destroy());
    asked.pipe(passedOn);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Which processes it has; they may change. */
    use: (...given: number[]) => {
      ports.splice(0, ports.length, ...given);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type RoundRobin = Awaited<ReturnType<typeof startRoundRobin>>;
