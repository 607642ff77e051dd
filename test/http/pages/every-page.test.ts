import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FILL } from '../../../emails/theme.ts';
import { ASSETS } from '../../../src/http/pages/assets.ts';
import { WITHOUT_TABLE } from '../../support/http/http-app.ts';
import { SLOT } from '../../support/issues.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';
import { peopleOf } from './people.ts';

const PUBLIC = [
  '/',
  '/check-your-inbox',
  '/embed',
  '/issues',
  `/issues/${SLOT}`,
  `/issues/${SLOT}.txt`,
  '/feed.xml',
  '/feed.json',
  '/sitemap.xml',
  '/robots.txt',
];
const ALL = [
  ...PUBLIC,
  '/unsubscribe/from-your-mail',
  '/preferences/from-your-mail',
  '/confirm/from-nowhere',
  '/data/from-nowhere',
  '/check-your-inbox?typed=gmial.com',
  '/embed.js',
  ASSETS.styleSheet.route,
  ASSETS.icon.route,
  '/issues/2099-W01',
  '/nowhere',
];

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
  await pages.publish();
});
afterEach(() => pages.close());

const headersOf = (response: Response) => Object.fromEntries(response.headers);

describe('reading changes nothing:', () => {
  test.each(ALL)('GET and HEAD of %s leave every table unchanged', async (path) => {
    const before = await pages.tables();
    await (await pages.get(path)).text();
    await pages.http.request(path, { method: 'HEAD', headers: BROWSER });
    expect(await pages.tables()).toEqual(before);
  });

  test.each(ALL)('HEAD of %s has the headers of GET, without a body', async (path) => {
    const get = await pages.get(path);
    const head = await pages.http.request(path, { method: 'HEAD', headers: BROWSER });
    expect([head.status, headersOf(head), await head.text()]).toEqual([get.status, headersOf(get), '']);
  });
});

describe('every answer', () => {
  test.each([...ALL, '/healthz'])('the answer at %s has the security headers', async (path) => {
    const headers = headersOf(await pages.get(path));
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src /);
    expect(headers['content-security-policy']).toMatch(/base-uri 'none'; frame-ancestors 'none'$/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|http|\*/);
    const scripts = /script-src [^;]*/.exec(headers['content-security-policy'] ?? '')?.[0];
    expect(scripts).toBe(path === '/embed' ? "script-src 'self'" : undefined);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': expect.stringMatching(/^(no-referrer|strict-origin-when-cross-origin)$/),
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('HSTS is sent only if PUBLIC_URL is https', async () => {
    pages.close();
    pages = await openPages({ newsletter: { publicUrl: 'http://127.0.0.1:3000' } });
    expect(headersOf(await pages.get('/issues'))).not.toHaveProperty('strict-transport-security');
  });
});

describe('a page that does not exist', () => {
  const missing = (accept: string) => pages.get('/issues/2099-W01', accept === '' ? {} : { accept });

  test('a person who opens a missing page gets an HTML page', async () => {
    const response = await missing(BROWSER.accept);
    expect(response.status).toBe(404);
    expect(headersOf(response)).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      vary: 'Accept',
    });
    const { texts, attributes } = parsedPage(await response.text());
    expect(texts('h1')).toEqual(['There is no such issue']);
    expect(attributes('a', 'href')).toContain('/issues');
  });

  test.each(['', '*/*', 'application/json', 'application/problem+json', 'application/json,text/html;q=0.5'])(
    'a program that asks for "%s" at a missing page gets a problem in JSON',
    async (accept) => {
      const response = await missing(accept);
      expect(headersOf(response)).toMatchObject({
        'content-type': 'application/problem+json',
        vary: 'Accept',
      });
      expect(await response.json()).toMatchObject({ status: 404, title: 'There is no such issue' });
    },
  );

  test('the page for a missing page does not repeat the URL, which may hold a token', async () => {
    const html = await pages.read('/nowhere/%3Cscript%3Ealert(1)%3C/script%3E');
    expect(html).not.toContain('alert(1)');
  });

  test('a URL with U+0000, which no database has in a key, is that of a missing page', async () => {
    expect((await pages.get('/issues/2026%00W32')).status).toBe(404);
    expect((await pages.get('/studio/comparisons/a%00b')).status).toBe(404);
    expect(pages.errors).toEqual([]);
  });

  test('a server error is not answered as a missing page, and the log says why', async () => {
    await pages.sql('alter table issues rename to mislaid');
    const response = await pages.get('/issues');
    expect(response.status).toBe(WITHOUT_TABLE);
    const [title] = parsedPage(await response.text()).texts('h1');
    expect(['Something went wrong', 'We will be back in a moment']).toContain(title);
    expect(pages.errors).toHaveLength(1);
  });
});

describe('the URL of a page', () => {
  test.each(PUBLIC)('%s accepts no method but GET and HEAD', async (path) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await pages.http.request(path, { method, headers: BROWSER });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(parsedPage(await response.text()).texts('h1')).toEqual(['This page cannot be used that way']);
    }
  });

  test.each([
    ['/issues/', '/issues'],
    ['/issues/?page=2', '/issues?page=2'],
    [`/issues/${SLOT}/`, `/issues/${SLOT}`],
    ['/feed.xml/', '/feed.xml'],
  ])('%s redirects to %s', async (path, location) => {
    const response = await pages.get(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, location]);
  });

  test.each(['//evil.test/', '/\\evil.test/', '/%5Cevil.test/', '///', '/issues//', '/https://evil.test/'])(
    '%s redirects to no other site',
    async (path) => {
      const response = await pages.http.request(`https://verdicts.test${path}`, { headers: BROWSER });
      expect([response.status, response.headers.get('location')]).toEqual([404, null]);
    },
  );
});

describe('a cached page', () => {
  test.each(PUBLIC)('%s is not sent again while it is unchanged', async (path) => {
    const first = await pages.get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await pages.get(path, { ...BROWSER, 'if-none-match': known });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(headersOf(again)).toMatchObject({ etag, 'cache-control': 'public, max-age=300, s-maxage=600' });
    }
    const other = await pages.get(path, { ...BROWSER, 'if-none-match': '"other"' });
    expect(other.status).toBe(200);
  });

  test('a page that has two forms says that they depend on what is accepted', async () => {
    expect((await pages.get('/embed')).headers.get('vary')).toBe('Accept');
  });

  test.each(PUBLIC.filter((path) => path !== '/embed'))(
    '%s is the same for everyone, so that a CDN can answer for us',
    async (path) => {
      const plain = await pages.get(path, {});
      const other = await pages.get(path, {
        ...BROWSER,
        cookie: 'session=x',
        'accept-language': 'de',
        'user-agent': 'Other/1.0',
        origin: 'https://elsewhere.test',
      });
      expect([await other.text(), headersOf(other)]).toEqual([await plain.text(), headersOf(plain)]);
      expect(headersOf(plain)).toMatchObject({ 'cache-control': 'public, max-age=300, s-maxage=600' });
      expect(headersOf(plain)).not.toHaveProperty('vary');
    },
  );

  test('what depends on a person, or answers a form, is never kept', async () => {
    const { newReader, newPending } = peopleOf(pages);
    const reader = await newReader();
    const answers = [
      ...(await Promise.all(
        [
          reader.unsubscribe,
          reader.preferences,
          (await newPending()).confirm,
          '/?email=ada@verdicts.test',
        ].map((path) => pages.get(path)),
      )),
      await pages.http.request('/subscribe', {
        method: 'POST',
        body: new URLSearchParams({ email: 'ada' }),
        headers: BROWSER,
      }),
      await pages.http.request(reader.unsubscribe, { method: 'POST', headers: BROWSER }),
    ];
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
  });

  test('a cached page is sent again once it has changed', async () => {
    const etag = (await pages.get('/feed.xml')).headers.get('etag') ?? '';
    await pages.publish({ slot: '2026-W48' });
    expect((await pages.get('/feed.xml', { 'if-none-match': etag })).status).toBe(200);
  });

  test.each(['/feed.xml', '/feed.json'])('%s can be revalidated by its date, too', async (path) => {
    const modified = (await pages.get(path)).headers.get('last-modified') ?? '';
    expect(modified).toBe('Tue, 17 Nov 2026 09:00:00 GMT');
    const status = async (headers: Record<string, string>) => (await pages.get(path, headers)).status;
    expect(await status({ 'if-modified-since': modified })).toBe(304);
    expect(await status({ 'if-modified-since': 'Tue, 17 Nov 2026 08:59:59 GMT' })).toBe(200);
    expect(await status({ 'if-modified-since': 'yesterday' })).toBe(200);
    // RFC 9110, 13.1.3: the date is ignored if there is an entity tag.
    expect(await status({ 'if-modified-since': modified, 'if-none-match': '"other"' })).toBe(200);
  });
});

describe('the style sheet', () => {
  test('the style sheet is named by its content, cached for good, and has the colours of the email', async () => {
    const [href = ''] = parsedPage(await pages.read('/issues'))
      .all('link')
      .flatMap(({ attribs }) => (attribs.rel === 'stylesheet' ? [attribs.href ?? ''] : []));
    expect(href).toMatch(/^\/assets\/pages-[0-9a-f]{16}\.css$/);
    const response = await pages.get(href);
    expect(headersOf(response)).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const css = await response.text();
    const [light = '', dark = ''] = css.split('@media (prefers-color-scheme:dark)');
    expect(light).toContain(FILL.canvas.light);
    expect(dark).toContain(FILL.canvas.dark);
    expect(css).not.toMatch(/url\(|@import/);
    expect(css.split('{').length).toBe(css.split('}').length);
  });

  test('the style sheet does not exist under any other name', async () => {
    expect((await pages.get('/assets/pages-0000000000000000.css')).status).toBe(404);
  });
});
