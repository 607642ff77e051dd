import { afterEach, describe, expect, test } from 'vitest';
import {
  execute,
  makePostgresDatabase,
  type RestartableServer,
  startRestartableServer,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { CLIENTS, type Load, linkTo, startLoad } from '../support/http/load.ts';
import { cookieOf, STUDIO_PASSWORD } from '../support/http/studio.ts';
import { emailedIn, startTwoServed, type TwoServed } from '../support/http/two-served.ts';
import { startTcpProxy } from '../support/network/tcp-proxy.ts';

const READERS = 2_000;
const PATIENT = { timeout: 90_000, interval: 100 };

let two: TwoServed | null = null;
let load: Load | null = null;
let server: RestartableServer | null = null;
afterEach(async () => {
  await load?.end();
  await two?.stop();
  server?.stop();
  load = null;
  two = null;
  server = null;
});

async function begin(url: string, settings: Record<string, string> = {}) {
  two = await startTwoServed(url, { readers: READERS, STUDIO_PASSWORD, ...settings });
  load = startLoad(two.proxy.url, READERS);
  await more(load);
  const { url: proxied } = two.proxy;
  return {
    ...two,
    load,
    visit: async (path: string, cookie: string) => {
      const response = await fetch(proxied + path, { headers: { accept: 'text/html', cookie } });
      return { status: response.status, headers: response.headers, page: await response.text() };
    },
    signIn: async () => {
      const body = new URLSearchParams({ password: STUDIO_PASSWORD });
      const headers = { origin: proxied };
      const init = { method: 'POST', body, headers, redirect: 'manual' } as const;
      return cookieOf(await fetch(`${proxied}/studio/sign-in`, init));
    },
  };
}

/** Until this many more requests were answered. */
async function more({ asked }: Load, count = 300): Promise<void> {
  const before = asked.length;
  await expect.poll(() => asked.length - before, PATIENT).toBeGreaterThan(count);
}

/**
 * Fails unless all that was accepted is in the database, and who signed up gets one email. The one that a process was
 * sending when it was interrupted may still be leased, and is then sent after that: test/transactional/killed.test.ts.
 */
async function expectKept(url: string, { asked }: Load): Promise<void> {
  const accepted = (kind: string) =>
    [...new Set(asked.filter((one) => one.kind === kind && [200, 303].includes(one.status)))].map(
      ({ about }) => about,
    );
  const signedUp = accepted('sign-up').sort();
  expect(signedUp.length).toBeGreaterThan(20);
  const emailed = async () => (await emailedIn((two as TwoServed).place)).sort();
  const leased = async () => {
    const rows = await execute(
      url,
      `select email from outgoing_emails join subscribers on subscribers.id = subscriber_id where outgoing_emails.status = 'taken'`,
    );
    return rows.map(({ email }) => String(email));
  };
  const settled = async () => [...(await leased()), ...(await emailed())];
  await expect.poll(async () => missingIn(await settled(), signedUp), PATIENT).toEqual([]);
  const all = await emailed();
  expect(missingIn(all, signedUp).length).toBeLessThanOrEqual(2);
  expect(all).toEqual([...new Set(all)]);
  const left = await execute(url, `select id from subscribers where status = 'unsubscribed'`);
  expect(
    missingIn(
      left.map(({ id }) => String(id)),
      accepted('unsubscribe'),
    ),
  ).toEqual([]);
}

function missingIn(all: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(all);
  return wanted.filter((one) => !known.has(one));
}

const endConnections = (url: string) =>
  execute(
    url,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

describe.skipIf(withoutPostgres)('two processes on one PostgreSQL database, under load', () => {
  test('of which one is killed, lose only the requests that it was answering', async () => {
    const url = await makePostgresDatabase();
    const { ports, proxy, load, end, startAgain } = await begin(url);
    expect((await end(0, 'SIGKILL'))?.signal).toBe('SIGKILL');
    await more(load);
    await startAgain(0);
    await more(load);
    await load.end();
    expect(proxy.lost.every(({ port }) => port === ports[0])).toBe(true);
    expect(proxy.lost.length).toBeLessThanOrEqual(CLIENTS);
    expect(load.failed().map(({ status }) => status)).toEqual(proxy.lost.map(() => 0));
    await expectKept(url, load);
  });

  test('of which one after the other is told to end and starts again, lose no request', async () => {
    const url = await makePostgresDatabase();
    const { ports, proxy, load, end, startAgain } = await begin(url, { DRAIN_SECONDS: '2' });
    proxy.useReady(...ports);
    for (const index of [0, 1]) {
      expect((await end(index, 'SIGTERM'))?.status).toBe(0);
      await startAgain(index);
      await more(load);
    }
    await load.end();
    expect([proxy.lost, load.failed()]).toEqual([[], []]);
    await expectKept(url, load);
  });

  test('go on when all their connections are ended', async () => {
    const url = await makePostgresDatabase();
    const { running, load } = await begin(url);
    for (let round = 1; round <= 5; round += 1) {
      await endConnections(url);
      await more(load);
    }
    await load.end();
    expect(
      load
        .failed()
        .map(({ status }) => status)
        .filter((status) => status !== 503),
    ).toEqual([]);
    expect(load.failed().length).toBeLessThanOrEqual(5 * CLIENTS);
    for (const { url: one } of running) expect((await fetch(`${one}/readyz`)).status).toBe(200);
    await expectKept(url, load);
  });

  test('answer at once while the server is down, say so to visitors and the proxy, and recover by themselves', async () => {
    server = await startRestartableServer();
    const { url } = server;
    const { running, load, visit, signIn } = await begin(url);
    const cookie = await signIn();
    server.halt();
    const notReady = async () => {
      const answers = await Promise.all(running.map(({ url: one }) => fetch(`${one}/readyz`)));
      return Promise.all(answers.map(async (one) => [one.status, await one.text()]));
    };
    // Whichever was found out first.
    const words = expect.stringMatching(
      /(database cannot be written|last check of the schedule failed): .*ECONNREFUSED/,
    );
    await expect.poll(notReady, PATIENT).toEqual([
      [503, words],
      [503, words],
    ]);
    await more(load, 60);
    const { status, headers, page } = await visit('/studio', cookie);
    expect([status, headers.get('retry-after')]).toEqual([503, '30']);
    expect(page).toContain('Our database does not answer right now');
    expect(page).toContain('<a class="btn primary" href="">Try again</a>');
    expect((await visit('/issues', '')).page).toContain('<a href="">Try again</a>');
    server.resume();
    await expect.poll(async () => (await notReady()).map(([status]) => status), PATIENT).toEqual([200, 200]);
    const before = load.failed().length;
    await more(load);
    await load.end();
    const failed = load.failed();
    expect(failed.length).toBe(before);
    expect([...new Set(failed.map(({ status }) => status))]).toEqual([503]);
    expect(Math.max(...load.asked.map(({ tookMs }) => tookMs))).toBeLessThan(5_000);
    expect(failed.find(({ kind }) => kind === 'unsubscribe')?.body).toContain('try again');
    await expectKept(url, load);
  });

  test('bridge a restart of the server', async () => {
    server = await startRestartableServer();
    const { url } = server;
    const { load, running } = await begin(url);
    server.restart();
    await more(load);
    await load.end();
    expect(load.failed().filter(({ status }) => status !== 503)).toEqual([]);
    for (const { url: one } of running)
      expect((await fetch(`${one}${linkTo('preferences', 1)}`)).status).toBe(200);
    await expectKept(url, load);
  });

  test('are up, and say in time that they are not ready, while nothing comes back from the database', async () => {
    const url = new URL(await makePostgresDatabase());
    const cable = await startTcpProxy(Number(url.port));
    url.port = String(cable.port);
    two = await startTwoServed(url.href, { readers: 1 });
    const [one] = two.running;
    const ask = async (path: string) => {
      const start = performance.now();
      const { status } = await fetch(`${one?.url}${path}`, { headers: { accept: 'text/html' } });
      return { status, isSoon: performance.now() - start < 5_000 };
    };
    expect(await ask(linkTo('preferences', 1))).toMatchObject({ status: 200 });
    cable.cut();
    const visit = ask(linkTo('preferences', 1));
    expect(await ask('/healthz')).toEqual({ status: 200, isSoon: true });
    await expect.poll(() => ask('/readyz'), PATIENT).toEqual({ status: 503, isSoon: true });
    expect((await visit).status).toBe(503);
    cable.mend();
    await expect.poll(() => ask('/readyz'), PATIENT).toEqual({ status: 200, isSoon: true });
    expect(await ask(linkTo('preferences', 1))).toMatchObject({ status: 200 });
    await cable.stop();
  });
});
