import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { openWorld, type World } from './open-world.ts';

const ADA = 'ada@verdicts.test';

/** A site with pages of its own. */
async function startSite(pages: Record<string, () => { html: string; headers?: Record<string, string> }>) {
  const server: Server = createServer((request, response) => {
    const page = pages[request.url ?? '/']?.() ?? { html: 'Nothing' };
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
    response.end(`<!doctype html><html lang="en"><title>A site</title><h1>A site</h1>${page.html}</html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => server.close() };
}

describe.skipIf(lacksBrowser())('the form on another page, in a browser', () => {
  let browser: TestBrowser;
  let site: Awaited<ReturnType<typeof startSite>>;
  /** The same pages on two origins, one of them listed. */
  let listed: string;
  let unlisted: string;
  let world: World;
  let page: Page;
  let snippet = '';

  const bare = () => snippet.slice(0, snippet.indexOf('<script'));

  beforeAll(async () => {
    site = await startSite({
      '/': () => ({ html: snippet }),
      '/form': () => ({ html: bare() }),
      '/framed': () => ({ html: '<iframe src="/form" title="Form" width="600" height="900"></iframe>' }),
      '/srcdoc': () => ({
        html: `<iframe title="Form" width="600" height="900" srcdoc="${bare().replaceAll('"', '&quot;')}"></iframe>`,
      }),
      '/guarded': () => ({ html: snippet, headers: { 'Content-Security-Policy': "connect-src 'none'" } }),
    });
    listed = `http://127.0.0.1:${site.port}`;
    unlisted = `http://localhost:${site.port}`;
    [browser, world] = await Promise.all([openBrowser(), openWorld({ allowedOrigins: [listed] })]);
    const response = await world.get('/embed', { accept: '*/*' });
    snippet = (await response.text()).replaceAll('https://verdicts.test', world.origin);
  });
  beforeEach(async () => {
    await world.sql('delete from sign_ups');
    page = await browser.open();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
    site.stop();
  });

  const kept = async () => ((await world.tables()).sign_ups ?? []).map(({ email }) => email);
  const operatorsWords = /ALLOWED_ORIGINS|[Ww]hoever runs|Content-Security-Policy/;

  async function signUp(at: Pick<Page, 'getByLabel' | 'getByRole'>, email = ADA) {
    await at.getByLabel('Your email address').fill(email);
    await at.getByRole('button', { name: 'Sign up' }).click();
  }

  describe('without its script, in a frame', () => {
    test('a form in a frame, without its script, is answered in the frame on a listed site, with errors and without', async () => {
      await page.goto(`${listed}/framed`);
      const frame = page.frameLocator('iframe');
      await signUp(frame, 'ada');
      // `novalidate`, as in old browsers: otherwise the browser would hold back an invalid address.
      await page.frame({ url: `${listed}/form` })?.evaluate(`document.forms[0].noValidate = true`);
      await frame.getByRole('button', { name: 'Sign up' }).click();
      await frame.getByText('The address has no @.').waitFor();
      await signUp(frame);
      await frame.getByText('We have sent you an email with a link').waitFor();
      expect(await kept()).toEqual([ADA]);
      expect(page.url()).toBe(`${listed}/framed`);
      // Our other pages cannot be framed, so they open in the window.
      await frame.getByRole('link', { name: 'sign up again' }).click();
      await page.getByRole('heading', { level: 1, name: 'Know which AI tools to ship with.' }).waitFor();
      expect(page.url()).toBe(`${world.origin}/`);
    });

    test('a form in a frame that was written into the page, without its script, is answered in the frame', async () => {
      await page.goto(`${listed}/srcdoc`);
      const frame = page.frameLocator('iframe');
      await signUp(frame);
      await frame.getByText('We have sent you an email with a link').waitFor();
      expect(await kept()).toEqual([ADA]);
    });

    test('a form in a frame, without its script, is not answered in the frame on a site that is not listed', async () => {
      await page.goto(`${unlisted}/framed`);
      await signUp(page.frameLocator('iframe'));
      const isGone = () => page.frames().every((frame) => frame.url() !== `${unlisted}/form`);
      await expect.poll(isGone).toBe(true);
      for (const frame of page.frames())
        expect(await frame.content()).not.toMatch(/press the button once more|Check your inbox/);
      expect(await kept()).toEqual([]);
    });
  });

  test('a form without its script on a page that is not listed leads to our own form, with one more button to press', async () => {
    await page.goto(`${unlisted}/form`);
    await signUp(page);
    await page.getByText('press the button once more').waitFor();
    expect(await page.content()).not.toMatch(operatorsWords);
    expect(await page.getByLabel('Your email address').inputValue()).toBe(ADA);
    expect(await kept()).toEqual([]);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor();
    expect(await kept()).toEqual([ADA]);
  });

  test.each<[string, () => string]>([
    ['whose page lets it ask nobody', () => `${listed}/guarded`],
    ['on a page that is not listed', () => `${unlisted}/`],
  ])('a form with its script, %s, says so in place and leads to our page, filled in', async (_, address) => {
    await page.goto(address());
    await signUp(page);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toBe('This form could not be sent. Try again, or sign up on our page.');
    expect([page.url(), await page.getByLabel('Your email address').inputValue()]).toEqual([address(), ADA]);
    expect(await page.getByRole('button', { name: 'Sign up' }).isEnabled()).toBe(true);
    expect(await page.content()).not.toMatch(operatorsWords);
    const [ours] = await Promise.all([page.waitForEvent('popup'), alert.getByRole('link').click()]);
    await ours.getByRole('heading', { level: 1, name: 'Know which AI tools to ship with.' }).waitFor();
    expect(await ours.getByLabel('Your email address').inputValue()).toBe(ADA);
    expect(await ours.evaluate('document.referrer')).toBe('');
    await ours.getByRole('button', { name: 'Sign up' }).click();
    await ours.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor();
    expect(await kept()).toEqual([ADA]);
  });

  test('a form with its script says that there is no network, and is sent once there is one', async () => {
    await page.goto(`${listed}/`);
    await page.context().setOffline(true);
    await signUp(page);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toBe('You seem to be offline. Check your connection and try again.');
    expect(page.url()).toBe(`${listed}/`);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('Check your inbox').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await kept()).toEqual([ADA]);
  });

  test.each([
    ['breaks off', (route: Parameters<Parameters<Page['route']>[1]>[0]) => route.abort('connectionreset')],
    [
      'is an error of a proxy',
      (route: Parameters<Parameters<Page['route']>[1]>[0]) =>
        route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }),
    ],
  ])('a form with its script says in place that the answer %s', async (_, answer) => {
    await page.goto(`${listed}/`);
    await page.route('**/subscribe', answer);
    await signUp(page);
    await page.getByRole('alert').waitFor();
    expect(page.url()).toBe(`${listed}/`);
    expect(await page.getByLabel('Your email address').inputValue()).toBe(ADA);
  });

  test('a link to our page fills in the form, and passes the address to nobody', async () => {
    const told: string[] = [];
    page.on('request', (request) => {
      const { referer = '' } = request.headers();
      if (referer.includes('ada')) told.push(request.url());
    });
    await page.goto(`${world.origin}/?email=${encodeURIComponent(ADA)}`);
    expect(await page.getByLabel('Your email address').inputValue()).toBe(ADA);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor();
    expect([await kept(), told]).toEqual([[ADA], []]);
  });
});
