import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { MIN_FILL_TIME_MS } from '../../src/http/sign-up-checks/time-trap.ts';
import { openPages, type Pages } from '../http/pages/open-pages.ts';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';

/** Enough that the answer is not among the first candidates. */
const EFFORT = { iterations: 2, tries: 100 };

describe.skipIf(lacksBrowser())('in a browser, with both sign-up checks on', () => {
  let browser: TestBrowser;
  let pages: Pages;
  let server: { port: number; stop(): Promise<void> };
  let site: Server;
  let ours: string;
  let theirs: string;
  let page: Page;

  beforeAll(async () => {
    site = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A site</title>${snippet}`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    theirs = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    pages = await openPages({
      checks: ['time-trap', 'proof-of-work'],
      effort: EFFORT,
      allowedOrigins: [theirs],
    });
    [browser, server] = await Promise.all([
      openBrowser(),
      listen(pages.http, { host: '127.0.0.1', port: 0 }),
    ]);
    ours = `http://127.0.0.1:${server.port}`;
    const bare = await pages.get('/embed', { accept: '*/*' });
    snippet = (await bare.text()).replaceAll('https://verdicts.test', ours);
  });
  let snippet = '';
  beforeEach(async () => {
    page = await browser.open();
    await page.clock.install();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    site.close();
    pages.close();
  });

  const kept = async () => ((await pages.tables()).sign_ups ?? []).map(({ email }) => email);

  /** The time that a person takes, in the browser and on the server's clock. */
  async function signUp(email: string) {
    const handedOut = page.waitForResponse((response) => response.url().endsWith('/subscribe/challenge'));
    await page.getByLabel('Your email address').fill(email);
    await (await handedOut).finished();
    await page.getByRole('button', { name: 'Sign up' }).click();
    pages.clock.advance(MIN_FILL_TIME_MS);
    await page.clock.runFor(MIN_FILL_TIME_MS + 500);
  }

  test.each<[string, () => string]>([
    ['our own page', () => ours],
    ['the page of a site', () => theirs],
  ])('the form of %s is proven and sent without leaving the page', async (where, address) => {
    await page.goto(address());
    const email = `${where.replaceAll(' ', '-')}@verdicts.test`;
    await signUp(email);
    await page.getByText('Check your inbox').waitFor();
    expect(new URL(page.url()).origin).toBe(address());
    expect(await kept()).toContain(email);
  });

  test('a form that waited too long is shown again by our page, and then accepted', async () => {
    await page.goto(theirs);
    const handedOut = page.waitForResponse((response) => response.url().endsWith('/subscribe/challenge'));
    await page.getByLabel('Your email address').fill('slow@verdicts.test');
    await (await handedOut).finished();
    pages.clock.advance(24 * 60 * 60 * 1_000);
    await page.clock.runFor(MIN_FILL_TIME_MS + 500);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('One more step: press the button once more.').waitFor();
    expect(await page.getByLabel('Your email address').inputValue()).toBe('slow@verdicts.test');
    await signUp('slow@verdicts.test');
    await page.getByText('Check your inbox').waitFor();
    expect(await kept()).toContain('slow@verdicts.test');
  });

  test('a visitor without JavaScript is told by our page that the form needs it', async () => {
    const bare = await browser.open({ javaScriptEnabled: false });
    await bare.goto(theirs);
    await bare.getByLabel('Your email address').fill('plain@verdicts.test');
    await bare.getByRole('button', { name: 'Sign up' }).click();
    await bare.getByText('turn on JavaScript: this form needs it').waitFor();
    expect(await bare.getByLabel('Your email address').inputValue()).toBe('plain@verdicts.test');
    expect(await kept()).not.toContain('plain@verdicts.test');
  });
});
