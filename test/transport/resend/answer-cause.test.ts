import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { openResend } from '../../../src/transport/resend/resend.ts';
import { aMail } from '../../contracts/transport-contract.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The metric's label if the provider answers like this. */
async function causeWith(answer: RequestListener | null, limit = 5_000) {
  const server = createServer(answer ?? undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  if (answer === null) stop();
  else ends.push(stop);
  const stores = openSqliteStores(emptyDatabase());
  ends.push(() => stores.close());
  const { paceStore } = stores;
  const transport = openResend({
    apiKey: 're_key',
    baseUrl: `http://127.0.0.1:${port}`,
    requestsPerSecond: null,
    paceStore,
    clock: systemClock,
  });
  const turn = await transport.awaitTurn(AbortSignal.timeout(5_000));
  if (turn === null) throw new Error('There was no turn.');
  const request = { idempotencyKey: 'key', body: await transport.composeMessage(aMail()) };
  return (await transport.handOverMessage(request, { turn, signal: AbortSignal.timeout(limit) })).cause;
}

const refusing =
  (status: number, name: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ statusCode: status, name, message: 'As told.' }));
  };

test.each<[string, RequestListener | null]>([
  ['429 rate_limit_exceeded', refusing(429, 'rate_limit_exceeded')],
  ['429 daily_quota_exceeded', refusing(429, 'daily_quota_exceeded')],
  ['409 resource_locked', refusing(409, 'resource_locked')],
  ['500', refusing(500, 'application_error')],
  ['503', refusing(503, 'service_unavailable')],
  ['502', (_request, response) => response.writeHead(502).end('<h1>Bad gateway</h1>')],
  ['ECONNREFUSED', null],
  ['UND_ERR_SOCKET', (request) => request.socket.end()],
  ['ECONNRESET', (request) => request.socket.resetAndDestroy()],
  ['unreadable', (_request, response) => response.writeHead(200).end('<h1>Hello</h1>')],
])('a request is counted under %s', async (cause, answer) => {
  expect(await causeWith(answer)).toBe(cause);
});

test('a request without an answer in time is counted under timeout', async () => {
  expect(await causeWith(() => undefined, 100)).toBe('timeout');
});

test('unknown names and statuses add no label of their own', async () => {
  expect(await causeWith(refusing(418, 'a_name_of_tomorrow'))).toBe('4xx');
  expect(await causeWith(refusing(599, 'x'.repeat(50)))).toBe('5xx');
});
