import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { type ListeningServer, listen } from '../../src/http/listen.ts';
import { API_TOKEN, openHttpApp } from '../support/http-app.ts';
import { openWithTables } from '../support/tables.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const servers: ListeningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(http: Hono) {
  const server = await listen(http, LOOPBACK);
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
  test('tells the port that it really uses', async () => {
    const { port } = await start(new Hono().get('/', (context) => context.text('here')));
    expect(port).toBeGreaterThan(0);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  });

  test('says what to do where it cannot listen', async () => {
    const { port } = await start(new Hono());
    await expect(listen(new Hono(), { ...LOOPBACK, port })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/another program listens there already.*PORT/),
    });
  });

  test('answers what is in flight before it stops, and takes nothing new', async () => {
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

  test('does not wait for connections on which nothing is asked', async () => {
    const { port, stop } = await start(new Hono().get('/', (context) => context.text('x')));
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    await fetch(`http://127.0.0.1:${port}/`);
    const before = performance.now();
    await Promise.all([stop(), received(silent)]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('an event of 3 MB', () => {
  test.each([
    ['of known length', 'Content-Length: 3000000\r\n\r\n', 'x'.repeat(3_000_000)],
    [
      'of unknown length',
      'Transfer-Encoding: chunked\r\n\r\n',
      `${'10000\r\n'.concat('x'.repeat(0x10000), '\r\n').repeat(46)}0\r\n\r\n`,
    ],
  ])('%s is answered by 413 before it is there', async (_, head, body) => {
    const stores = openWithTables();
    const { http } = openHttpApp(stores);
    const { port } = await start(http);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const answer = received(socket);
    socket.write(`POST /webhooks/resend HTTP/1.1\r\nHost: x\r\n${head}`);
    socket.write(body.slice(0, 500_000));
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    stores.close();
  });
});

describe('comparisons that are announced as 100 MB', () => {
  test.each([
    ['with the token, by 413', `Authorization: Bearer ${API_TOKEN}\r\n`, 413],
    ['without it, by 401', '', 401],
  ])('are answered before they are there: %s', async (_, authorization, status) => {
    const stores = openWithTables();
    const { port } = await start(openHttpApp(stores).http);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const answer = received(socket);
    const head = `POST /api/comparisons HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${authorization}`;
    socket.write(`${head}Content-Length: 100000000\r\n\r\n[`);
    expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    stores.close();
  });
});
