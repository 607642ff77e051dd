import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WITHOUT_TABLE } from '../../support/http/http-app.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';

const BUILDER = 'https://pages.builder.test';
const SITE = 'https://site.test';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages({ allowedOrigins: [SITE, BUILDER] });
});
afterEach(() => pages.close());

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  pages.http.request('/subscribe', {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { ...BROWSER, origin: SITE, ...headers },
  });

/** Who may frame an answer, according to new and old browsers. */
const framing = ({ headers }: Response) => [
  /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1],
  headers.get('x-frame-options'),
];

describe('an answer to the sign-up form', () => {
  test.each<[string, number, () => Response | Promise<Response>]>([
    ['the page that it leads to', 200, () => pages.get('/check-your-inbox')],
    ['the same for a mistyped address', 200, () => pages.get('/check-your-inbox?typed=gmial.com')],
    ['the form with a wrong address', 422, () => post({ email: 'ada' })],
    [
      'one that leads to a page of no listed site',
      422,
      () => post({ email: 'a@b.test', redirect: 'https://x.test' }),
    ],
    [
      'the form of a page that is not listed',
      403,
      () => post({ email: 'a@b.test' }, { origin: 'https://x.test' }),
    ],
    ['one of a wrong type', 415, () => post({ email: 'a@b.test' }, { 'content-type': 'text/plain' })],
    ['one that is too large', 413, () => post({ email: 'a@b.test' }, { 'content-length': '9999' })],
  ])(
    'the answer to a form may be framed by the listed origins and no others: %s (%i)',
    async (_, status, act) => {
      const response = await act();
      expect([response.status, framing(response)]).toEqual([status, [`${SITE} ${BUILDER}`, null]]);
      // Inside a frame, none of our other pages may be shown.
      expect(parsedPage(await response.text()).attributes('base', 'target')).toEqual(['_top']);
    },
  );

  test.each<[string, number, () => Response | Promise<Response>]>([
    [
      'of a type that is none of ours',
      415,
      () => post({ email: 'a@b.test' }, { 'content-type': 'text/plain' }),
    ],
    [
      'with two fields for the address',
      422,
      () =>
        pages.http.request('/subscribe', {
          method: 'POST',
          body: 'email=a@b.test&email=c@d.test',
          headers: { ...BROWSER, origin: SITE, 'content-type': 'application/x-www-form-urlencoded' },
        }),
    ],
  ])(
    'the answer to a form %s tells people where to sign up, not how to write a form',
    async (_, status, act) => {
      const response = await act();
      const { texts, attributes } = parsedPage(await response.text());
      expect([response.status, texts('h1')]).toEqual([status, ['The form that you came from does not work']]);
      expect(attributes('a', 'href')).toContain('/');
      expect(texts('main').join()).not.toMatch(/application\/|fields?\b|Content-/);
    },
  );

  test('an answer in a frame keeps its form in the frame', async () => {
    const { attributes } = parsedPage(await (await post({ email: 'ada' })).text());
    expect(attributes('form', 'target')).toEqual(['_self']);
  });

  test('an error page may be framed by the listed origins, too', async () => {
    await pages.sql('drop table sign_ups');
    const response = await post({ email: 'ada@verdicts.test' });
    expect([response.status, framing(response)]).toEqual([WITHOUT_TABLE, [`${SITE} ${BUILDER}`, null]]);
  });

  test('no answer may be framed if no origin is listed', async () => {
    pages.close();
    pages = await openPages();
    for (const response of [
      await pages.get('/check-your-inbox'),
      await post({ email: 'ada' }, { origin: 'https://verdicts.test' }),
    ])
      expect(framing(response)).toEqual(["'none'", 'DENY']);
  });
});

test.each([
  '/',
  '/embed',
  '/issues',
  '/unsubscribe',
  '/unsubscribe/x',
  '/preferences',
  '/confirm/x',
  '/data/x',
  '/nowhere',
])('no site may frame %s', async (path) => {
  expect(framing(await pages.get(path))).toEqual(["'none'", 'DENY']);
});

describe('a link to the sign-up page', () => {
  test('the URL that a form posts to also works as a link to the sign-up page', async () => {
    for (const path of ['/subscribe', '/SUBSCRIBE', '/subscribe?email=', '/subscribe?email=nonsense']) {
      const { status, headers } = await pages.get(path);
      expect([path, status, headers.get('location')]).toEqual([path, 302, '/']);
    }
    for (const email of ['ada%2Bnews@verdicts.test', 'ada+news@verdicts.test', 'ada+news%40verdicts.test']) {
      const { headers } = await pages.get(`/subscribe?email=${email}&utm_source=x`);
      expect(headers.get('location')).toBe('/?email=ada%2Bnews%40verdicts.test');
      const { attributes } = parsedPage(await pages.read(`/?email=${email}`));
      expect(attributes('input', 'value')).toContain('ada+news@verdicts.test');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('a link can fill in an email address, which is not cached and not passed to other sites', async () => {
    const response = await pages.get('/?email=ada%2Bnews@verdicts.test');
    const { attributes, texts } = parsedPage(await response.text());
    expect(attributes('input', 'value')).toContain('ada+news@verdicts.test');
    expect(texts('p').join()).not.toContain('ada+news');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'strict-origin',
      'x-robots-tag': 'noindex',
    });
    expect(attributes('link', 'href').join()).not.toContain('ada');
    expect((await pages.tables()).sign_ups).toEqual([]);
  });

  test.each([
    '"><script>alert(1)</script>@verdicts.test',
    "'onfocus=alert(1)@x.test",
    'ada@verdicts.test\r\nBcc: eve@evil.test',
    'javascript:alert(1)',
    'Your account is locked, call 555',
    `${'x'.repeat(300)}@verdicts.test`,
    '',
  ])('a link does not fill in %j, which is no email address', async (email) => {
    const plain = await pages.read('/');
    const page = await pages.read(`/?${new URLSearchParams({ email })}`);
    const { shape } = parsedPage(page);
    expect(shape).toEqual(parsedPage(plain).shape);
    expect(page).toBe(plain);
  });

  test('a link that fills in nothing leads to the same page for everybody', async () => {
    const { headers } = await pages.get('/?email=nonsense');
    expect(headers.get('cache-control')).toBe('public, max-age=300, s-maxage=600');
  });
});
