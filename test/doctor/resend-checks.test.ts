import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { askResend } from '../../src/doctor/ask-resend.ts';
import { domainCheck, keyCheck } from '../../src/doctor/resend-checks.ts';
import {
  type ApiRequest,
  accountWith,
  aDomain,
  answerJson,
  aRecord,
  type DomainsApi,
  failingWith,
  startDomainsApi,
} from './domains-api.ts';

let api: DomainsApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** What `doctor` says about the key and the domain `verdicts.test`, if Resend answers like this. */
async function checksOf(
  answer: (request: ApiRequest, response: ServerResponse) => void,
  { domain = 'verdicts.test', timeLimit = 10_000, retryPause = 1 } = {},
) {
  api = await startDomainsApi(answer);
  const told = await askResend({ apiKey: 're_key', baseUrl: api.baseUrl, domain, timeLimit, retryPause });
  return { resend: keyCheck(told), domain: domainCheck(domain, told) };
}

test('a verified domain is fine, and is looked up with the key by GET requests only', async () => {
  expect(await checksOf(accountWith([aDomain()]))).toMatchObject({
    resend: { name: 'resend', ok: true, message: 'Resend accepts the key.' },
    domain: { name: 'domain', ok: true, message: 'verdicts.test is verified at Resend.' },
  });
  expect(api?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /domains',
    `GET /domains/${aDomain().id}`,
  ]);
  expect(new Set(api?.requests.map(({ authorization }) => authorization))).toEqual(
    new Set(['Bearer re_key']),
  );
});

describe('the key', () => {
  test('a key that may only send is fine, and cannot tell about domains', async () => {
    const { resend, domain } = await checksOf(
      failingWith({
        statusCode: 401,
        name: 'restricted_api_key',
        message: 'This API key is restricted to only send emails',
      }),
    );
    expect(resend).toMatchObject({ ok: true, message: expect.stringContaining('may send, but not read') });
    expect(domain).toMatchObject({ ok: true, message: expect.stringContaining('verdicts send --to') });
  });

  test.each([
    { statusCode: 403, name: 'invalid_api_key', message: 'API key is invalid' },
    { statusCode: 400, name: 'validation_error', message: 'API key is invalid' },
    { statusCode: 401, name: 'validation_error', message: 'API key is invalid' },
    { statusCode: 403, name: 'restricted_api_key', message: 'API key is not active' },
    { statusCode: 403, name: 'suspended_api_key', message: 'This API key is suspended' },
  ])('a key that is refused with $statusCode $name is reported: $message', async (error) => {
    const { resend, domain } = await checksOf(failingWith(error));
    expect(resend).toMatchObject({
      ok: false,
      message: expect.stringContaining('https://resend.com/api-keys'),
    });
    expect(resend.message).toContain(`"${error.message}"`);
    expect(domain).toMatchObject({ level: 'warn', message: expect.stringContaining('We cannot tell') });
  });

  test('a missing key is reported without a request', async () => {
    const told = await askResend({
      apiKey: null,
      baseUrl: 'http://127.0.0.1:9',
      domain: 'verdicts.test',
      timeLimit: 1,
      retryPause: 1,
    });
    expect(keyCheck(told)).toMatchObject({
      ok: false,
      message: expect.stringContaining('RESEND_API_KEY is not set'),
    });
  });
});

describe('Resend could not be asked', () => {
  const unasked = expect.stringContaining('Resend could not be asked: ');

  test.each<[string, RegExp, (request: ApiRequest, response: ServerResponse) => void]>([
    ['a dropped connection', /may be offline/, (_, response) => response.destroy()],
    ['a page instead of JSON', /cannot be read/, (_, response) => response.end('<html>Welcome</html>')],
    [
      'JSON of another kind',
      /cannot be read/,
      (_, response) => answerJson(response, 200, { hello: 'world' }),
    ],
    ['nothing', /cannot be read/, (_, response) => answerJson(response, 200, null)],
    ['an error that is null', /cannot be read/, (_, response) => answerJson(response, 500, null)],
    ['an error of another kind', /cannot be read/, (_, response) => answerJson(response, 500, ['oops'])],
    ['a gateway that failed', /502/, (_, response) => response.writeHead(502).end('Bad gateway')],
    [
      'too many requests',
      /429 "Too many requests"\. Try again/,
      failingWith({ statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many requests.' }),
    ],
  ])('doctor says that Resend could not be asked: %s', async (_, reason, answer) => {
    const { resend, domain } = await checksOf(answer);
    expect(resend).toMatchObject({ level: 'warn', message: unasked });
    expect(resend.message).toMatch(reason);
    expect(domain.level).toBe('warn');
  });

  test('a request that came too early is made once more', async () => {
    const tooEarly = failingWith({ statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many' });
    const account = accountWith([aDomain()]);
    const { resend, domain } = await checksOf((request, response) =>
      (api?.requests.length === 1 ? tooEarly : account)(request, response),
    );
    expect([resend.level, domain.level]).toEqual(['ok', 'ok']);
  });

  test('doctor says that Resend did not answer within the time limit', async () => {
    const { resend } = await checksOf(() => undefined, { timeLimit: 50 });
    expect(resend).toMatchObject({ level: 'warn', message: unasked });
    expect(resend.message).toContain('did not answer within 0.05 seconds');
  });

  test('doctor says that Resend’s server could not be reached', async () => {
    const { baseUrl, close } = await startDomainsApi(() => undefined);
    await close();
    const told = await askResend({
      ...{ apiKey: 're_key', baseUrl, domain: 'verdicts.test' },
      ...{ timeLimit: 10_000, retryPause: 1 },
    });
    expect(keyCheck(told)).toMatchObject({ level: 'warn', message: unasked });
  });

  test('doctor does not repeat the key from a provider’s message', async () => {
    const error = { statusCode: 401, name: 'validation_error', message: 'No such key: Bearer re_key' };
    const { resend } = await checksOf(failingWith(error));
    expect(resend.message).toContain('"No such key: Bearer the key"');
  });

  test('doctor shortens a provider’s message to one line', async () => {
    const message = `no\nok    dkim: fine \u001b[2J\u202e${'x'.repeat(1_000)}`;
    const { resend } = await checksOf(failingWith({ statusCode: 500, name: 'application_error', message }));
    for (const character of ['\n', '\u001b', '\u202e']) expect(resend.message).not.toContain(character);
    expect(resend.message.length).toBeLessThan(400);
  });
});

describe('the domain', () => {
  const domainOf = async (...domains: ReturnType<typeof aDomain>[]) =>
    (await checksOf(accountWith(domains))).domain;

  test('the domain must be listed itself, not only a parent or a subdomain', async () => {
    const found = await domainOf(aDomain({ name: 'mail.verdicts.test' }), aDomain({ name: 'test' }));
    expect(found.ok).toBe(false);
    expect(found.message).toContain('("mail.verdicts.test", "test")');
    expect(found.message).toContain('Add it at https://resend.com/domains');
  });

  test('the domain is missing from an account without domains', async () => {
    expect(await domainOf()).toMatchObject({ ok: false, message: expect.stringContaining('it has none') });
  });

  test('the domain is found on a later page of an account with many', async () => {
    const { domain } = await checksOf((request, response) => {
      if (request.path !== '/domains') answerJson(response, 200, aDomain());
      else if (request.query.get('after') === 'first')
        answerJson(response, 200, { has_more: false, data: [aDomain()] });
      else answerJson(response, 200, { has_more: true, data: [{ id: 'first', name: 'first.test' }] });
    });
    expect(domain).toMatchObject({ ok: true });
  });

  test.each([
    ['whose pages repeat themselves', () => 'same', 2],
    ['that never ends', (page: number) => `page-${page}`, 20],
  ])('the domain is reported as missing from an account %s after so many pages', async (_, idOf, most) => {
    let pages = 0;
    const { domain } = await checksOf((_request, response) => {
      pages += 1;
      answerJson(response, 200, { has_more: true, data: [{ id: idOf(pages), name: 'other.test' }] });
    });
    expect(domain).toMatchObject({
      level: 'stop',
      message: expect.stringContaining('is not among the domains'),
    });
    expect(pages).toBe(most);
  });

  test('the domain is not judged by what was said about another one', async () => {
    const { domain } = await checksOf((request, response) => {
      if (request.path === '/domains') accountWith([aDomain()])(request, response);
      else answerJson(response, 200, aDomain({ name: 'another.test' }));
    });
    expect(domain).toMatchObject({ level: 'warn', message: expect.stringContaining('We cannot tell') });
  });

  test('a domain in another script is looked up in ASCII', async () => {
    const told = accountWith([aDomain({ name: 'bücher.test' })]);
    expect((await checksOf(told, { domain: 'xn--bcher-kva.test' })).domain).toMatchObject({ ok: true });
  });

  test.each(['not_started', 'pending', 'failed', 'temporary_failure'])(
    'a domain that is %s is reported with its records',
    async (status) => {
      const records = [
        aRecord({ record: 'DKIM', name: 'resend._domainkey', status: 'failed' }),
        aRecord({ record: 'SPF', name: 'send', type: 'MX', status: 'pending' }),
        aRecord({ record: 'SPF', name: 'send', status: 'verified' }),
      ];
      const { ok, message } = await domainOf(aDomain({ status, records }));
      expect(ok).toBe(false);
      expect(message).toContain(
        `its status is "${status}", and these records are not verified: TXT resend._domainkey.verdicts.test (failed), MX send.verdicts.test (pending).`,
      );
    },
  );

  test('a domain with records of an unknown form is judged by the others', async () => {
    const found = { ...aRecord({ status: 'pending' }), type: 7, value: ['x'] };
    const records = [null, 'x', { name: 'send' }, found, aRecord({ status: null })];
    const { message } = await domainOf(aDomain({ status: 'pending', records, open_tracking: 'no' }));
    expect(message).toContain('these records are not verified: ? send.verdicts.test (pending), TXT');
    expect(await domainOf(aDomain({ records: 'none', capabilities: 7 }))).toMatchObject({ ok: true });
  });

  test('many or long records of a domain are reported in a few lines', async () => {
    const long = aRecord({ name: `a\nok ${'x'.repeat(5_000)}`, status: `\u001b[2J${'y'.repeat(5_000)}` });
    const { message } = await domainOf(aDomain({ status: 'pending', records: Array(50).fill(long) }));
    expect(message).toContain('and 40 more');
    for (const character of ['\n', '\u001b']) expect(message).not.toContain(character);
    expect(message.length).toBeLessThan(6_000);
  });

  const forward = { record: 'SPF', name: 'send', type: 'CNAME' };
  const fallback = { record: 'SPF', name: 'rsend', type: 'CNAME' };
  const key = { record: 'DKIM', name: 'resend._domainkey' };
  test.each([
    ['one of two return paths verified', true, [key, forward, { ...fallback, status: 'pending' }]],
    [
      'receiving not verified',
      true,
      [key, forward, { record: 'Receiving', name: '', type: 'MX', status: 'failed' }],
    ],
    [
      'no return path verified',
      false,
      [key, { ...forward, status: 'failed' }, { ...fallback, status: 'failed' }],
    ],
    ['half a return path verified', false, [key, forward, { ...forward, type: 'MX', status: 'failed' }]],
    ['its key not verified', false, [{ ...key, status: 'failed' }, forward]],
    ['no records', false, []],
  ])('a domain that is verified in part, with %s, can send: %s', async (_, ok, records) => {
    const found = await domainOf(aDomain({ status: 'partially_verified', records: records.map(aRecord) }));
    expect(found).toMatchObject({ ok, message: expect.stringContaining('"partially_verified"') });
  });

  test('a domain whose sending is turned off cannot send', async () => {
    expect(await domainOf(aDomain({ capabilities: { sending: 'disabled' } }))).toMatchObject({
      ok: false,
      message: expect.stringContaining('turned off'),
    });
  });

  test('a domain that tracks opens or clicks is fine, and doctor says what tracking does', async () => {
    const { ok, message } = await domainOf(aDomain({ open_tracking: true, click_tracking: true }));
    expect(ok).toBe(true);
    expect(message).toContain('rewrites every link');
    expect(message).toContain('invisible picture');
  });

  test('resend.dev reaches only the owner of the account', async () => {
    const { resend, domain } = await checksOf(accountWith([]), { domain: 'resend.dev' });
    expect(resend.ok).toBe(true);
    expect(domain).toMatchObject({ level: 'stop', message: expect.stringContaining('only the owner') });
  });
});
