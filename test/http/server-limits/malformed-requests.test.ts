import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ListeningServer, listen } from '../../../src/http/listen.ts';
import { MAX_HEADERS } from '../../../src/http/server-limits/refuse-malformed.ts';
import { openWithTables } from '../../support/database/tables.ts';
import { openHttpApp } from '../../support/http/http-app.ts';
import { ask } from '../../support/http/raw-client.ts';

let stores: Awaited<ReturnType<typeof openWithTables>>;
let server: ListeningServer;
beforeAll(async () => {
  stores = await openWithTables();
  server = await listen(openHttpApp(stores).http, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.stop();
  stores.close();
});

const get = (target: string, ...headers: string[]) =>
  ask(server.port, [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));

const statusOf = (response: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]);

describe('a Host header that is not a host name', () => {
  test.each([
    '',
    ' ',
    'a b',
    'a/b',
    'a@b',
    'user:password@b',
    'a?b',
    'a#b',
    'a\\b',
    'a,b',
    '*',
    '"x"',
    '<x>',
    '..',
    'a..b',
    ':80',
    'x:port',
    'x:99999',
    '[::1',
    '[v1.x]',
    '1.2.3.4.5',
    '256.1.1.1',
    '99999999999',
    'a%',
    '%61.example',
    'm\xfcnchen.example',
    `${'x'.repeat(64)}.example`,
  ])('the Host header "%s" is answered by 400, never by a server error', async (host) => {
    for (const path of ['/', '/studio', '/issues', '/nothing'])
      expect([path, statusOf(await get(path, `Host: ${host}`))]).toEqual([path, 400]);
  });

  test('an invalid Host header is answered with what is wrong', async () => {
    expect(await get('/', 'Host: 1.2.3.4.5')).toMatch(/application\/problem\+json[\s\S]*not a host name/);
  });

  test('the answer to an invalid Host header has headers that keep browsers from guessing its type', async () => {
    const answer = (await get('/', 'Host: 1.2.3.4.5')).toLowerCase();
    for (const header of ['x-content-type-options: nosniff', "default-src 'none'", 'cache-control: no-store'])
      expect(answer).toContain(header);
  });

  test.each([
    'example.com',
    'EXAMPLE.com',
    'example.com.',
    'a_b.example',
    '127.0.0.1:3000',
    '[::1]:3000',
    'localhost',
  ])('the Host header %s is accepted', async (host) => {
    expect(statusOf(await get('/healthz', `Host: ${host}`))).toBe(200);
  });
});

describe('a malformed request', () => {
  test('a request with two Host headers or none is answered by 400', async () => {
    expect(statusOf(await get('/', 'Host: a', 'Host: b'))).toBe(400);
    expect(statusOf(await get('/'))).toBe(400);
  });

  test('a request of HTTP/1.0 needs no Host header, since health checks send none, and cannot open the studio', async () => {
    const ask10 = async (path: string) => statusOf(await ask(server.port, `GET ${path} HTTP/1.0\r\n\r\n`));
    expect(await ask10('/healthz')).toBe(200);
    expect(await ask10('/')).toBe(200);
    expect([403, 404]).toContain(await ask10('/studio'));
  });

  test.each(['http://user:password@a/', 'http://1.2.3.4.5/', 'http://a:99999/', 'ftp://a/', 'a', '*'])(
    'a request for %s is answered by 400',
    async (target) => {
      expect(statusOf(await get(target, 'Host: a'))).toBe(400);
    },
  );

  test('a request for a whole URL, as a proxy sends it, is answered like one for its path', async () => {
    expect(statusOf(await get('http://a/healthz', 'Host: a'))).toBe(200);
  });
});

describe('the number of headers', () => {
  const some = (count: number) => Array.from({ length: count }, () => 'a:');

  test(`more than ${MAX_HEADERS} headers are refused, and cannot hide those that follow`, async () => {
    for (const count of [MAX_HEADERS, 1_990, 3_900]) {
      const response = await get('/', 'Host: a', ...some(count), 'Via: 1.1 a', 'Content-Length: 0');
      expect([count, statusOf(response)]).toEqual([count, 431]);
    }
  });

  test('an ordinary number of headers reaches the program, the last one included', async () => {
    const app = new Hono().get('/', (context) => context.text(context.req.header('last') ?? 'hidden'));
    const { port, stop } = await listen(app, { host: '127.0.0.1', port: 0 });
    const lines = ['Host: a', ...some(MAX_HEADERS - 3), 'Last: there'].join('\r\n');
    expect(await ask(port, `GET / HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`)).toMatch(/there$/);
    await stop();
  });
});
