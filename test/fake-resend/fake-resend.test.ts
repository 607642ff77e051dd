import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { Resend } from 'resend';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  aDomain,
  FAKE_KEY,
  type FakeResend,
  type FakeResendOptions,
  startFakeResend,
} from './fake-resend.ts';
import { mostInAnySecond, rateWindow } from './limits/rate-window.ts';

const HOUR = 3_600_000;

let fake: FakeResend;
afterEach(() => fake?.stop());

async function start(options: FakeResendOptions = {}): Promise<Resend> {
  fake = await startFakeResend({ rateLimit: 1_000, ...options });
  return new Resend(FAKE_KEY, { baseUrl: fake.url });
}

const aMail = (given: Record<string, unknown> = {}) => ({
  from: 'Digest <digest@verdicts.test>',
  to: ['ada@verdicts.test'],
  subject: 'This week',
  html: '<p>Hello</p>',
  ...given,
});

interface Posted {
  key?: string;
  path?: string;
  headers?: Record<string, string>;
}

/** A request that no library would make; a text body is sent as it is. */
async function post(body: unknown, { key, path = '/emails/batch', headers = {} }: Posted = {}) {
  const response = await fetch(`${fake.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${FAKE_KEY}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answered = (await response.json()) as { name?: string; data?: unknown[]; errors?: unknown[] };
  return { status: response.status, headers: response.headers, body: answered };
}

const PERMISSIVE = { 'x-batch-validation': 'permissive' };

describe('sending', () => {
  test('the resend package gets an id for each email of a batch, and the fake keeps what it accepted', async () => {
    const resend = await start();
    const { data, error } = await resend.batch.send(
      [
        {
          ...aMail(),
          replyTo: 'editors@verdicts.test',
          headers: { 'X-Entity-Ref-ID': 'r1' },
          tags: [{ name: 'delivery', value: '1' }],
        },
        { ...aMail({ to: 'Bo <bo@verdicts.test>' }), text: 'Hello' },
      ],
      { idempotencyKey: 'issue-1' },
    );
    expect(error).toBeNull();
    const { accepted, requests } = await fake.history();
    expect(data?.data).toEqual(accepted.map(({ id }) => ({ id })));
    expect(accepted).toMatchObject([
      {
        request: 1,
        index: 0,
        key: 'issue-1',
        to: ['ada@verdicts.test'],
        replyTo: ['editors@verdicts.test'],
        subject: 'This week',
        headers: { 'X-Entity-Ref-ID': 'r1' },
        tags: { delivery: '1' },
        suppressed: [],
      },
      { index: 1, to: ['bo@verdicts.test'], headers: {}, tags: {} },
    ]);
    expect(accepted[0]?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(accepted[0]).not.toHaveProperty('html');
    expect(requests).toMatchObject([
      { number: 1, method: 'POST', path: '/emails/batch', key: 'issue-1', attempt: 1, status: 200 },
    ]);
    expect(requests[0]?.bodySha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('the resend package gets one id for one email, and the fake keeps the content if asked to', async () => {
    const resend = await start({ keepsContent: true });
    const { data } = await resend.emails.send({ ...aMail(), text: 'Hello' });
    expect((await fake.history()).accepted).toMatchObject([
      { id: data?.id, html: '<p>Hello</p>', text: 'Hello' },
    ]);
  });

  test('a batch must be a list of 1 to 100 emails', async () => {
    await start();
    const many = (count: number) => Array.from({ length: count }, () => aMail());
    for (const body of ['', '{', aMail(), [], many(101)])
      expect(await post(body)).toMatchObject({
        status: 400,
        body: { statusCode: 400, name: 'validation_error' },
      });
    expect((await post(many(100))).body.data).toHaveLength(100);
    await fake.tell({ validationStatus: 422 });
    expect(await post([])).toMatchObject({
      status: 422,
      body: { statusCode: 422, name: 'validation_error' },
    });
  });

  test.each([
    [422, 'missing_required_field', { to: undefined }],
    [422, 'missing_required_field', { from: undefined }],
    [422, 'missing_required_field', { subject: undefined }],
    [422, 'missing_required_field', { html: undefined }],
    [400, 'validation_error', { subject: '' }],
    [400, 'validation_error', { from: 'nobody' }],
    [400, 'validation_error', { to: 'ada@verdicts' }],
    [400, 'validation_error', { to: [] }],
    [400, 'validation_error', { to: Array.from({ length: 51 }, (_, at) => `a${at}@verdicts.test`) }],
    [400, 'validation_error', { html: 7 }],
    [400, 'validation_error', { headers: { 'X-Two': 'one\ntwo' } }],
    [400, 'validation_error', { tags: [{ name: 'a.b', value: '1' }] }],
    [400, 'validation_error', { tags: [{ name: 'a', value: 'ä' }] }],
    [400, 'validation_error', { tags: [{ name: 'a', value: 'x'.repeat(257) }] }],
    [
      400,
      'validation_error',
      { tags: Array.from({ length: 76 }, (_, at) => ({ name: `t${at}`, value: '1' })) },
    ],
  ])('a bad email is refused with %i %s: %j', async (status, name, wrong) => {
    await start();
    expect(await post([aMail(), aMail(wrong)])).toMatchObject({ status, body: { statusCode: status, name } });
    expect((await fake.history()).accepted).toEqual([]);
  });

  test('an email of the maximum size is accepted', async () => {
    await start();
    const value = 'aZ09_-'.padEnd(256, 'x');
    const tags = Array.from({ length: 75 }, (_, at) => ({ name: `t${at}`, value }));
    const to = Array.from({ length: 50 }, (_, at) => `a${at}@verdicts.test`);
    expect(await post([aMail({ tags, to, html: undefined, text: 'x' })])).toMatchObject({ status: 200 });
  });

  test('a permissive batch accepts the good emails, without gaps, and names the bad ones', async () => {
    const resend = await start({ invalidAddresses: ['bad@verdicts.test'] });
    const to = (name: string) => aMail({ to: `${name}@verdicts.test` });
    const { data } = await resend.batch.send([to('bad'), to('ada'), { ...to('x'), subject: '' }, to('bo')], {
      batchValidation: 'permissive',
    });
    const { accepted } = await fake.history();
    expect(accepted).toMatchObject([
      { index: 1, to: ['ada@verdicts.test'] },
      { index: 3, to: ['bo@verdicts.test'] },
    ]);
    expect(data?.data).toEqual(accepted.map(({ id }) => ({ id })));
    expect(data?.errors).toEqual([
      { index: 0, message: expect.stringContaining('to') },
      { index: 2, message: expect.stringContaining('subject') },
    ]);
    expect((await post([to('ada')])).body).not.toHaveProperty('errors');
    expect((await post([to('ada')], { headers: PERMISSIVE })).body.errors).toEqual([]);
  });

  test('a suppressed address gets an id like any other', async () => {
    await start({ suppressed: ['gone@verdicts.test'] });
    expect((await post([aMail({ to: 'gone@verdicts.test' }), aMail()])).body.data).toHaveLength(2);
    expect((await fake.history()).accepted.map(({ suppressed }) => suppressed)).toEqual([
      ['gone@verdicts.test'],
      [],
    ]);
  });

  test('a body over the limit is refused, and its bytes are counted', async () => {
    await start({ bodyLimit: 1_000 });
    const body = JSON.stringify([aMail({ html: 'x'.repeat(2_000) })]);
    expect(await post(body)).toMatchObject({
      status: 413,
      body: { statusCode: 413, name: 'payload_too_large', message: expect.any(String) },
    });
    expect((await fake.history()).requests).toMatchObject([{ bytes: body.length, outcome: 'refused' }]);
    expect(await post([aMail()])).toMatchObject({ status: 200 });
  });
});

describe('authorisation', () => {
  test('a request needs a key that is known, active and not suspended', async () => {
    await start({ keys: { re_old: 'inactive', re_bad: 'suspended', re_sends: 'sending' } });
    const answerTo = async (authorization: string) => {
      const { status, body } = await post([aMail()], { headers: { authorization } });
      return [status, body.name];
    };
    expect(await answerTo('')).toEqual([401, 'missing_api_key']);
    expect(await answerTo('Basic x')).toEqual([401, 'missing_api_key']);
    expect(await answerTo(`Bearer ${FAKE_KEY}`)).toEqual([403, 'invalid_api_key']);
    expect(await answerTo('Bearer re_old')).toEqual([403, 'restricted_api_key']);
    expect(await answerTo('Bearer re_bad')).toEqual([403, 'suspended_api_key']);
    expect(await answerTo('Bearer re_sends')).toEqual([200, undefined]);
    const { error } = await new Resend('re_sends', { baseUrl: fake.url }).domains.list();
    expect(error).toMatchObject({ statusCode: 401, name: 'restricted_api_key' });
  });

  test('a request without a User-Agent is refused before it reaches the API', async () => {
    await start();
    const request = httpRequest(`${fake.url}/emails/batch`, { method: 'POST' }).end('[]');
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(403);
    expect(await text(response)).toContain('1010');
  });

  test('other paths and methods are not found', async () => {
    const resend = await start();
    expect((await resend.apiKeys.list()).error).toMatchObject({ statusCode: 404, name: 'not_found' });
    expect((await resend.domains.create({ name: 'x.test' })).error).toMatchObject({
      statusCode: 405,
      name: 'method_not_allowed',
    });
  });

  test('the resend package reads the domains and their records', async () => {
    const domain = aDomain({ status: 'pending' });
    const resend = await start({ domains: [domain] });
    const { records, ...item } = domain;
    expect((await resend.domains.list()).data).toEqual({ object: 'list', has_more: false, data: [item] });
    expect((await resend.domains.get(domain.id)).data).toEqual({ object: 'domain', ...item, records });
    expect((await resend.domains.get('other')).error).toMatchObject({ statusCode: 404, name: 'not_found' });
    expect((await fake.history()).requests.map(({ outcome }) => outcome)).toEqual([
      'read',
      'read',
      'refused',
    ]);
  });

  test('a batch from an unverified domain is refused as a whole, if domains are set', async () => {
    await start({ domains: [aDomain(), aDomain({ name: 'new.test', status: 'pending' })] });
    const from = (address: string) => post([aMail(), aMail({ from: address })], { headers: PERMISSIVE });
    const unverified = { status: 403, body: { statusCode: 403, name: 'validation_error' } };
    expect(await from('a@new.test')).toMatchObject(unverified);
    expect(await from('a@other.test')).toMatchObject(unverified);
    expect(await from('A <a@verdicts.test>')).toMatchObject({ status: 200 });
    expect((await fake.counts()).accepted).toBe(2);
  });
});

describe('idempotency', () => {
  test('the same key and bytes get the first answer again, and nothing is sent again', async () => {
    await start({ invalidAddresses: ['bad@verdicts.test'] });
    const send = () => post([aMail(), aMail({ to: 'bad@verdicts.test' })], { key: 'k', headers: PERMISSIVE });
    const first = await send();
    const second = await send();
    expect(first.body).toMatchObject({ data: [{}], errors: [{ index: 1 }] });
    expect(second).toMatchObject({ status: 200, body: first.body });
    const history = await fake.history();
    expect(history.accepted).toHaveLength(1);
    expect(history.requests.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ['accepted', 1],
      ['replayed', 2],
    ]);
    expect(history.acceptedBodies()).toEqual([history.requests[0]?.bodySha256]);
  });

  test('a replayed answer can be set to lose its errors', async () => {
    await start({ replaysErrors: false, invalidAddresses: ['bad@verdicts.test'] });
    const send = () => post([aMail({ to: 'bad@verdicts.test' })], { key: 'k', headers: PERMISSIVE });
    expect((await send()).body.errors).toHaveLength(1);
    expect((await send()).body).toEqual({ data: [] });
  });

  test('the same key with other bytes is refused, and the record names the key', async () => {
    await start();
    await post([aMail()], { key: 'same' });
    await post([aMail()], { key: 'other' });
    expect(await post(JSON.stringify([aMail()], null, 1), { key: 'same' })).toMatchObject({
      status: 409,
      body: { statusCode: 409, name: 'invalid_idempotent_request' },
    });
    const history = await fake.history();
    expect(history.keysWithSeveralBodies()).toEqual(['same']);
    expect(history.accepted).toHaveLength(2);
  });

  test('two bodies under one key are found, even if neither was accepted', async () => {
    await start({ faults: ['service-unavailable', 'dropped'] });
    await post([aMail()], { key: 'k' });
    await post([aMail({ subject: 'Other' })], { key: 'k' }).catch(() => undefined);
    expect((await fake.history()).keysWithSeveralBodies()).toEqual(['k']);
  });

  test('a key is in flight until its first request is answered', async () => {
    await start({ faults: [{ delayAfter: 60_000 }, 'none', { delayAfter: 1 }] });
    const unanswered = post([aMail()], { key: 'k' }).catch(() => null);
    await vi.waitFor(async () => expect((await fake.counts()).accepted).toBe(1), {
      interval: 2,
      timeout: 20_000,
    });
    expect(await post([aMail()], { key: 'k' })).toMatchObject({
      status: 409,
      body: { statusCode: 409, name: 'concurrent_idempotent_requests' },
    });
    const answered = await post([aMail()], { key: 'l' });
    expect(await post([aMail()], { key: 'l' })).toMatchObject({ status: 200, body: answered.body });
    expect((await fake.counts()).accepted).toBe(2);
    await fake.stop();
    expect(await unanswered).toBeNull();
  });

  test('a key is forgotten after 24 hours', async () => {
    await start({ now: () => Date.UTC(2026, 10, 17) });
    await post([aMail()], { key: 'k' });
    await fake.tell({ advance: 24 * HOUR - 1 });
    await post([aMail()], { key: 'k' });
    expect((await fake.counts()).accepted).toBe(1);
    await fake.tell({ advance: 1 });
    await post([aMail()], { key: 'k' });
    const history = await fake.history();
    expect(history.timesAccepted()).toEqual(new Map([['ada@verdicts.test', 2]]));
    expect(history.acceptedTwice()).toEqual(['ada@verdicts.test']);
  });

  test('a key belongs to its endpoint', async () => {
    await start();
    await post([aMail()], { key: 'k' });
    expect(await post(aMail(), { key: 'k', path: '/emails' })).toMatchObject({ status: 200 });
  });

  test('a key has 1 to 256 characters', async () => {
    await start();
    const invalid = { status: 400, body: { statusCode: 400, name: 'invalid_idempotency_key' } };
    expect(await post([aMail()], { key: '' })).toMatchObject(invalid);
    expect(await post([aMail()], { key: 'k'.repeat(257) })).toMatchObject(invalid);
    expect(await post([aMail()], { key: 'k'.repeat(256) })).toMatchObject({ status: 200 });
  });

  test('a refusal is not remembered under its key', async () => {
    await start({ dailyQuota: 0 });
    expect(await post([aMail()], { key: 'k' })).toMatchObject({ status: 429 });
    await fake.tell({ dailyQuota: null });
    expect(await post([aMail()], { key: 'k' })).toMatchObject({ status: 200 });
  });

  test('without a key, the same email is sent again', async () => {
    const resend = await start();
    for (const _ of [1, 2]) await resend.batch.send([aMail()]);
    expect((await fake.counts()).accepted).toBe(2);
  });
});

describe('the rate limit', () => {
  test('requests over the rate limit are refused with the time to wait, and every answer gives the limit', async () => {
    const resend = await start({ rateLimit: 3 });
    await post([aMail()], { key: 'k' });
    await post([aMail()], { key: 'k' });
    const third = await resend.batch.send([{ ...aMail(), subject: '' }]);
    expect(third).toMatchObject({
      error: { name: 'validation_error' },
      headers: {
        'ratelimit-limit': '3',
        'ratelimit-remaining': '0',
        'ratelimit-reset': '1',
        'ratelimit-policy': '3;w=1',
      },
    });
    expect(third.headers).not.toHaveProperty('retry-after');
    expect(await resend.batch.send([aMail()])).toMatchObject({
      error: { statusCode: 429, name: 'rate_limit_exceeded' },
      headers: { 'retry-after': '1', 'ratelimit-remaining': '0' },
    });
    const history = await fake.history();
    expect(history.accepted).toHaveLength(1);
    expect(history.mostInAnySecond()).toBe(4);
    await fake.tell({ rateLimit: null });
    expect((await post([aMail()])).headers.has('ratelimit-limit')).toBe(false);
  });

  test('the rate limit’s second is a sliding window, in which refused requests count', () => {
    const window = rateWindow();
    const arriveAt = (instant: number) => window.arrive(instant, 2);
    expect(arriveAt(0).headers).toMatchObject({ 'ratelimit-remaining': '1' });
    expect(arriveAt(900).within).toBe(true);
    expect(arriveAt(999.9).within).toBe(false);
    expect(arriveAt(1_899).within).toBe(false);
    expect(arriveAt(2_900).within).toBe(true);
    expect(arriveAt(2_950).within).toBe(true);
    expect(arriveAt(3_900)).toMatchObject({ within: true, headers: { 'ratelimit-remaining': '0' } });
  });

  test('the maximum number of requests in any second is found wherever the second begins', () => {
    expect(mostInAnySecond([])).toBe(0);
    expect(mostInAnySecond([0, 1_000, 2_000])).toBe(1);
    expect(mostInAnySecond([0, 999.9, 1_000, 1_500, 1_999.8, 1_999.95, 3_100])).toBe(4);
  });
});

describe('quotas', () => {
  test('a day ends at midnight UTC, and a batch that does not fit its quota is refused as a whole', async () => {
    const resend = await start({ dailyQuota: 3, now: () => Date.UTC(2026, 10, 17, 23) });
    const two = [aMail(), aMail({ to: 'bo@verdicts.test' })];
    expect((await resend.batch.send(two, { idempotencyKey: 'a' })).headers).toMatchObject({
      'x-resend-daily-quota': '2',
      'x-resend-monthly-quota': '2',
    });
    expect(await resend.batch.send(two, { idempotencyKey: 'b' })).toMatchObject({
      error: { statusCode: 429, name: 'daily_quota_exceeded' },
      headers: { 'x-resend-daily-quota': '2' },
    });
    await resend.batch.send(two, { idempotencyKey: 'a' });
    expect((await resend.batch.send([aMail()])).headers).toMatchObject({ 'x-resend-daily-quota': '3' });
    await fake.tell({ advance: HOUR });
    expect((await resend.batch.send(two, { idempotencyKey: 'b' })).headers).toMatchObject({
      'x-resend-daily-quota': '2',
      'x-resend-monthly-quota': '5',
    });
  });

  test('a month ends with its last day, and every address counts towards its quota', async () => {
    await start({ monthlyQuota: 3, now: () => Date.UTC(2026, 10, 30, 12) });
    const three = [aMail({ cc: 'bo@verdicts.test', bcc: ['cy@verdicts.test'] })];
    expect((await post(three)).headers.has('x-resend-daily-quota')).toBe(false);
    expect(await post([aMail()])).toMatchObject({ status: 429, body: { name: 'monthly_quota_exceeded' } });
    await fake.tell({ advance: 12 * HOUR });
    expect(await post(three)).toMatchObject({ status: 200 });
  });
});
