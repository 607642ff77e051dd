import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aComparison, DAY } from '../support/comparisons.ts';
import { makePlace, type Place, PROGRAM, runProcess, startNode } from '../support/processes.ts';

const ADA = 'ada@verdicts.test';

let browser: TestBrowser;
let place: Place;
let site: Awaited<ReturnType<typeof startSite>>;
let program: Awaited<ReturnType<typeof startProgram>>;

/** Another site, whose only page has the given content. */
async function startSite() {
  let content = '';
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><html lang="en"><title>Elsewhere</title><h1>Another site</h1>${content}</html>`,
    );
  });
  return {
    // Another host name than the program's, so that browsers treat them as two sites.
    origin: `http://localhost:${await listening(server)}`,
    show: (given: string) => {
      content = given;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(server: Pick<Server, 'listen' | 'address' | 'once'>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port that nobody listens on: links in emails contain it before the program starts. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server as Server);
  server.close();
  await once(server, 'close');
  return port;
}

/** The real program as in production, with an outbox. */
async function startProgram(env: Record<string, string>) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...place.env, TRANSPORT: 'outbox', PORT: String(port), PUBLIC_URL: url, ...env };
  const { child, finished } = startNode([PROGRAM, 'serve'], { env: environment });
  await once(child.stderr, 'data');
  return {
    url,
    run: async (parameters: string[], input = '') => {
      const { stdout } = await runProcess([...parameters, '--json'], { env: environment, input });
      return JSON.parse(stdout);
    },
    stop: async () => {
      child.kill('SIGTERM');
      return (await finished).status;
    },
  };
}

const stateOf = (email: string) => program.run(['subscribers', 'show', email]);

/** The outbox's emails to the list, or those to one person. */
async function mails({ ofTheList }: { ofTheList: boolean }) {
  const names = await place.messages();
  const all = await Promise.all(
    names.map(async (name) => PostalMime.parse(await readFile(join(place.outbox, 'new', name)))),
  );
  const links = all.map(({ headers, html, text }) => {
    const list = headers.find(({ key }) => key === 'list-unsubscribe')?.value;
    const [, leave = ''] = /<(.+)>/.exec(list ?? '') ?? [];
    const [confirm = ''] = /http[^"]+\/confirm\/[\w-]+/.exec(html ?? '') ?? [];
    return { leave, confirm, text: text ?? '' };
  });
  return links.filter(({ leave }) => (leave !== '') === ofTheList);
}

/** Waits for the only email expected. */
async function mail(which: { ofTheList: boolean }) {
  await expect.poll(() => mails(which), { timeout: 20_000 }).toHaveLength(1);
  const [only] = await mails(which);
  return only ?? { leave: '', confirm: '', text: '' };
}

/** Presses a button, and waits for the heading of the page that it leads to. */
async function press(page: Page, button: string, heading: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

describe.skipIf(lacksBrowser())('the form on another site', () => {
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), startSite()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });
  beforeEach(async () => {
    place = await makePlace();
  });
  afterEach(async () => {
    await program.stop();
    await place.remove();
  });

  /** Fills in the form on the other site, which is the one from `GET /embed`. */
  async function signUp(page: Page, email: string): Promise<void> {
    site.show(await (await fetch(`${program.url}/embed`)).text());
    await page.goto(site.origin);
    await page.getByLabel('Your email address').fill(email);
    await page.getByRole('button', { name: 'Sign up' }).click();
  }

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])(
    'a reader signs up, confirms, gets the issue, unsubscribes and comes back, %s',
    async (_, javaScriptEnabled) => {
      program = await startProgram({ ALLOWED_ORIGINS: site.origin });
      const page = await browser.open({ javaScriptEnabled });

      await signUp(page, ADA);
      await page.getByText('Check your inbox').first().waitFor();
      expect(new URL(page.url()).origin).toBe(javaScriptEnabled ? site.origin : program.url);
      const { confirm } = await mail({ ofTheList: false });
      expect(await stateOf(ADA)).toMatchObject({ status: 'pending', consent: [{ event: 'requested' }] });

      await page.goto(confirm);
      expect(await stateOf(ADA)).toMatchObject({ status: 'pending' });
      await press(page, 'Confirm', 'You are subscribed');
      expect(await stateOf(ADA)).toMatchObject({ status: 'confirmed', deliveries: [] });

      // Shortly before the instant of this week's issue, whatever day it is.
      const comparison = aComparison({ tools: ['Kiln', 'Loom'], publishedAt: Date.now() - 8 * DAY });
      expect(await program.run(['import', '-'], JSON.stringify([comparison]))).toMatchObject({ added: 1 });
      expect(await program.run(['send', '--yes'])).toMatchObject({
        status: 'sent',
        deliveries: { submitted: 1 },
      });
      const { leave, text } = await mail({ ofTheList: true });
      expect(text).toContain('Kiln');
      expect(text).toContain(leave);

      await page.goto(leave);
      expect(await stateOf(ADA)).toMatchObject({
        status: 'confirmed',
        deliveries: [{ status: 'submitted' }],
      });
      await press(page, 'Unsubscribe', 'You are unsubscribed');
      expect(await stateOf(ADA)).toMatchObject({ status: 'unsubscribed' });
      await press(page, 'Undo', 'You are subscribed again');
      expect(await stateOf(ADA)).toMatchObject({ status: 'confirmed' });
      expect(browser.requestsElsewhere()).toEqual([]);
    },
  );

  test('a reader signs up by a form that must prove that a person filled it in', async () => {
    program = await startProgram({
      ALLOWED_ORIGINS: site.origin,
      SIGN_UP_CHECKS: 'time-trap,proof-of-work',
    });
    const page = await browser.open();
    await signUp(page, ADA);
    await page.getByText('Check your inbox').first().waitFor();
    expect(new URL(page.url()).origin).toBe(site.origin);
    await mail({ ofTheList: false });
    expect(await stateOf(ADA)).toMatchObject({ status: 'pending' });
    expect(browser.requestsElsewhere()).toEqual([]);
  });

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('a reader is led to our own page from a site that is not listed, %s', async (_, javaScriptEnabled) => {
    program = await startProgram({});
    const page = await browser.open({ javaScriptEnabled });
    await signUp(page, ADA);
    await page.getByText(javaScriptEnabled ? 'sign up on our page' : 'press the button once more').waitFor();
    expect(await program.stop()).toBe(0);
    expect(await place.messages()).toEqual([]);
  });
});
