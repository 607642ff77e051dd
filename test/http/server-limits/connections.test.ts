import { once } from 'node:events';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ListeningServer,
  type ListenOptions,
  listen,
  MAX_REQUESTS_PER_CONNECTION,
} from '../../../src/http/listen.ts';
import { readNetworkRange } from '../../../src/shared/network-address.ts';
import { openClient } from '../../support/http/raw-client.ts';

const servers: ListeningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(http: Hono, options: Partial<ListenOptions> = {}) {
  const server = await listen(http, { host: '127.0.0.1', port: 0, ...options });
  servers.push(server);
  return server.port;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** A promise and its resolver, for handlers that wait for the test. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const hello = () => new Hono().get('/', (context) => context.text('hello'));

/** More than the operating system buffers for a client that does not read. */
const ENDLESS = 64 * 1024 * 1024;
const PIECE = new Uint8Array(64 * 1024);

/** Answers with {@link ENDLESS} bytes; reports when it begins, and when a connection ended before it had them. */
function endless() {
  const { open: end, opened: ended } = gate();
  const { open: begin, opened: begun } = gate();
  let left = ENDLESS;
  const source = {
    pull(controller: ReadableStreamDefaultController) {
      begin();
      controller.enqueue(PIECE);
      left -= PIECE.length;
      if (left <= 0) controller.close();
    },
    cancel: end,
  };
  const body = new ReadableStream(source, { highWaterMark: 0 });
  return { begun, ended, http: new Hono().get('/endless', () => new Response(body)) };
}

describe('requests that arrive at once on one connection', () => {
  test('requests on one connection are answered one after the other, in order', async () => {
    let atOnce = 0;
    let most = 0;
    const http = new Hono().get('/:number', async (context) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return context.text(`<${context.req.param('number')}>`);
    });
    const { socket, received } = openClient(await start(http));
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    socket.write(numbers.map((number) => get(`/${number}`)).join(''));
    await expect.poll(received).toContain(`<${numbers.at(-1)}>`);
    expect(received().match(/<\d+>/g)).toEqual(numbers.map((number) => `<${number}>`));
    expect(most).toBe(1);
    socket.destroy();
  });

  test('requests on one connection are read only when those before them are answered, and nobody else waits for them', async () => {
    let begun = 0;
    const { open, opened } = gate();
    const http = new Hono()
      .get('/slow', async (context) => {
        begun += 1;
        await opened;
        return context.text('<done>');
      })
      .get('/', (context) => context.text('hello'));
    const port = await start(http);
    const { socket, received } = openClient(port);
    socket.write(get('/slow').repeat(500));
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(begun).toBe(1);
    open();
    await expect.poll(() => received().match(/<done>/g)?.length, { interval: 5 }).toBe(500);
    socket.destroy();
  });

  test('requests on one connection end with the response that closes it', async () => {
    let answered = 0;
    const http = new Hono().get('/', (context) => {
      answered += 1;
      return context.text('last', 200, { Connection: 'close' });
    });
    const { socket, closed } = openClient(await start(http));
    socket.write(get('/').repeat(3));
    expect((await closed).match(/last/g)).toHaveLength(1);
    expect(answered).toBe(1);
  });
});

test('a connection ends with its thousandth request, and says so', async () => {
  const { socket, received, closed } = openClient(await start(hello()));
  const answered = () => received().match(/hello/g)?.length ?? 0;
  for (let sent = 0; sent < MAX_REQUESTS_PER_CONNECTION; sent += 25) {
    socket.write(get('/').repeat(25));
    await expect.poll(answered, { interval: 1 }).toBe(sent + 25);
  }
  expect(await closed).toMatch(/Connection: close\r\n[^<>]*hello$/i);
});

describe('a client that reads slowly', () => {
  test('a client that reads nothing of a response is cut off, and the response is no longer generated', async () => {
    const { http, ended } = endless();
    const { socket } = openClient(await start(http, { writeTimeoutMs: 100 }));
    socket.pause();
    socket.write(get('/endless'));
    await ended;
    socket.destroy();
  });

  test('a client that reads slowly gets the whole response', async () => {
    const { http } = endless();
    const { socket } = openClient(await start(http, { writeTimeoutMs: 500 }));
    socket.removeAllListeners('data');
    let taken = 0;
    socket.on('data', (chunk) => {
      taken += chunk.length;
      socket.pause();
      setImmediate(() => socket.resume());
    });
    socket.write(get('/endless').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    await once(socket, 'close');
    expect(taken).toBeGreaterThan(ENDLESS);
  });

  test('a client is not cut off while the server takes its time', async () => {
    const http = new Hono().get('/', async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return context.text('at last');
    });
    const port = await start(http, { writeTimeoutMs: 50 });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('at last');
  });

  test('a client of a response with pauses, such as an event stream, is not cut off', async () => {
    const pieces = async function* () {
      for (const piece of ['one', 'two', 'three']) {
        yield Buffer.from(piece);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
    };
    const http = new Hono().get('/', () => new Response(ReadableStream.from(pieces())));
    const port = await start(http, { writeTimeoutMs: 50 });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('onetwothree');
  });
});

describe('connections of one network', () => {
  /** Answers each `/slow` request when the gate opens, and counts those that have begun. */
  const slow = () => {
    const { open, opened } = gate();
    let begun = 0;
    const http = hello().all('/slow', async (context) => {
      begun += 1;
      await opened;
      return context.text('done');
    });
    return { http, open, begun: () => begun };
  };

  const isServed = async (port: number) => {
    const { socket, received } = openClient(port);
    socket.write(get('/'));
    await expect.poll(received).toMatch(/hello$/);
    socket.destroy();
  };

  test.each([
    ['asks nothing', ''],
    ['does not end its headers', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['does not end its body', 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx'],
  ])('a connection beyond the limit replaces one that %s', async (_, beginning) => {
    const http = hello().post('/slow', async (context) =>
      context.text(await context.req.text().catch(() => '')),
    );
    const port = await start(http, { maxConnectionsPerNetwork: 2 });
    const crowd = [openClient(port), openClient(port)];
    for (const { socket } of crowd) {
      await once(socket, 'connect');
      socket.write(beginning);
    }
    await isServed(port);
    await Promise.race(crowd.map(({ closed }) => closed));
    const left = crowd.filter(({ socket }) => !socket.destroyed);
    expect(left).toHaveLength(1);
    left[0]?.socket.destroy();
  });

  test('a connection beyond the limit replaces one that does not read its response', async () => {
    const { http, begun, ended } = endless();
    http.get('/', (context) => context.text('hello'));
    const port = await start(http, { maxConnectionsPerNetwork: 1 });
    const { socket } = openClient(port);
    socket.pause();
    socket.write(get('/endless'));
    await begun;
    const asker = async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null))?.status;
    await expect.poll(asker).toBe(200);
    await ended;
    socket.destroy();
  });

  test('a connection beyond the limit replaces one that sends more requests before it has its response', async () => {
    const { http, begun } = slow();
    const port = await start(http, { maxConnectionsPerNetwork: 1 });
    const greedy = openClient(port);
    greedy.socket.write(get('/slow').repeat(2));
    await expect.poll(begun).toBe(1);
    await isServed(port);
    await greedy.closed;
  });

  test('a connection beyond the limit replaces the newest that waits for a page, not those that wait longer', async () => {
    const { http, open, begun } = slow();
    const port = await start(http, { maxConnectionsPerNetwork: 2 });
    const [first, last] = [openClient(port), openClient(port)];
    first.socket.write(get('/slow'));
    await expect.poll(begun).toBe(1);
    last.socket.write(get('/slow'));
    await expect.poll(begun).toBe(2);
    await isServed(port);
    await last.closed;
    open();
    await expect.poll(first.received).toMatch(/done$/);
    first.socket.destroy();
  });

  test('a connection beyond the limit is closed while all others are sending something', async () => {
    const { http, open, begun } = slow();
    const closed: string[] = [];
    const port = await start(http, {
      maxConnectionsPerNetwork: 1,
      onClosed: (limit) => closed.push(limit),
    });
    const first = openClient(port);
    first.socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    await expect.poll(begun).toBe(1);
    expect(await openClient(port).closed).toBe('');
    expect(closed).toEqual(['network']);
    open();
    await expect.poll(first.received).toMatch(/done$/);
    first.socket.destroy();
  });

  test.skipIf(process.platform !== 'linux')(
    'a connection beyond the limit does not replace one of another network',
    async () => {
      const port = await start(hello(), { maxConnectionsPerNetwork: 1 });
      const other = openClient(port, { from: '127.0.0.2' });
      await once(other.socket, 'connect');
      for (const _ of [1, 2, 3]) await isServed(port);
      other.socket.write(get('/'));
      await expect.poll(other.received).toMatch(/hello$/);
      other.socket.destroy();
    },
  );

  test('connections from a trusted proxy are not limited', async () => {
    const trustedProxies = ['127.0.0.0/8'].flatMap((range) => readNetworkRange(range) ?? []);
    const port = await start(hello(), { maxConnectionsPerNetwork: 1, trustedProxies });
    const clients = [openClient(port), openClient(port), openClient(port)];
    for (const { socket } of clients) await once(socket, 'connect');
    for (const { socket, received } of clients) {
      socket.write(get('/'));
      await expect.poll(received).toMatch(/hello$/);
      socket.destroy();
    }
  });
});

test.skipIf(process.platform !== 'linux')(
  'when all connections are taken, a new one replaces one of the largest network',
  async () => {
    const port = await start(hello(), { maxConnections: 3 });
    const honest = openClient(port, { from: '127.0.0.2' });
    await once(honest.socket, 'connect');
    const crowd = [openClient(port), openClient(port)];
    for (const { socket } of crowd) await once(socket, 'connect');
    const { socket, received } = openClient(port, { from: '127.0.0.3' });
    socket.write(get('/'));
    await expect.poll(received).toMatch(/hello$/);
    await crowd[0]?.closed;
    expect(honest.socket.destroyed).toBe(false);
    for (const each of [socket, honest.socket, ...crowd.map((one) => one.socket)]) each.destroy();
  },
);

test.skipIf(process.platform !== 'linux')(
  'when all connections are taken and the largest network is being answered, an idle one of another gives way',
  async () => {
    const { open, opened } = gate();
    const begun = gate();
    const http = hello().post('/slow', async (context) => {
      begun.open();
      await opened;
      return context.text('done');
    });
    const port = await start(http, { maxConnections: 2 });
    const busy = openClient(port);
    busy.socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    await begun.opened;
    const idle = openClient(port, { from: '127.0.0.2' });
    await once(idle.socket, 'connect');
    const { socket, received } = openClient(port, { from: '127.0.0.3' });
    socket.write(get('/'));
    await expect.poll(received).toMatch(/hello$/);
    await idle.closed;
    open();
    await expect.poll(busy.received).toMatch(/done$/);
    for (const each of [socket, busy.socket]) each.destroy();
  },
);
