import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '../../src/http/bodies/body-limits.ts';
import { type ListeningServer, type ListenOptions, listen } from '../../src/http/listen.ts';
import { MIN_PROGRESS_BYTES } from '../../src/http/server-limits/close-unfinished.ts';
import { openWithTables } from '../support/database/tables.ts';
import { API_TOKEN, openHttpApp } from '../support/http/http-app.ts';
import { openClient } from '../support/http/raw-client.ts';
import { signedHeaders } from '../support/sending/provider-events.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const servers: ListeningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(http: Hono, options: Partial<ListenOptions> = {}) {
  const server = await listen(http, { ...LOOPBACK, ...options });
  servers.push(server);
  return server;
}

/** What a socket receives until it is closed. */
async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

describe('the server', () => {
  test('the server reports the port that it really listens on', async () => {
    const { port } = await start(new Hono().get('/', (context) => context.text('here')));
    expect(port).toBeGreaterThan(0);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  });

  test('the server says what to do if it cannot listen', async () => {
    const { port } = await start(new Hono());
    await expect(listen(new Hono(), { ...LOOPBACK, port })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(
        /another program listens there already, such as an earlier serve or preview\. Stop that .*PORT=\d+\./,
      ),
    });
  });

  test('an address that is not up yet is reported as a problem that may pass', async () => {
    await expect(listen(new Hono(), { ...LOOPBACK, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/this machine does not have that address, or not yet.*HOST/),
    });
  });

  test('the server answers the requests in flight before it stops, and accepts no new ones', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const http = new Hono().get('/', async (context) => {
      begin();
      await finished;
      return context.text('done');
    });
    const { port, stop } = await start(http);
    const answer = fetch(`http://127.0.0.1:${port}/`);
    await begun;
    const stopped = stop();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    finish();
    expect(await (await answer).text()).toBe('done');
    await stopped;
  });

  test('the server does not wait for idle connections when it stops', async () => {
    const { port, stop } = await start(new Hono().get('/', (context) => context.text('x')));
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    await fetch(`http://127.0.0.1:${port}/`);
    const before = performance.now();
    await Promise.all([stop(), received(silent)]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('a client that keeps a connection busy', () => {
  /** Reads a body to its end, or as much as arrives. */
  const taking = new Hono().post('/', async (context) => {
    await context.req.raw.body?.pipeTo(new WritableStream()).catch(() => {});
    return context.text('taken');
  });

  test('a client that never finishes its request is cut off soon after the time limit', async () => {
    const { port } = await start(new Hono(), { requestTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    const answer = received(socket);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a client whose body stalls is cut off', async () => {
    const { port } = await start(taking, { requestTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    const answer = received(socket);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx');
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a client whose body was not asked for is cut off after the answer', async () => {
    const http = new Hono().get('/', (context) => context.text('hello'));
    const { port } = await start(http, { requestTimeoutMs: 50 });
    const { socket, closed } = openClient(port);
    const drip = setInterval(() => socket.write('x'), 10);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx');
    expect(await closed).toMatch(/hello$/);
    clearInterval(drip);
  });

  test('a client that sends a large body without pausing is not cut off', async () => {
    const { port } = await start(taking, { requestTimeoutMs: 300 });
    const end = performance.now() + 700;
    const body = async function* () {
      while (performance.now() < end) {
        yield Buffer.alloc(MIN_PROGRESS_BYTES);
        await new Promise(setImmediate);
      }
    };
    const init = { method: 'POST', body: ReadableStream.from(body()), duplex: 'half' };
    expect((await fetch(`http://127.0.0.1:${port}/`, init as RequestInit)).status).toBe(200);
  });
});

/** The beginning of a request with an event. */
const headOf = (lines: Record<string, string>) =>
  ['POST /webhooks/resend HTTP/1.1', 'Host: x', ...Object.entries(lines).map((line) => line.join(': '))]
    .map((line) => `${line}\r\n`)
    .join('')
    .concat('\r\n');

/** Signed, but not for the body that follows, which only shows when the body is there. */
const SIGNED = signedHeaders({ id: 'msg_1', body: '' });
const CHUNKED = { 'Transfer-Encoding': 'chunked' };

describe('an event', () => {
  let stores: Awaited<ReturnType<typeof openWithTables>>;
  beforeEach(async () => {
    stores = await openWithTables();
  });
  afterEach(() => stores.close());

  /** Writes to a socket of the server, and returns what it receives. */
  const write = async (...parts: string[]) => {
    const app = openHttpApp(stores);
    const { port } = await start(app.http);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const answer = received(socket);
    for (const part of parts) socket.write(part);
    return { ...app, socket, answer };
  };

  test.each([
    ['of known length', { 'Content-Length': '3000000' }, 'x'.repeat(500_000)],
    ['of unknown length', CHUNKED, '10000\r\n'.concat('x'.repeat(0x10000), '\r\n').repeat(7)],
  ])('an event of 3 MB %s is answered by 413 before it has arrived', async (_, length, body) => {
    const { answer } = await write(headOf({ ...SIGNED, ...length }), body);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each<[string, number, Record<string, string>]>([
    ['without an id', 401, { ...SIGNED, 'svix-id': '' }],
    ['without a time', 401, { ...SIGNED, 'svix-timestamp': '' }],
    ['without a signature', 401, { ...SIGNED, 'svix-signature': '' }],
    ['without any of them', 401, { 'content-type': 'application/json' }],
    ['of six minutes ago', 401, signedHeaders({ id: 'm', body: '', at: new Date(Date.now() - 360_000) })],
    ['of a time that is none', 401, { ...SIGNED, 'svix-timestamp': '1e9' }],
    ['that is no JSON', 415, { ...SIGNED, 'content-type': 'text/plain' }],
  ])('an event %s is answered by %i before its body has arrived', async (_, status, headers) => {
    for (const length of [{ 'Content-Length': String(MAX_EVENT_BYTES) }, CHUNKED]) {
      const { answer } = await write(headOf({ ...headers, ...length }));
      expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    }
  });

  test.each([
    ['of known length', { 'Content-Length': '100' }],
    ['of unknown length', CHUNKED],
  ])('an event %s whose sender disconnects halfway is not a server error', async (_, length) => {
    for (const leave of ['destroy', 'end'] as const) {
      const { socket, answer, tally, errors } = await write(
        headOf({ ...SIGNED, ...length }),
        'a\r\n{"type":"e\r\n',
      );
      await once(socket, 'ready');
      setImmediate(() => socket[leave]());
      await answer;
      await expect.poll(() => tally.refused.unreadable).toBe(1);
      expect(errors).toEqual([]);
    }
  });
});

describe('comparisons announced as 100 MB', () => {
  test.each([
    ['with the token, by 413', `Authorization: Bearer ${API_TOKEN}\r\n`, 413],
    ['without it, by 401', '', 401],
  ])(
    'comparisons announced as 100 MB are answered before they have arrived: %s',
    async (_, authorization, status) => {
      const stores = await openWithTables();
      const { port } = await start(openHttpApp(stores).http);
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      const answer = received(socket);
      const head = `POST /api/comparisons HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${authorization}`;
      socket.write(`${head}Content-Length: 100000000\r\n\r\n[`);
      expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      stores.close();
    },
  );
});
