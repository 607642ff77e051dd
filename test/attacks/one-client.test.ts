import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_CONNECTIONS_PER_NETWORK } from '../../src/http/server-limits/limit-connections.ts';
import { type AttackedServer, attackedServers } from '../support/http/attacked-server.ts';
import { ask, openClient, type RawClient } from '../support/http/raw-client.ts';

/** MiB. Without limits, ten connections took over 700. */
const MAX_MEMORY = 300;

/**
 * Median of the checks, in milliseconds. The aim on a quiet machine is 200; without limits, no check was answered at
 * all.
 */
const MAX_HEALTH_TIME = 1_500;

/** For each check, in milliseconds. Without limits, the first one during an attack took over ten seconds. */
const MAX_SINGLE_HEALTH_TIME = 6_000;

const CHECKS = 9;

/** Until all are closed, in milliseconds: about forty seconds on a quiet machine, thirty of them the limit itself. */
const LONGEST_STALL_MS = 150_000;

/** What a process has open besides connections. */
const OWN_SOCKETS = 20;

const serveToAttackers = attackedServers();
let server: AttackedServer;
let clients: RawClient[];
beforeEach(async () => {
  server = await serveToAttackers();
  clients = [];
});
afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  await server.stop();
});

/** Opens connections from several addresses, which all send the same and read nothing. */
async function attack(count: number, text: string, addresses = 1): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const client = openClient(server.port, { from: `127.0.0.${1 + (index % addresses)}` });
    client.socket.pause();
    client.socket.write(text);
    clients.push(client);
    // The attacker runs in this process, and needs time for its sockets.
    if (index % 50 === 49) await new Promise(setImmediate);
  }
}

async function expectWell(): Promise<void> {
  const taken = await server.checkHealth(CHECKS);
  expect(Math.max(...taken)).toBeLessThan(MAX_SINGLE_HEALTH_TIME);
  expect(taken.sort((one, other) => one - other)[Math.floor(CHECKS / 2)]).toBeLessThan(MAX_HEALTH_TIME);
  expect(await server.peakMemory()).toBeLessThan(MAX_MEMORY);
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** As many requests as fit into 58 KB. */
const pipelined = (path: string) => get(path).repeat(Math.floor(58_000 / get(path).length));

const UNFINISHED_BODY =
  'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8000\r\n\r\n{"email":"';

describe.skipIf(process.platform !== 'linux')(
  'the server answers, in little memory, while one client',
  () => {
    test.each<[string, number, string]>([
      ['sends 58 KB of requests on one connection and reads nothing', 1, pipelined('/')],
      ['does so on ten connections', 10, pipelined('/')],
      ['does so on a hundred connections', 100, pipelined('/')],
      ['asks for a large document in that way on a hundred connections', 100, pipelined('/openapi.json')],
      ['asks for the archive on ten connections and reads nothing', 10, pipelined('/issues')],
      ['asks for a large document on thirty connections and reads nothing', 30, pipelined('/openapi.json')],
      ['opens 1,000 connections and asks nothing', 1_000, ''],
      ['opens 1,000 connections and does not end its headers', 1_000, 'GET / HTTP/1.1\r\nHost: x\r\nA'],
      ['opens 1,000 connections and does not end its bodies', 1_000, UNFINISHED_BODY],
      ['asks for a page on 1,000 connections and reads nothing', 1_000, get('/')],
      ['sends 1,000 requests for what does not exist', 1_000, get(`/${'a'.repeat(8_000)}`)],
      ['announces bodies and sends none, 1,000 times', 1_000, UNFINISHED_BODY.replace('POST', 'PUT')],
    ])('the server answers, in little memory, while one client %s', async (_, count, text) => {
      await attack(count, text);
      await expectWell();
      expect(await server.openSockets()).toBeLessThanOrEqual(MAX_CONNECTIONS_PER_NETWORK + OWN_SOCKETS);
    });

    test('the server answers while one client has 1,000 connections from eight addresses and reads a few bytes at times', async () => {
      await attack(1_000, get('/openapi.json').repeat(30), 8);
      const sipping = setInterval(() => {
        for (const { socket } of clients) socket.read(Math.min(200, socket.readableLength));
      }, 500);
      for (let round = 0; round < 3; round += 1) await expectWell();
      clearInterval(sipping);
    });

    test(
      'the server answers while one client never reads the responses on 1,000 connections, and closes them after half a minute',
      async () => {
        await attack(1_000, get('/openapi.json').repeat(30));
        await expectWell();
        await expect
          .poll(() => server.openSockets(), { timeout: LONGEST_STALL_MS, interval: 1_000 })
          .toBeLessThan(OWN_SOCKETS);
        await expectWell();
      },
      2 * LONGEST_STALL_MS,
    );
  },
);

describe('a request cannot hide its content', () => {
  const statusOf = (response: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]);
  const CLOSE = 'Connection: close\r\n\r\n';

  test('a request cannot hide its content behind 1,990 headers', async () => {
    const hidden = `GET /studio HTTP/1.1\r\nHost: 127.0.0.1\r\n${'a:\r\n'.repeat(1_990)}Via: 1.1 a\r\n${CLOSE}`;
    expect(statusOf(await ask(server.port, hidden))).toBe(431);
  });

  test('a request cannot hide its content behind endless headers, chunk extensions or trailers', async () => {
    const chunked = `POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n${CLOSE}`;
    const attempts = [
      `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n${CLOSE}`,
      `${chunked}2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
      `${chunked}2\r\n{}\r\n0\r\n${'a: b\r\n'.repeat(5_000)}\r\n`,
    ];
    for (const attempt of attempts)
      expect(statusOf(await ask(server.port, attempt))).toBeGreaterThanOrEqual(400);
    expect(await server.checkHealth(1)).not.toContain(Number.POSITIVE_INFINITY);
  });

  test('a request cannot hide its content in an invalid Host, method or target', async () => {
    const attempts = [
      `GET /studio HTTP/1.1\r\nHost: 1.2.3.4.5\r\n${CLOSE}`,
      `GET http://a:b@127.0.0.1/studio HTTP/1.1\r\nHost: 127.0.0.1\r\n${CLOSE}`,
      `GET /studio HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: x\r\n${CLOSE}`,
      `OPTIONS * HTTP/1.1\r\nHost: x\r\n${CLOSE}`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ];
    for (const attempt of attempts)
      expect([attempt, statusOf(await ask(server.port, attempt))]).toEqual([attempt, 400]);
    expect(await ask(server.port, 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
  });
});
