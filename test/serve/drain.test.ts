import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
let served: Served | null = null;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await served?.stop('SIGKILL');
  served = null;
  await place.remove();
});

/** Over a connection that the client would keep, with what becomes of it. */
function get(
  url: string,
): Promise<{ status: number | undefined; connection: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { connection: 'keep-alive' } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, connection: response.headers.connection, body }),
      );
    });
    asked.on('error', reject).end();
  });
}

/** A process that was told to stop, and has five minutes less a moment left. */
async function draining() {
  served = await startServed(place, { DRAIN_SECONDS: '300' });
  expect(await get(`${served.url}/readyz`)).toMatchObject({ status: 200, connection: 'keep-alive' });
  const finished = served.stop('SIGTERM');
  await served.nextLine(/"event":"stopping".*"drainSeconds":300/);
  return { url: served.url, stop: served.stop, finished };
}

describe('a process that drains', () => {
  test('says that it is not ready, and answers everything else, a sign-up too, until a second signal', async () => {
    const { url, stop, finished } = await draining();
    const { status, connection, body } = await get(`${url}/readyz`);
    expect([status, connection]).toEqual([503, 'close']);
    expect(JSON.parse(body).detail).toContain('This process is stopping.');
    for (const path of ['/healthz', '/', '/issues', '/metrics'])
      expect(await get(`${url}${path}`)).toMatchObject({ status: 200, connection: 'close' });
    const form = new URLSearchParams({ email: 'ada@verdicts.test' });
    const { status: signedUp } = await fetch(`${url}/subscribe`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    expect(signedUp).toBe(303);
    expect((await stop()).status).toBe(0);
    expect((await finished).stderr).toContain('"event":"stopped"');
    expect(await place.messages()).toEqual([]);
  });

  test('begins nothing: what was signed up is settled by the next process', async () => {
    const { url, stop } = await draining();
    const form = new URLSearchParams({ email: 'ada@verdicts.test' });
    await fetch(`${url}/subscribe`, { method: 'POST', body: form, redirect: 'manual' });
    const next = await startServed(place);
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(1);
    await Promise.all([stop('SIGINT'), next.stop()]);
    const stores = openSqliteStores(place.database);
    expect(await stores.subscriberStore.findHistory('ada@verdicts.test')).toMatchObject({
      status: 'pending',
    });
    await stores.close();
  });

  test('ends by itself, with status 0', async () => {
    served = await startServed(place, { DRAIN_SECONDS: '1' });
    const start = performance.now();
    expect((await served.stop('SIGTERM')).status).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(1_000);
  });
});

test('Ctrl+C does not wait', async () => {
  served = await startServed(place, { DRAIN_SECONDS: '300' });
  const { status, stderr } = await served.stop('SIGINT');
  expect(status).toBe(0);
  expect(stderr).toMatch(/"event":"stopping".*"drainSeconds":0/);
});
