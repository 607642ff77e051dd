import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** How a proxy changes a request before it forwards it. */
export interface ProxyHabits {
  httpVersion: '1.0' | '1.1';
  /** The host name that it requests: the program's own, or the browser's. */
  host: 'upstream' | 'passed on';
  /** The headers that it adds, by name; `X-Forwarded-For` is appended to. */
  adds: readonly ('X-Forwarded-For' | 'X-Forwarded-Proto' | 'X-Forwarded-Host' | 'X-Real-IP' | 'Via')[];
}

/** By default, without any configuration of headers. */
export const PROXY_DEFAULTS: Readonly<Record<string, ProxyHabits>> = {
  'nginx 1.29.7 and later': { httpVersion: '1.1', host: 'upstream', adds: [] },
  'nginx before': { httpVersion: '1.0', host: 'upstream', adds: [] },
  HAProxy: { httpVersion: '1.1', host: 'passed on', adds: [] },
  Caddy: {
    httpVersion: '1.1',
    host: 'passed on',
    adds: ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'Via'],
  },
};

/** Hop-by-hop headers, which are not forwarded. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'te', 'trailer', 'upgrade', 'host']);

/** A reverse proxy on this machine, in front of a program at `port`. Its habits may change between requests. */
export async function startProxy(port: number) {
  let habits: ProxyHabits = { httpVersion: '1.1', host: 'upstream', adds: [] };
  const server = createServer((request) => {
    const upstream = connect({ host: '127.0.0.1', port });
    upstream.on('error', () => request.socket.destroy());
    request.socket.on('error', () => upstream.destroy());
    upstream.write(headOf(request, { ...habits, port }));
    request.pipe(upstream, { end: false });
    upstream.pipe(request.socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    behaveAs: (now: ProxyHabits) => {
      habits = now;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function headOf(
  { method, url, rawHeaders, headers, socket }: IncomingMessage,
  { httpVersion, host, adds, port }: ProxyHabits & { port: number },
): string {
  const client = socket.remoteAddress ?? '';
  const values: Record<ProxyHabits['adds'][number], string> = {
    'X-Forwarded-For': [headers['x-forwarded-for'], client].filter(Boolean).join(', '),
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': headers.host ?? '',
    'X-Real-IP': client,
    Via: '1.1 proxy',
  };
  const added = new Set(adds.map((name) => name.toLowerCase()));
  const passedOn = Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] ?? '',
    rawHeaders[2 * index + 1] ?? '',
  ]).filter(([name = '']) => !HOP_BY_HOP.has(name.toLowerCase()) && !added.has(name.toLowerCase()));
  const lines = [
    ['Host', host === 'upstream' ? `127.0.0.1:${port}` : (headers.host ?? '')],
    ['Connection', 'close'],
    ...passedOn,
    ...adds.map((name) => [name, values[name]]),
  ];
  return `${method} ${url} HTTP/${httpVersion}\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n`;
}
