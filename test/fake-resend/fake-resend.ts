import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Orders, openAccount } from './account.ts';
import { type Counts, countsOf, handleControl, isControl } from './handle-control.ts';
import { handleLightly } from './handle-lightly.ts';
import { type Exchange, handleRequest } from './handle-request.ts';
import { type History, historyOf } from './history.ts';
import type { FakeResendOptions } from './settings.ts';

export { aDomain, type FakeDomain } from './api/domains.ts';
export {
  FAULTS,
  FAULTS_AFTER,
  FAULTS_BEFORE,
  type Fault,
  type FaultScript,
  mulberry32,
} from './faults.ts';
export type { AcceptedMail, History, SeenRequest } from './history.ts';
export { FAKE_KEY, type FakeResendOptions, type JsonOptions } from './settings.ts';
export { type FakeResendProcess, spawnFakeResend } from './spawn.ts';

/** A running fake Resend. */
export interface FakeResend {
  /** For the option `baseUrl` of the package `resend`, and RESEND_BASE_URL. */
  readonly url: string;
  /** Everything seen until now; later requests do not change it. */
  history(): Promise<History>;
  /** The numbers of requests and emails until now, at no cost. */
  counts(): Promise<Counts>;
  /** Changes options or advances the clock while it runs. */
  tell(orders: Orders): Promise<void>;
  /** Stops it, whatever is in flight. */
  stop(): Promise<void>;
}

/**
 * Starts a fake Resend in this process: an HTTP server on loopback that does what Resend's documentation promises and
 * fails as
 * it is told to. What it accepted is the only record of what was sent.
 *
 * Its files say what was chosen if the documentation leaves a case open.
 */
export async function startFakeResend(options: FakeResendOptions = {}): Promise<FakeResend> {
  const account = openAccount(options);
  const stopping = new AbortController();
  const handle = (exchange: Exchange) => {
    const { light } = account.settings;
    if (isControl(exchange)) return handleControl(account, exchange);
    return light === null ? handleRequest(account, exchange) : handleLightly(account, exchange, light);
  };
  const server = createServer((request, response) => {
    void handle({ request, response, arrivedAt: performance.now(), stopped: stopping.signal });
  });
  // A connection that ends because it is idle would be a fault that no test asked for.
  server.keepAliveTimeout = 0;
  server.listen(account.settings.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    history: async () => historyOf(structuredClone(account.seen)),
    counts: async () => countsOf(account),
    tell: async (orders) => account.tell(orders),
    stop: async () => {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

// As a program: options as JSON in the first parameter; it prints its URL and runs until its standard input ends.
if (process.argv[1]?.endsWith('fake-resend.ts')) {
  const { url } = await startFakeResend(JSON.parse(process.argv[2] ?? '{}'));
  process.stdout.write(`${url}\n`);
  process.stdin.on('end', () => process.exit()).resume();
}
