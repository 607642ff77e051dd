import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WITHOUT_TABLE } from '../support/http/http-app.ts';
import { addReaders, SLOT } from '../support/issues.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './pages/open-pages.ts';

const LISTED = 'https://site.test';
const STRANGER = 'https://evil.test';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages({ allowedOrigins: [LISTED, 'http://localhost:4321'] });
});
afterEach(() => pages.close());

const ask = (method: string, headers: Record<string, string>, body?: string) =>
  pages.http.request('/subscribe', { method, headers, ...(body === undefined ? {} : { body }) });
const postForm = (headers: Record<string, string> = {}, path = '/subscribe') =>
  pages.http.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: 'email=ada@verdicts.test',
  });
const postJson = (headers: Record<string, string> = {}, body = '{"email":"ada@verdicts.test"}') =>
  ask('POST', { 'content-type': 'application/json', ...headers }, body);
const kept = async () => (await pages.tables()).sign_ups ?? [];

const shared = (response: Response) => {
  const all = Object.fromEntries(response.headers);
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('access-control-')));
};
const variesBy = (response: Response) => response.headers.get('vary')?.split(', ') ?? [];

describe('a preflight request', () => {
  const preflight = (origin: string, wanted: Record<string, string> = {}) =>
    ask('OPTIONS', { origin, 'access-control-request-method': 'POST', ...wanted });

  test.each([LISTED, 'http://localhost:4321'])(
    'a browser may send JSON from %s, without credentials',
    async (origin) => {
      const response = await preflight(origin, { 'access-control-request-headers': 'content-type' });
      expect(response.status).toBe(204);
      expect(shared(response)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'Content-Type',
        'access-control-expose-headers': 'Retry-After',
        'access-control-max-age': '600',
      });
      expect(variesBy(response)).toContain('Origin');
    },
  );

  test.each([
    STRANGER,
    'null',
    'https://site.test.evil.test',
    'http://site.test',
    'https://site.test:8443',
    '*',
  ])('a browser may not send JSON from %s', async (origin) => {
    const response = await preflight(origin);
    expect(shared(response)).not.toHaveProperty('access-control-allow-origin');
    expect(variesBy(response)).toContain('Origin');
  });

  test('a preflight request is answered with the allowed methods', async () => {
    const response = await ask('OPTIONS', { origin: LISTED });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST']);
  });
});

describe('an answer to a page of another origin', () => {
  test.each<[string, number, () => ReturnType<typeof postJson>]>([
    ['a sign-up', 202, () => postJson({ origin: LISTED })],
    ['a wrong one', 422, () => postJson({ origin: LISTED }, '{}')],
    ['one that is no JSON', 400, () => postJson({ origin: LISTED }, '{')],
    ['one of a wrong type', 415, () => postJson({ origin: LISTED, 'content-type': 'text/plain' })],
    ['a large one', 413, () => postJson({ origin: LISTED, 'content-length': '9999' })],
    ['another method', 405, () => ask('PUT', { origin: LISTED })],
  ])('a listed page can read the answer to %s (%i)', async (_, status, act) => {
    const response = await act();
    expect([response.status, shared(response)['access-control-allow-origin']]).toEqual([status, LISTED]);
    expect(variesBy(response)).toEqual(expect.arrayContaining(['Accept', 'Origin']));
    expect(shared(response)).not.toHaveProperty('access-control-allow-credentials');
  });

  test('a listed page can read the answer to a server error', async () => {
    await pages.sql('drop table sign_ups');
    const response = await postJson({ origin: LISTED });
    expect([response.status, shared(response)['access-control-allow-origin']]).toEqual([
      WITHOUT_TABLE,
      LISTED,
    ]);
  });

  test.each(['/issues', '/unsubscribe/x', '/api/comparisons', '/'])(
    'no other page can read the answer of %s',
    async (path) => {
      const response = await pages.get(path, { origin: LISTED });
      expect(shared(response)).toEqual({});
    },
  );
});

describe('an accepted form', () => {
  const taken = async (headers: Record<string, string>, path?: string) => {
    const response = await postForm(headers, path);
    return [response.status, (await kept()).length];
  };

  test.each<[string, Record<string, string>]>([
    ['from our own page', { origin: 'https://verdicts.test' }],
    ['from a listed page', { origin: LISTED, 'sec-fetch-site': 'cross-site' }],
    ['from what names no page', {}],
    [
      'from a page that hides where it is, where the browser says that it is ours',
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ],
  ])('a form %s is accepted', async (_, headers) => {
    expect(await taken(headers)).toEqual([303, 1]);
  });

  test.each(['http://localhost:3000', 'http://[::1]:3000', 'http://192.0.2.4:3000'])(
    'a form from our own page at %s is accepted',
    async (origin) => {
      expect(await taken({ origin }, `${origin}/subscribe`)).toEqual([303, 1]);
    },
  );

  test('a form from our own page behind a proxy that terminates TLS is accepted', async () => {
    expect(await taken({ origin: 'https://other-name.test' }, 'http://other-name.test/subscribe')).toEqual([
      303, 1,
    ]);
  });
});

describe('a refused form', () => {
  test.each<[string, Record<string, string>]>([
    ['of another page', { origin: STRANGER }],
    ['of another page of the same host', { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-site' }],
    ['of a page that hides where it is', { origin: 'null' }],
    ['of a page that hides where it is, elsewhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['of a name that only begins like a listed one', { origin: `${LISTED}.evil.test` }],
    ['of no origin at all', { origin: 'nonsense' }],
    ['of an extension', { origin: 'chrome-extension://abcdef' }],
  ])('a form %s is refused', async (_, headers) => {
    const response = await postForm(headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ title: 'This form is on a page that we do not know' });
    expect(await kept()).toEqual([]);
  });

  test('a program whose form is refused is told what to do', async () => {
    const advice = 'If you run this newsletter, add https://evil.test to ALLOWED_ORIGINS.';
    expect(await (await postForm({ origin: STRANGER })).json()).toMatchObject({ detail: advice });
    expect(await (await postForm({ origin: 'null' })).json()).toMatchObject({
      detail: expect.stringContaining('Referrer-Policy'),
    });
  });

  test.each([STRANGER, 'null'])(
    'a person whose form from %s is refused gets our own form, filled in',
    async (origin) => {
      const response = await postForm({ ...BROWSER, origin });
      const html = await response.text();
      const { attributes, texts } = parsedPage(html);
      expect([response.status, attributes('form', 'action')]).toEqual([403, ['/subscribe']]);
      expect(attributes('input', 'value')).toContain('ada@verdicts.test');
      expect(attributes('a', 'href')).toContain('/subscribe?email=ada%40verdicts.test');
      expect(texts('p').join()).toContain('press the button once more');
      expect(html).not.toMatch(/ALLOWED_ORIGINS|evil\.test|Referrer-Policy|you run this/);
      expect(await kept()).toEqual([]);
    },
  );

  test('a form from another page is refused before its body is read', async () => {
    expect((await postForm({ origin: STRANGER, 'content-type': 'text/plain' })).status).toBe(403);
  });
});

describe('a link with a token needs no origin:', () => {
  const HOSTILE = [STRANGER, 'null', 'nonsense'];
  const signed = (purpose: 'unsubscribe' | 'preferences') =>
    `/${purpose}/${pages.signer.sign({ subscriberId: 1, slot: SLOT, purpose })}`;
  beforeEach(() => addReaders(pages.subscriberStore, 1));

  test.each(HOSTILE)('unsubscribing from %s succeeds', async (origin) => {
    expect((await postForm({ origin, 'sec-fetch-site': 'cross-site' }, signed('unsubscribe'))).status).toBe(
      200,
    );
    expect((await pages.subscriberStore.findHistory('reader1@verdicts.test'))?.status).toBe('unsubscribed');
  });

  test.each(HOSTILE)('preferences and confirmations sent from %s are accepted', async (origin) => {
    for (const path of [signed('preferences'), '/confirm/from-nowhere', '/data/from-nowhere']) {
      const without = await postForm({}, path);
      const response = await postForm({ origin, 'sec-fetch-site': 'cross-site' }, path);
      expect(response.status).toBe(without.status);
      expect(response.status).not.toBe(403);
    }
  });
});
