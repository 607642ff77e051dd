import { connect } from 'node:net';
import { Resend } from 'resend';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  FAKE_KEY,
  FAULTS,
  FAULTS_AFTER,
  FAULTS_BEFORE,
  type FakeResend,
  type FakeResendOptions,
  type Fault,
  mulberry32,
  startFakeResend,
} from './fake-resend.ts';
import { directFaults, faultsSchema } from './faults.ts';

let fake: FakeResend;
afterEach(() => fake.stop());

async function start(options: FakeResendOptions = {}): Promise<void> {
  fake = await startFakeResend({ rateLimit: 1_000, ...options });
}

const mail = { from: 'd@verdicts.test', to: ['ada@verdicts.test'], subject: 'This week', text: 'Hello' };

/** A busy machine takes its time. */
const PATIENT = { interval: 2, timeout: 20_000 };

function send(idempotencyKey = 'k', signal = AbortSignal.timeout(5_000)) {
  return new Resend(FAKE_KEY, { baseUrl: fake.url }).batch.send([mail], { idempotencyKey, signal });
}

/** What the package makes of each fault: null is all it can say about a request without a readable answer. */
const AS_THE_PACKAGE_SEES: Record<Fault, [number | null, string]> = {
  'too-many-requests': [429, 'rate_limit_exceeded'],
  'application-error': [500, 'application_error'],
  'service-unavailable': [503, 'service_unavailable'],
  'bad-gateway': [502, 'application_error'],
  'dropped-at-once': [null, 'application_error'],
  dropped: [null, 'application_error'],
  silent: [null, 'application_error'],
  'accepted-then-application-error': [500, 'application_error'],
  'accepted-then-dropped': [null, 'application_error'],
  'accepted-then-cut-short': [null, 'application_error'],
  'accepted-then-html': [null, 'application_error'],
  'accepted-then-silent': [null, 'application_error'],
};

describe.each(FAULTS)('%s', (fault) => {
  const accepts = FAULTS_AFTER.some((known) => known === fault);

  test(`the fault ${accepts ? 'accepts once' : 'accepts nothing'}, and the same request is answered afterwards`, async () => {
    await start({ faults: [fault] });
    const leaving = new AbortController();
    const sent = send('k', fault.endsWith('silent') ? leaving.signal : undefined);
    const isSettled = async () => (accepts ? (await fake.counts()).accepted : (await fake.counts()).requests);
    await vi.waitFor(async () => expect(await isSettled()).toBe(1), PATIENT);
    leaving.abort();
    const [statusCode, name] = AS_THE_PACKAGE_SEES[fault];
    expect((await sent).error).toMatchObject({ statusCode, name });
    expect((await fake.counts()).accepted).toBe(accepts ? 1 : 0);
    const { data } = await send();
    const { accepted, requests } = await fake.history();
    expect(accepted.map(({ id }) => ({ id }))).toEqual(data?.data);
    expect(requests).toMatchObject([
      { fault, outcome: accepts ? 'accepted' : 'untouched', attempt: 1 },
      { fault: null, outcome: accepts ? 'replayed' : 'accepted', attempt: 2, status: 200 },
    ]);
  });
});

test('every fault happens either before or after accepting', () => {
  expect(Object.keys(AS_THE_PACKAGE_SEES).toSorted()).toEqual([...FAULTS].toSorted());
  expect(FAULTS).toHaveLength(FAULTS_BEFORE.length + FAULTS_AFTER.length);
});

test('a truncated answer still announces its whole length', async () => {
  await start({ faults: ['accepted-then-cut-short'] });
  const response = await fetch(`${fake.url}/emails/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${FAKE_KEY}` },
    body: JSON.stringify([mail]),
  });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBe('{"data":[{"id":""}]}'.length + 36);
  await expect(response.text()).rejects.toThrow();
  expect((await fake.history()).requests).toMatchObject([{ status: 200 }]);
});

test('the record of requests says what was answered, and when nothing was', async () => {
  await start({ faults: ['service-unavailable', 'accepted-then-dropped', 'accepted-then-html'] });
  for (const key of ['a', 'b', 'c']) await send(key);
  expect((await fake.history()).requests.map(({ status, name }) => [status, name])).toEqual([
    [503, 'service_unavailable'],
    [null, null],
    [200, null],
  ]);
});

test('the fake can give an answer of any status and name, headers included', async () => {
  const answer = {
    statusCode: 409,
    name: 'resource_locked',
    message: 'Busy.',
    headers: { 'retry-after': '7' },
  };
  await start({ faults: [{ answer }, { answer: { statusCode: 418, name: 'teapot' } }] });
  const { error, headers } = await send();
  expect(error).toEqual({ statusCode: 409, name: 'resource_locked', message: 'Busy.' });
  expect(headers).toMatchObject({ 'retry-after': '7', 'ratelimit-limit': '1000' });
  expect((await send()).error).toMatchObject({ statusCode: 418, name: 'teapot' });
  expect((await fake.counts()).accepted).toBe(0);
});

test('a function can choose the fault by key and attempt', async () => {
  await start({ faults: ({ key, attempt }) => (key === 'bad' && attempt < 3 ? 'dropped' : 'none') });
  const outcomes = [];
  for (const key of ['bad', 'good', 'bad', 'bad']) outcomes.push((await send(key)).error === null);
  expect(outcomes).toEqual([false, true, false, true]);
});

test('a request over the rate limit uses up no scripted fault, and new faults begin when they are set', async () => {
  await start({ rateLimit: 1, faults: ['none', 'bad-gateway'] });
  expect((await send('a')).error).toBeNull();
  expect((await send('b')).error?.statusCode).toBe(429);
  await fake.tell({ rateLimit: 100 });
  expect((await send('b')).error?.statusCode).toBe(502);
  await fake.tell({ faults: ['service-unavailable'] });
  expect((await send('b')).error?.statusCode).toBe(503);
  expect((await send('b')).error).toBeNull();
});

describe('delays', () => {
  test('a request that arrived completely is accepted even if its sender no longer waits', async () => {
    await start({ faults: [{ delayBefore: 500 }] });
    const leaving = new AbortController();
    const sent = send('k', leaving.signal);
    await vi.waitFor(async () => expect((await fake.counts()).requests).toBe(1), PATIENT);
    leaving.abort();
    expect((await sent).error?.statusCode).toBeNull();
    await vi.waitFor(async () => expect((await fake.counts()).accepted).toBe(1), PATIENT);
    expect((await fake.history()).requests).toMatchObject([{ outcome: 'accepted', status: null }]);
  });

  test('a late request finds that its retry was accepted before it', async () => {
    await start({ faults: [{ delayBefore: 500 }] });
    const late = send();
    await vi.waitFor(async () => expect((await fake.counts()).requests).toBe(1), PATIENT);
    const { data } = await send();
    expect((await late).data).toEqual(data);
    expect((await fake.history()).requests.map(({ outcome }) => outcome)).toEqual(['replayed', 'accepted']);
  });

  test('a request whose body breaks off is ignored', async () => {
    await start();
    const socket = connect(Number(new URL(fake.url).port), '127.0.0.1');
    const head = ['POST /emails/batch HTTP/1.1', 'host: fake', 'idempotency-key: k', 'content-length: 1000'];
    socket.write(`${head.join('\r\n')}\r\n\r\n${JSON.stringify([mail])}`);
    await vi.waitFor(async () => expect((await fake.counts()).requests).toBe(1), PATIENT);
    socket.destroy();
    expect((await send()).error).toBeNull();
    const { requests } = await fake.history();
    expect(requests).toMatchObject([
      { outcome: 'untouched', bodySha256: null, status: null },
      { outcome: 'accepted', attempt: 2 },
    ]);
  });
});

describe('random faults', () => {
  const draws = (given: object, count = 2_000) => {
    const direct = directFaults(faultsSchema.parse(given));
    const request = { method: 'POST', path: '/emails/batch', key: null, attempt: 1 };
    return Array.from({ length: count }, (_, index) => direct({ number: index + 1, ...request }));
  };

  test('random faults depend on the seed alone', () => {
    expect(draws({ seed: 7, share: 0.5, delayUpTo: 9 })).toEqual(
      draws({ seed: 7, share: 0.5, delayUpTo: 9 }),
    );
    expect(draws({ seed: 7, share: 0.5 })).not.toEqual(draws({ seed: 8, share: 0.5 }));
  });

  test('random faults include every fault, in the requested share', () => {
    const faults = draws({ seed: 1, share: 0.25 }).flatMap(({ fault }) => fault ?? []);
    expect(faults.length / 2_000).toBeCloseTo(0.25, 1);
    expect(new Set(faults)).toEqual(new Set(FAULTS));
    const among = ['dropped', 'silent'];
    expect(new Set(draws({ seed: 1, share: 1, among }).map(({ fault }) => fault))).toEqual(new Set(among));
    expect(draws({ seed: 1, share: 0 }).every(({ fault }) => fault === undefined)).toBe(true);
  });

  test('random faults delay by no more than the given time', () => {
    const delays = draws({ seed: 3, share: 0, delayUpTo: 20 }).map(({ delayAfter = 0 }) => delayAfter);
    expect(Math.max(...delays)).toBeGreaterThan(19);
    expect(Math.max(...delays)).toBeLessThan(20);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  });

  test('random faults are spread evenly, even for consecutive seeds', () => {
    const first = Array.from({ length: 1_000 }, (_, seed) => mulberry32(seed)());
    for (let tenth = 0; tenth < 10; tenth++) {
      const inTenth = first.filter((number) => Math.floor(number * 10) === tenth);
      expect(inTenth.length).toBeGreaterThan(60);
      expect(inTenth.length).toBeLessThan(140);
    }
  });

  test('despite random faults, every email is accepted once in the end if it is retried', async () => {
    const among = FAULTS.filter((fault) => !fault.endsWith('silent'));
    await start({ faults: { seed: 11, share: 0.7, among, delayUpTo: 3 } });
    const sendUntilAnswered = async (key: string): Promise<void> => {
      while ((await send(key)).error !== null);
    };
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    await Promise.all(keys.map(sendUntilAnswered));
    const history = await fake.history();
    expect(history.accepted.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    expect(history.keysWithSeveralBodies()).toEqual([]);
    expect(history.requests.length).toBeGreaterThan(60);
  });
});
