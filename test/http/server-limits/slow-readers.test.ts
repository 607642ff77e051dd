import { once } from 'node:events';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { type ListeningServer, type ListenOptions, listen } from '../../../src/http/listen.ts';
import type { ReadingLimits } from '../../../src/http/server-limits/close-slow-readers.ts';
import { openClient, type RawClient } from '../../support/http/raw-client.ts';

const servers: ListeningServer[] = [];
const clients: RawClient[] = [];
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const MIB = 1024 * 1024;

/** More than the operating system buffers for a client that does not read. */
const LARGE = 'x'.repeat(32 * MIB);

async function start(limits: Partial<ReadingLimits>, options: Partial<ListenOptions> = {}) {
  const http = new Hono()
    .get('/large', (context) => context.text(LARGE))
    .get('/', (context) => context.text('hello'));
  const readingLimits = { minRate: 1, grace: 60_000, maxUnread: 1_000 * MIB, ...limits };
  const server = await listen(http, { host: '127.0.0.1', port: 0, readingLimits, ...options });
  servers.push(server);
  return server.port;
}

function open(port: number, from = '127.0.0.1'): RawClient {
  const client = openClient(port, { from });
  clients.push(client);
  return client;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** Requests a large response, as the last on this connection, and reads nothing; resolves when it begins to arrive. */
async function askFor({ socket }: RawClient): Promise<void> {
  socket.removeAllListeners('data').on('readable', () => {});
  socket.write(get('/large').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  await once(socket, 'readable');
}

/** Reads at most this many bytes every few milliseconds until the connection ends, and returns how many there were. */
async function sip({ socket }: RawClient, bytes: number): Promise<number> {
  let taken = 0;
  while (!socket.destroyed) {
    taken += socket.read(Math.min(bytes, socket.readableLength))?.length ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return taken;
}

const isServed = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).status;

describe('a client that reads a few bytes now and then', () => {
  test('a client that reads slower, on average, than any real connection is cut off', async () => {
    const port = await start({ minRate: 100 * MIB, grace: 50 });
    const client = open(port);
    await askFor(client);
    expect(await sip(client, 20_000)).toBeLessThan(LARGE.length);
    expect(await isServed(port)).toBe(200);
  });

  test('a client keeps its connection as long as it reads fast enough', async () => {
    const port = await start({ minRate: 1_024, grace: 50 });
    const client = open(port);
    await askFor(client);
    expect(await sip(client, MIB)).toBeGreaterThan(LARGE.length);
  });

  test('a slow client keeps its connection while there is nothing for it to read', async () => {
    const port = await start({ minRate: 100 * MIB, grace: 10 });
    const { socket, received } = open(port);
    for (let asked = 1; asked <= 5; asked += 1) {
      socket.write(get('/'));
      await expect.poll(() => received().match(/hello/g)?.length).toBe(asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(socket.destroyed).toBe(false);
  });
});

describe.skipIf(process.platform !== 'linux')(
  'clients that leave more unread than there is memory for',
  () => {
    test('clients of the network that leaves most unread are cut off, and the others get their responses', async () => {
      const port = await start({ maxUnread: 100 * MIB });
      const honest = open(port, '127.0.0.2');
      const crowd = Array.from({ length: 6 }, () => open(port));
      for (const client of [honest, ...crowd]) await askFor(client);
      expect(await isServed(port)).toBe(200);
      expect(await sip(honest, MIB)).toBeGreaterThan(LARGE.length);
      const taken = await Promise.all(crowd.map((client) => sip(client, MIB)));
      const cutOff = taken.filter((bytes) => bytes < LARGE.length);
      expect(cutOff.length).toBeGreaterThan(2);
      expect(cutOff.length).toBeLessThan(crowd.length);
    });

    test('requests of clients with unread responses are still accepted', async () => {
      const port = await start({ maxUnread: 1 });
      const client = open(port);
      await askFor(client);
      for (const _ of [1, 2, 3]) expect(await isServed(port)).toBe(200);
    });
  },
);
