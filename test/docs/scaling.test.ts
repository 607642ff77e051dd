import { mkdtempSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { lacksCaddy, startCaddy } from '../support/http/caddy.ts';
import { freePort } from '../support/http/free-port.ts';
import { lacksNginx, startNginxWith } from '../support/http/nginx.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { STUDIO_PASSWORD } from '../support/http/studio.ts';
import { makePlace, type Place } from '../support/processes.ts';

const HOST = 'digest.your-domain.com';
const DOCUMENT = readFileSync(projectPath('docs', 'scaling.md'), 'utf8');

/** An example in the docs, with real ports. */
function documented(language: 'nginx' | 'caddy', ports: readonly number[]): string {
  const [, example = ''] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(DOCUMENT) ?? [];
  expect(example).toContain('10.0.0.11:3000');
  return example
    .replaceAll('10.0.0.11:3000', `127.0.0.1:${ports[0]}`)
    .replaceAll('10.0.0.12:3000', `127.0.0.1:${ports[1]}`);
}

/** Two processes on one database, whose ports stay the same when they are restarted. */
async function startTwo(place: Place, settings: Record<string, string>) {
  const ports = [await freePort(), await freePort()];
  const start = (port: number) =>
    startServed(place, {
      PUBLIC_URL: `https://${HOST}`,
      TRUSTED_PROXIES: '127.0.0.1',
      STUDIO_PASSWORD,
      ...settings,
      PORT: String(port),
    });
  const running: Served[] = [];
  for (const port of ports) running.push(await start(port));
  return {
    ports,
    /** As a rolling upgrade does it: told to stop, waited for, started again. */
    restart: async (index: number) => {
      const { status } = (await running[index]?.stop('SIGTERM')) ?? { status: null };
      running[index] = await start(ports[index] ?? 0);
      return status;
    },
    stop: () => Promise.all(running.map(({ stop }) => stop('SIGKILL'))),
  };
}
type Two = Awaited<ReturnType<typeof startTwo>>;

interface Answer {
  status: number;
  location: string;
  cookies: string[];
}

type Ask = (path: string, init?: { body?: string; headers?: Record<string, string> }) => Promise<Answer>;

/** Asks a proxy as a browser does. */
function askThrough(port: number): Ask {
  const agent = new Agent({ keepAlive: true });
  return (path, { body, headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ agent, host: '127.0.0.1', port, servername: HOST, rejectUnauthorized: false, path },
          method: body === undefined ? 'GET' : 'POST',
          headers: { host: HOST, accept: 'text/html', origin: `https://${HOST}`, ...headers },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location ?? '',
              cookies: (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? ''),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
}

/** Asks all the time, until it is told to end. @returns What was answered, by status; failures as 0. */
function load(ask: Ask) {
  const statuses = new Map<number, number>();
  let isOn = true;
  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const asking = Array.from({ length: 6 }, async (_, index) => {
    const form = { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    while (isOn)
      await (index % 2 === 0 ? ask('/issues') : ask(`/unsubscribe/${'a'.repeat(40)}`, form)).then(
        ({ status }) => count(status),
        () => count(0),
      );
  });
  return async () => {
    isOn = false;
    await Promise.all(asking);
    return statuses;
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe.skipIf(lacksCaddy())('Caddy, as the docs set it up for two processes', () => {
  let place: Place;
  let two: Two;
  let proxy: Awaited<ReturnType<typeof startCaddy>>;
  let ask: Ask;
  beforeAll(async () => {
    place = await makePlace();
    two = await startTwo(place, { DRAIN_SECONDS: '5' });
    const folder = mkdtempSync(join(tmpdir(), 'verdicts-caddy-'));
    proxy = await startCaddy(documented('caddy', two.ports), { host: HOST, folder });
    ask = askThrough(proxy.port);
  });
  afterAll(async () => {
    await proxy.stop();
    await two.stop();
    await place.remove();
  });

  test('keeps health and metrics to itself', async () => {
    for (const path of ['/metrics', '/healthz', '/READYZ']) expect((await ask(path)).status).toBe(404);
  });

  test('keeps a browser on one process in the studio', async () => {
    const body = new URLSearchParams({ password: STUDIO_PASSWORD }).toString();
    const { cookies } = await ask('/studio/sign-in', { body, headers: FORM });
    expect(cookies.some((cookie) => cookie.startsWith('verdicts_process='))).toBe(true);
    const headers = { cookie: cookies.join('; ') };
    const { location } = await ask('/studio/subscribers/import', {
      body: 'email\nada@a.test\n',
      headers: { ...headers, 'content-type': 'text/csv' },
    });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(location, { headers })));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  test('loses no request while one process after the other is restarted', async () => {
    const end = load(ask);
    for (const index of [0, 1]) {
      const timesUp = proxy.said().split('host is up').length;
      expect(await two.restart(index)).toBe(0);
      await expect
        .poll(() => proxy.said().split('host is up').length, { timeout: 20_000 })
        .toBeGreaterThan(timesUp);
    }
    const statuses = await end();
    expect([...statuses.keys()].sort()).toEqual([200, 404]);
    expect(statuses.get(200)).toBeGreaterThan(100);
  });
});

describe.skipIf(lacksNginx())('nginx, as the docs set it up for two processes', () => {
  test('takes the other process where one refuses the connection', async () => {
    const place = await makePlace();
    const two = await startTwo(place, {});
    const locations = [
      ['/', 'verdicts'],
      ['~* ^/studio(/|$)', 'verdicts_studio'],
    ].map(
      ([path, upstream]) =>
        `location ${path} { proxy_pass http://${upstream}; proxy_http_version 1.1; proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_request_buffering off; }`,
    );
    const nginx = await startNginxWith(
      (port) =>
        `${documented('nginx', two.ports)} server { listen 127.0.0.1:${port}; ${locations.join('\n')} }`,
    );
    const statusOf = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${nginx.port}${path}`, { headers: { host: HOST } });
      await response.body?.cancel();
      return response.status;
    };
    expect(await statusOf('/studio/subscribers')).toBe(401);
    const restarting = two.restart(0);
    for (let asked = 0; asked < 40; asked += 1) expect(await statusOf('/issues')).toBe(200);
    expect(await restarting).toBe(0);
    nginx.stop();
    await two.stop();
    await place.remove();
  });
});
