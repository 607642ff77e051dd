import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { codeOf } from '../../../src/shared/errors.ts';

const ASKED_EVERY_MS = 100;

/**
 * A proxy that gives each request to the next of its processes, whoever asks, and to another where one refuses the
 * connection. What was in flight when a connection broke gets no answer: it might be done twice otherwise.
 */
export async function startRoundRobin() {
  const ports: number[] = [];
  const lost: { port: number; path: string }[] = [];
  let turn = 0;
  let asking: NodeJS.Timeout | undefined;
  const server = createServer(async (asked, answer) => {
    const body = await buffer(asked).catch(() => null);
    if (body === null) return;
    const first = turn++;
    for (let tried = 0; tried < ports.length; tried += 1) {
      const port = ports[(first + tried) % ports.length] ?? 0;
      const outcome = await passOn(asked, { body, answer, port });
      if (outcome === 'lost') lost.push({ port, path: asked.url ?? '' });
      if (outcome !== 'refused') return;
    }
    answer.writeHead(502).end();
  });
  const use = (...given: number[]) => {
    ports.splice(0, ports.length, ...given);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Which processes it has; they may change. */
    use,
    /** From now on it has those of these processes that say that they are ready. */
    useReady: (...given: number[]) => {
      clearInterval(asking);
      asking = setInterval(async () => {
        const ready = await Promise.all(given.map(isReady));
        use(...given.filter((_, index) => ready[index]));
      }, ASKED_EVERY_MS);
      use(...given);
    },
    /** The requests that were in flight at a process when its connection broke. */
    lost: lost as readonly { port: number; path: string }[],
    stop: async () => {
      clearInterval(asking);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type RoundRobin = Awaited<ReturnType<typeof startRoundRobin>>;

function passOn(
  { method, url: path, headers }: IncomingMessage,
  { body, answer, port }: { body: Buffer; answer: ServerResponse; port: number },
): Promise<'answered' | 'refused' | 'lost'> {
  return new Promise((resolve) => {
    const passedOn = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(answer);
      answered.on('end', () => resolve('answered')).on('error', onError);
    });
    const onError = (error: Error) => {
      if (codeOf(error) === 'ECONNREFUSED') return resolve('refused');
      answer.destroy();
      resolve('lost');
    };
    passedOn.on('error', onError).end(body);
  });
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
