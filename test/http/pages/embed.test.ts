import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../../src/shared/project-path.ts';
import { consentText } from '../../../src/subscribers/sign-ups/consent-text.ts';
import { BROWSER, HOSTILE, openPages, type Pages, parsedPage } from './open-pages.ts';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages({ newsletter: { publicUrl: 'https://verdicts.test/digest' } });
});
afterEach(() => pages.close());

const snippet = async () => (await pages.get('/embed', {})).text();

describe('the form to embed', () => {
  test.each(['', '*/*', 'application/json'])(
    'a program that asks for "%s" gets nothing but the form to embed',
    async (accept) => {
      const response = await pages.get('/embed', accept === '' ? {} : { accept });
      expect([response.status, response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
        200,
        'text/html; charset=UTF-8',
        'Accept',
      ]);
      expect(await response.text()).toMatch(/^<form [\s\S]*<\/form>\n<script [^>]*><\/script>\n$/);
    },
  );

  test('the form to embed links to absolute URLs', async () => {
    const { attributes } = parsedPage(await snippet());
    expect(attributes('form', 'action')).toEqual(['https://verdicts.test/digest/subscribe']);
    expect(attributes('script', 'src')).toEqual(['https://verdicts.test/digest/embed.js']);
    expect(attributes('script', 'defer')).toEqual(['']);
  });

  test('the form to embed has a label for every field, the consent text at the button, and only ids of its own', async () => {
    const { all, texts, attributes } = parsedPage(await snippet());
    const shown = all('input').filter(({ attribs }) => attribs.type !== 'hidden');
    expect(shown.map(({ attribs }) => attribs.name)).toEqual(['email', 'name', 'homepage']);
    expect(shown.map(({ parent }) => parent !== null && 'name' in parent && parent.name)).toEqual([
      'label',
      'label',
      'label',
    ]);
    expect(texts('label')).toEqual(['Your email address', 'Your name (optional)', 'Leave this empty']);
    expect(texts('p')).toEqual([consentText('Weekly Verdicts')]);
    expect(texts('button')).toEqual(['Sign up']);
    expect(attributes('*', 'id')).toEqual([]);
  });

  test('the form to embed hides its trap field without our style sheet, from eyes, screen readers and the keyboard', async () => {
    const { all } = parsedPage(await snippet());
    const trap = all('div').find(({ attribs }) => attribs.class === 'verdicts-apart');
    expect(trap?.attribs).toMatchObject({
      'aria-hidden': 'true',
      style: expect.stringContaining('position:absolute;left:-'),
    });
    const input = all('input').find(({ attribs }) => attribs.name === 'homepage');
    expect(input?.attribs).toMatchObject({ type: 'text', tabindex: '-1', autocomplete: 'off' });
  });

  test('the form to embed is accepted as it stands', async () => {
    const { all } = parsedPage(await snippet());
    const fields = all('input').map(({ attribs }) => [attribs.name ?? '', attribs.value ?? ''] as const);
    const body = new URLSearchParams(Object.fromEntries(fields));
    body.set('email', 'ada@verdicts.test');
    const response = await pages.http.request('/subscribe', { method: 'POST', body, headers: BROWSER });
    expect(response.status).toBe(303);
    expect((await pages.tables()).sign_ups).toMatchObject([
      { email: 'ada@verdicts.test', source: 'form:site' },
    ]);
  });

  test.each(HOSTILE)('the form to embed shows the name %j as text', async (name) => {
    const harmless = parsedPage(await snippet()).shape;
    pages.close();
    pages = await openPages({ newsletter: { name } });
    expect(parsedPage(await snippet()).shape).toEqual(harmless);
    expect((await pages.read('/embed')).match(/<script/g)).toHaveLength(1);
  });
});

describe('the page about embedding', () => {
  test('the page about embedding shows the form’s source exactly, to be copied', async () => {
    const { texts } = parsedPage(await pages.read('/embed'));
    expect(texts('textarea')).toEqual([(await snippet()).replace(/\s+/g, ' ').trim()]);
  });

  test('the page about embedding has the same form, which posts to the host of the page', async () => {
    const { attributes, texts } = parsedPage(await pages.read('/embed'));
    expect(attributes('form', 'action')).toEqual(['/digest/subscribe']);
    expect(attributes('script', 'src')).toEqual(['/digest/embed.js']);
    expect(texts('button')).toEqual(['Sign up']);
    // A style attribute would violate the page's own policy.
    expect(attributes('*', 'style')).toEqual([]);
  });

  test('the page about embedding says what the other page’s content security policy must allow', async () => {
    expect(parsedPage(await pages.read('/embed')).texts('code')).toContain(
      'script-src https://verdicts.test; connect-src https://verdicts.test; form-action https://verdicts.test',
    );
  });

  test('the page about embedding says that no site may send the form if none is listed', async () => {
    const unlisted = /So far, the form works only on our own pages/;
    expect(await pages.read('/embed')).toMatch(unlisted);
    pages.close();
    pages = await openPages({ allowedOrigins: ['https://site.test'] });
    const page = await pages.read('/embed');
    expect(page).not.toMatch(unlisted);
    expect(page).not.toContain('site.test');
  });

  test('the page about embedding runs our own script only', async () => {
    const { headers } = await pages.get('/embed');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });
});

describe('the embed script', () => {
  test('the embed script is served as it is, may be loaded by other sites and is cached briefly', async () => {
    const response = await pages.get('/embed.js');
    expect(await response.text()).toBe(
      await readFile(projectPath('src', 'http', 'pages', 'sign-up', 'embed.js'), 'utf8'),
    );
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, s-maxage=600',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  test('an unmodified embed script may be loaded by other sites, too', async () => {
    const etag = (await pages.get('/embed.js')).headers.get('etag') ?? '';
    const again = await pages.get('/embed.js', { 'if-none-match': etag });
    expect([again.status, again.headers.get('cross-origin-resource-policy')]).toEqual([304, 'cross-origin']);
  });

  test('no other file may be loaded by other sites', async () => {
    for (const path of ['/', '/embed', '/nowhere'])
      expect((await pages.get(path)).headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});
