import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { answerInTurn } from '../../../src/http/server-limits/answer-in-turn.ts';
import { openClient } from '../../support/http/raw-client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** How many of the arrived requests have been read. */
let read: number;

async function start(answer: RequestListener): Promise<number> {
  const inTurn = answerInTurn(answer);
  read = 0;
  const server = createServer(inTurn.answer).on('request', () => {
    read += 1;
  });
  inTurn.watch(server);
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers each request with its method, its path and its body. */
const echo: RequestListener = async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  response.end(`<${request.method} ${request.url} ${Buffer.concat(parts).toString('latin1')}>`);
};

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (path: string, ...parts: string[]) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${parts
    .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
    .join('')}0\r\n\r\n`;

const answersIn = (text: string) => text.match(/<[^>]*>/g) ?? [];

describe('thousands of requests that arrive at once on one connection', () => {
  test('only a few requests are read while the first is being answered', async () => {
    let asked = () => {};
    const first = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { socket } = openClient(await start(() => asked()));
    socket.write(get('/').repeat(2_000));
    await first;
    // Anything else that has arrived would be read by now.
    for (let round = 0; round < 10; round += 1) await new Promise(setImmediate);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(25);
    socket.destroy();
  });

  test('every request is answered, in order', async () => {
    const { socket, received } = openClient(await start(echo));
    const numbers = Array.from({ length: 2_000 }, (_, number) => number);
    socket.write(numbers.map((number) => get(`/${number}`)).join(''));
    await expect
      .poll(() => answersIn(received()).length, { timeout: 20_000, interval: 10 })
      .toBe(numbers.length);
    expect(answersIn(received())).toEqual(numbers.map((number) => `<GET /${number} >`));
    socket.destroy();
  });
});

describe('requests with bodies that arrive at once', () => {
  const BLANK_LINES = '\r\n\r\n'.repeat(200);
  const LONG = 'x'.repeat(100_000);
  const REQUESTS: [text: string, answer: string][] = [
    [get('/a'), '<GET /a >'],
    [post('/b', BLANK_LINES), `<POST /b ${BLANK_LINES}>`],
    [get('/c'), '<GET /c >'],
    [chunked('/d', BLANK_LINES, 'y', LONG), `<POST /d ${BLANK_LINES}y${LONG}>`],
    [post('/e', LONG), `<POST /e ${LONG}>`],
    [post('/f', ''), '<POST /f >'],
    [get('/g'), '<GET /g >'],
  ];
  const all = REQUESTS.map(([text]) => text).join('');
  const answers = REQUESTS.map(([, answer]) => answer);

  test('requests with bodies that arrive at once are answered as if each had come alone', async () => {
    const { socket, received } = openClient(await start(echo));
    socket.write(all);
    await expect.poll(() => answersIn(received()), { timeout: 10_000 }).toEqual(answers);
    socket.destroy();
  });

  test.each([1, 2, 3, 255, 257])(
    'requests with bodies that arrive in pieces of %i bytes are answered as if each had come alone',
    async (size) => {
      const short = all.replaceAll(LONG, 'xx').replaceAll((100_000).toString(16), '2');
      const text = short.replaceAll('Content-Length: 100000', 'Content-Length: 2');
      const { socket, received } = openClient(await start(echo));
      socket.setNoDelay(true);
      for (let at = 0; at < text.length; at += size) {
        socket.write(text.slice(at, at + size));
        if (at % 16 === 0) await new Promise(setImmediate);
      }
      const expected = answers.map((answer) => answer.replaceAll(LONG, 'xx'));
      await expect.poll(() => answersIn(received()), { timeout: 10_000 }).toEqual(expected);
      socket.destroy();
    },
  );

  test('requests behind a response that its client has not read yet are answered when it has', async () => {
    const large = 'z'.repeat(16 * 1024 * 1024);
    const port = await start((request, response) => {
      if (request.url === '/large') response.end(large);
      else echo(request, response);
    });
    const { socket, received } = openClient(port);
    socket.pause();
    socket.write(get('/large') + all.repeat(3));
    await expect.poll(() => read).toBeGreaterThan(0);
    socket.write(get('/last'));
    socket.resume();
    await expect
      .poll(() => answersIn(received().slice(large.length)), { timeout: 20_000 })
      .toEqual([...answers, ...answers, ...answers, '<GET /last >']);
    socket.destroy();
  });
});
