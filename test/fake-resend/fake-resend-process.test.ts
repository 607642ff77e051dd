import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Resend } from 'resend';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startNode } from '../support/processes.ts';
import { openAccount } from './account.ts';
import {
  FAKE_KEY,
  type FakeResend,
  type FakeResendProcess,
  spawnFakeResend,
  startFakeResend,
} from './fake-resend.ts';
import { handleLightly } from './handle-lightly.ts';

let fake: FakeResend | FakeResendProcess;
afterEach(() => fake.stop());

const mail = { from: 'd@verdicts.test', to: ['ada@verdicts.test'], subject: 'This week', text: 'Hello' };

function sendTo(url: string, idempotencyKey: string) {
  return new Resend(FAKE_KEY, { baseUrl: url }).batch.send([mail], { idempotencyKey });
}

describe('in a process of its own', () => {
  test('the fake in its own process takes the same settings, answers the same questions and behaves the same', async () => {
    const own = await spawnFakeResend({ rateLimit: 100, faults: ['accepted-then-dropped'] });
    fake = own;
    expect((await sendTo(own.url, 'k')).error?.statusCode).toBeNull();
    expect((await sendTo(own.url, 'k')).error).toBeNull();
    await own.tell({ faults: { seed: 1, share: 1, among: ['bad-gateway'] }, advance: 24 * 3_600_000 });
    expect((await sendTo(own.url, 'k')).error?.statusCode).toBe(502);
    await own.tell({ faults: [] });
    expect((await sendTo(own.url, 'k')).error).toBeNull();
    const history = await own.history();
    expect(history.acceptedTwice()).toEqual(['ada@verdicts.test']);
    expect(history.requests.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'replayed',
      'untouched',
      'accepted',
    ]);
    expect(history.mostInAnySecond()).toBe(4);
    expect(await own.counts()).toEqual({ requests: 4, accepted: 2 });
    await expect(own.tell({ rateLimits: 3 } as object)).rejects.toThrow('rateLimits');
    await own.stop();
    expect(() => process.kill(own.pid, 0)).toThrow('ESRCH');
  });

  test('the fake in its own process keeps what a killed sender handed over', async () => {
    fake = await spawnFakeResend({ faults: [{ delayAfter: 10_000 }] });
    const body = JSON.stringify([mail]);
    const init = { method: 'POST', headers: { authorization: `Bearer ${FAKE_KEY}` }, body };
    const sender = startNode(['-e', `fetch('${fake.url}/emails/batch', ${JSON.stringify(init)})`]);
    onTestFinished(() => void sender.child.kill('SIGKILL'));
    await vi.waitFor(async () => expect((await fake.counts()).accepted).toBe(1), {
      interval: 5,
      timeout: 20_000,
    });
    sender.child.kill('SIGKILL');
    expect((await sender.finished).signal).toBe('SIGKILL');
    expect((await fake.history()).timesAccepted().get('ada@verdicts.test')).toBe(1);
  });

  test('the fake in its own process ends with the process that started it', async () => {
    fake = await startFakeResend();
    const module = new URL('./fake-resend.ts', import.meta.url).href;
    const script = `import('${module}').then(async ({ spawnFakeResend }) => console.log((await spawnFakeResend()).url))`;
    const starter = startNode(['--import', import.meta.resolve('tsx'), '-e', script]);
    onTestFinished(() => void starter.child.kill('SIGKILL'));
    const url = String(await once(starter.child.stdout, 'data')).trim();
    expect((await fetch(url)).status).toBe(404);
    starter.child.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { interval: 5, timeout: 20_000 });
  });

  test('the fake in its own process refuses an unknown option', async () => {
    fake = await startFakeResend();
    await expect(startFakeResend({ rateLimits: 3 } as object)).rejects.toThrow('rateLimits');
  });
});

describe('the light fake', () => {
  const post = (headers: Record<string, string> = {}) =>
    fetch(`${fake.url}/emails/batch`, { method: 'POST', body: 'x'.repeat(300_000), headers });
  const ids = async (response: Response) => ((await response.json()) as { data: unknown[] }).data.length;

  test('the light fake answers with the right number of ids, counts arrivals and keeps nothing', async () => {
    fake = await startFakeResend({ rateLimit: 3, light: { mails: 100, afterMs: 0 } });
    expect(await ids(await post())).toBe(100);
    expect(await ids(await post({ 'x-fake-mails': '7' }))).toBe(7);
    const { data, headers } = await sendTo(fake.url, 'k');
    expect(data?.data).toHaveLength(100);
    expect(headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    expect((await post()).status).toBe(429);
    const history = await fake.history();
    expect(history).toMatchObject({ requests: [], accepted: [] });
    expect(history.mostInAnySecond()).toBe(4);
  });

  test('the light fake delays its answer, and answers other requests meanwhile', async () => {
    fake = await startFakeResend({ rateLimit: null, light: { mails: 1, afterMs: 500 } });
    await post();
    const begin = performance.now();
    await Promise.all(Array.from({ length: 10 }, () => post()));
    const took = performance.now() - begin;
    expect(took).toBeGreaterThanOrEqual(499);
    expect(took).toBeLessThan(10 * 500);
  });

  test('the light fake counts its delay from the arrival of a request, however long the body takes', async () => {
    const account = openAccount({});
    const stopped = new AbortController().signal;
    const server = createServer((request, response) => {
      const arrivedAt = performance.now() - 60_000;
      void handleLightly(account, { request, response, arrivedAt, stopped }, { mails: 1, afterMs: 60_000 });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const response = await fetch(url, { method: 'POST', body: 'x', headers: { connection: 'close' } });
    expect(await ids(response)).toBe(1);
  });
});
