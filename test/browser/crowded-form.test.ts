import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { openPages, type Pages } from '../http/pages/open-pages.ts';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { HOUR } from '../support/comparisons.ts';
import { limitsOf } from '../support/sign-ups.ts';

/** Enough that the answer is not among the first candidates. */
const EFFORT = { iterations: 2, tries: 100 };
const LIMIT = { maxWithoutProof: 1, maxMoreWithProof: 50, windowMs: HOUR };

describe.skipIf(lacksBrowser())('in a browser, while many sign-ups come from its network', () => {
  let browser: TestBrowser;
  let pages: Pages;
  let server: { port: number; stop(): Promise<void> };
  let site: Server;
  let ours: string;
  let theirs: string;
  let snippet = '';

  beforeAll(async () => {
    site = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A site</title>${snippet}`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    theirs = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    pages = await openPages({ effort: EFFORT, allowedOrigins: [theirs], limits: limitsOf({ host: LIMIT }) });
    [browser, server] = await Promise.all([
      openBrowser(),
      listen(pages.http, { host: '127.0.0.1', port: 0 }),
    ]);
    ours = `http://127.0.0.1:${server.port}`;
    const bare = await pages.get('/embed', { accept: '*/*' });
    snippet = (await bare.text()).replaceAll('https://verdicts.test', ours);
    await fetch(`${ours}/subscribe`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'first@verdicts.test' }),
      redirect: 'manual',
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    site.close();
    pages.close();
  });

  const kept = async () => ((await pages.tables()).sign_ups ?? []).map(({ email }) => email);

  async function signUp(page: Page, email: string) {
    await page.getByLabel('Your email address').fill(email);
    await page.getByRole('button', { name: 'Sign up' }).click();
  }

  test('the form of a site solves its proof of work without asking the visitor', async () => {
    const page = await browser.open();
    await page.goto(theirs);
    await signUp(page, 'site@verdicts.test');
    await page.getByText('Check your inbox').waitFor();
    expect(new URL(page.url()).origin).toBe(theirs);
    expect(await kept()).toContain('site@verdicts.test');
  });

  test('a form that learned of it too late solves its proof of work on the second attempt, by itself', async () => {
    const page = await browser.open();
    await page.goto(theirs);
    // As if the others came after the form was prepared.
    await page.route('**/subscribe/challenge', (route) => route.fulfill({ json: {} }), { times: 1 });
    await signUp(page, 'late@verdicts.test');
    await page.getByText('Check your inbox').waitFor();
    expect(await kept()).toContain('late@verdicts.test');
  });

  test('our own page, which runs no script at first, asks for one more press and then solves its proof of work', async () => {
    const page = await browser.open();
    await page.goto(ours);
    await signUp(page, 'page@verdicts.test');
    await page.getByText('your browser has to compute something first').waitFor();
    expect(await page.getByLabel('Your email address').inputValue()).toBe('page@verdicts.test');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('Check your inbox').waitFor();
    expect(await kept()).toContain('page@verdicts.test');
  });

  test.each(['/unsubscribe', '/preferences'])(
    'a subscriber without a link at %s presses once more, and their links are on the way',
    async (path) => {
      const page = await browser.open();
      await page.goto(ours + path);
      const email = `${path.slice(1)}@verdicts.test`;
      await page.getByLabel('Your email address').fill(email);
      await page.getByRole('button', { name: 'Email me my links' }).click();
      await page.getByText('Many requests are coming from your network').waitFor();
      expect(await page.getByLabel('Your email address').inputValue()).toBe(email);
      await page.getByRole('button', { name: 'Email me my links' }).click();
      await page.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor();
      expect([new URL(page.url()).pathname, (await kept()).includes(email)]).toEqual([path, true]);
    },
  );

  test('without JavaScript, a subscriber without a link is told when to press again', async () => {
    const page = await browser.open({ javaScriptEnabled: false });
    await page.goto(`${ours}/unsubscribe`);
    await page.getByLabel('Your email address').fill('plain-links@verdicts.test');
    for (let press = 0; press < 2; press += 1) {
      await page.getByRole('button', { name: 'Email me my links' }).click();
      await page.getByText(/JavaScript turned off, leave this page open and press it in \d+ min\./).waitFor();
    }
    expect(await kept()).not.toContain('plain-links@verdicts.test');
  });

  test('without JavaScript, a visitor is told when to press again, and what they typed is still there', async () => {
    const page = await browser.open({ javaScriptEnabled: false });
    await page.goto(theirs);
    await signUp(page, 'plain@verdicts.test');
    await page.getByText(/JavaScript turned off, leave this page open and press it in \d+ min\./).waitFor();
    expect(await page.getByLabel('Your email address').inputValue()).toBe('plain@verdicts.test');
    expect(await kept()).not.toContain('plain@verdicts.test');
  });

  test.each<[string, () => string]>([
    ['the form of a site', () => theirs],
    ['our own page', () => ours],
  ])('if something filled in the trap field, %s asks for one more press', async (name, address) => {
    const page = await browser.open();
    await page.goto(address());
    await page.locator('[name=homepage]').evaluate((field: { value: string }) => {
      field.value = 'https://ada.test';
    });
    const email = `${name.replaceAll(' ', '-')}@verdicts.test`;
    await signUp(page, email);
    await page.getByText('One more step: press the button once more.').waitFor();
    expect(await kept()).not.toContain(email);
    await page.getByRole('button', { name: 'Sign up' }).click();
    const asked = page.getByText('your browser has to compute something first');
    await page.getByText('Check your inbox').or(asked).waitFor();
    if (await asked.isVisible()) await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('Check your inbox').waitFor();
    expect(await kept()).toContain(email);
  });
});
