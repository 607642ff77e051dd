import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROXY_DEFAULTS, type ProxyHabits, startProxy } from '../support/http/proxy.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { makePlace, type Place } from '../support/processes.ts';

const PASSWORD = 'correct horse battery';
const ADDED = ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Real-IP', 'Via'] as const;

/** Every way a proxy may forward a request. */
const EVERY_HABIT: ProxyHabits[] = (['1.0', '1.1'] as const).flatMap((httpVersion) =>
  (['upstream', 'passed on'] as const).flatMap((host) =>
    Array.from({ length: 2 ** ADDED.length }, (_, bits) => ({
      httpVersion,
      host,
      adds: ADDED.filter((_name, index) => bits & (1 << index)),
    })),
  ),
);

/** What an attacker would want to read or do. */
const WANTED = [
  ['GET', '/studio'],
  ['GET', '/studio/events'],
  ['GET', '/studio/assets/next-issue.js'],
  ['POST', '/studio/subscribers/export'],
  ['POST', '/studio/subscribers/add'],
] as const;

let place: Place;
let served: Served;
let proxy: Awaited<ReturnType<typeof startProxy>>;
const start = async (env: Record<string, string>) => {
  served = await startServed(place, env);
  proxy = await startProxy(served.port);
};
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await proxy.stop();
  await served.stop();
  await place.remove();
});

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  from?: string;
  port?: number;
}

async function ask(path: string, { method = 'GET', headers = {}, body, from, port }: Asked = {}) {
  const sent = request({
    host: '127.0.0.1',
    port: port ?? proxy.port,
    path,
    method,
    agent: false,
    headers: { host: 'verdicts.test', accept: 'text/html', ...headers },
    ...(from === undefined ? {} : { localAddress: from }),
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const answer: { status: number; headers: IncomingHttpHeaders; body: string } = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await text(response),
  };
  return answer;
}

/** Tries everything through a proxy, as a person in a browser and as a program that lies. @returns What succeeded. */
async function whatGetsIn(habits: ProxyHabits, cookie = ''): Promise<string[]> {
  proxy.behaveAs(habits);
  const got: string[] = [];
  const origins = [`http://127.0.0.1:${served.port}`, 'https://verdicts.test'];
  for (const [method, path] of WANTED) {
    for (const origin of method === 'GET' ? [undefined] : origins) {
      const own = { 'sec-fetch-site': 'same-origin', ...(origin && { origin }), ...(cookie && { cookie }) };
      const { status, headers } = await ask(path, { method, headers: own });
      if ((status !== 401 && status !== 403) || headers['set-cookie'] !== undefined)
        got.push(`${method} ${path}: ${status}, ${JSON.stringify(habits)}`);
    }
  }
  return got;
}

describe('nobody gets into the studio through a proxy on this machine, whatever headers it adds', () => {
  const settings: [string, Record<string, string>][] = [
    ['without a password, as on a laptop', {}],
    ['without a password, where PUBLIC_URL is elsewhere', { PUBLIC_URL: 'https://verdicts.test' }],
    ['without a password, where proxies are trusted', { TRUSTED_PROXIES: '127.0.0.1' }],
    ['who does not know the password', { PUBLIC_URL: 'https://verdicts.test', STUDIO_PASSWORD: PASSWORD }],
  ];

  test.each(settings)('nobody gets into the studio through a proxy on this machine %s', async (_, env) => {
    await start(env);
    const habits = [...Object.values(PROXY_DEFAULTS), ...EVERY_HABIT];
    expect(habits.length).toBeGreaterThan(120);
    const got: string[] = [];
    for (const one of habits) got.push(...(await whatGetsIn(one)));
    expect(got).toEqual([]);
  });
});

describe.each(Object.entries(PROXY_DEFAULTS))('behind %s as it comes,', (_, habits) => {
  test('behind a proxy with default settings, the password opens the studio', async () => {
    await start({ PUBLIC_URL: 'https://verdicts.test', STUDIO_PASSWORD: PASSWORD });
    proxy.behaveAs(habits);
    const signIn = (password: string) =>
      ask('/studio/sign-in', {
        method: 'POST',
        headers: { origin: 'https://verdicts.test', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ password }).toString(),
      });
    expect((await signIn('wrong horse battery')).headers['set-cookie']).toBeUndefined();
    const [cookie = ''] = (await signIn(PASSWORD)).headers['set-cookie'] ?? [];
    const page = await ask('/studio', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect([page.status, page.body.includes('Next issue')]).toEqual([200, true]);
  });
});

test('another user or program of this machine has neither the key nor the session', async () => {
  await start({});
  const direct = { port: served.port, headers: { host: `127.0.0.1:${served.port}` } };
  const [, key = ''] = await served.nextLine(/\/studio\?key=([\w-]+)$/);
  for (const [method, path] of WANTED) {
    const { status } = await ask(path, { ...direct, method });
    expect([method, path, status]).toEqual([method, path, method === 'GET' ? 401 : 403]);
  }
  for (const guess of ['', 'x', key.slice(1), `${key}x`, key.toLowerCase()])
    expect((await ask(`/studio?key=${guess}`, direct)).status).toBe(401);
  const opened = await ask(`/studio?key=${key}`, direct);
  expect([opened.status, opened.headers.location]).toEqual([303, '/studio']);
  const again = await ask(`/studio?key=${key}`, direct);
  expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
  const [, next = ''] = await served.nextLine(/\/studio\?key=([\w-]+)$/);
  expect(next).not.toBe(key);
  expect((await ask(`/studio?key=${next}`, direct)).status).toBe(303);
});

test('a key that many programs use at the same moment admits one of them', async () => {
  await start({});
  const direct = { port: served.port, headers: { host: `127.0.0.1:${served.port}` } };
  const [, key = ''] = await served.nextLine(/\/studio\?key=([\w-]+)$/);
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(`/studio?key=${key}`, direct)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(49).fill(401)]);
  expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1);
});

test('a reader keeps their own address behind a trusted proxy, and cannot claim another', async () => {
  await start({ TRUSTED_PROXIES: '127.0.0.1' });
  const signUp = async (email: string, claimed: string | null) => {
    const { status } = await ask('/subscribe', {
      method: 'POST',
      from: '127.0.0.9',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(claimed === null ? {} : { 'x-forwarded-for': claimed }),
      },
      body: new URLSearchParams({ email }).toString(),
    });
    expect(status).toBe(303);
  };
  const claims = [null, '192.0.2.7', '127.0.0.1', '192.0.2.7, 127.0.0.1', 'nonsense'];
  const withAddress = EVERY_HABIT.filter(({ adds }) => adds.length === 1 && adds[0] === 'X-Forwarded-For');
  for (const [number, habits] of withAddress.entries()) {
    proxy.behaveAs(habits);
    for (const [index, claim] of claims.entries())
      await signUp(`reader-${number}-${index}@verdicts.test`, claim);
  }
  const database = new Database(place.database, { readonly: true });
  const addresses = () =>
    database
      .prepare('select network_address from sign_ups union all select network_address from consent_events')
      .pluck()
      .all();
  await expect.poll(addresses).toHaveLength(withAddress.length * claims.length);
  expect(new Set(addresses())).toEqual(new Set(['127.0.0.9']));
  database.close();
});
