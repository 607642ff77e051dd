import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { REAUTHENTICATE_AFTER_MS } from '../../src/http/studio/access/studio-session.ts';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { STUDIO_PASSWORD } from '../support/http/studio.ts';
import { addReaders } from '../support/issues.ts';
import { examine } from './examine.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const WITHOUT_PASSWORD = {
  settings: { STUDIO_PASSWORD: '' },
  publicUrl: 'http://127.0.0.1:3000',
  isSignedIn: false,
};

let browser: TestBrowser;
let page: Page;
let world: StudioWorld;
const open = async (given: Parameters<typeof openStudioWorld>[0]) => {
  world = await openStudioWorld(given);
  await addReaders(world.subscriberStore, 2);
};
const keyUrl = () => `${world.origin}/studio?key=${world.studioKey.current()}`;
const heading = (name: string | RegExp, where = page) =>
  where.getByRole('heading', { level: 1, name }).waitFor();

describe.skipIf(lacksBrowser())('the way into the studio', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.open();
    page.setDefaultTimeout(20_000);
  });
  afterEach(async () => {
    await page.context().close();
    await world.stop();
  });

  test('the page that asks for the password, and the answer to a wrong one, are accessible', async () => {
    await open({ isSignedIn: false });
    await world.go(page, '/studio');
    await heading('Sign in');
    expect(await examine(page)).toEqual([]);
    await page.getByLabel('Password').fill('another password');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the password').waitFor();
    expect(await examine(page)).toEqual([]);
  });

  test('the key opens the studio once, leaves the URL, and lets a person change something', async () => {
    await open(WITHOUT_PASSWORD);
    const url = keyUrl();
    await page.goto(`${world.origin}/studio`);
    await heading('The studio opens with a key');
    await page.goto(url);
    await heading('Next issue');
    expect(page.url()).toBe(`${world.origin}/studio`);
    await page.goto(`${world.origin}/studio/subscribers/1/unsubscribe`);
    await page.getByRole('button', { name: 'Unsubscribe them' }).click();
    await page.getByText('They are unsubscribed.').waitFor();
    const other = await browser.open();
    await other.goto(url);
    await heading('This key does not work', other);
    await other.context().close();
  });

  test('the key opens the studio from a file that links to it, as npm run preview does', async () => {
    await open(WITHOUT_PASSWORD);
    const folder = mkdtempSync(join(tmpdir(), 'verdicts-door-'));
    const file = join(folder, 'open-studio.html');
    writeFileSync(file, `<meta http-equiv="refresh" content="0; url=${keyUrl()}">`);
    await page.goto(`file://${file}`);
    await heading('Next issue');
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['the key', WITHOUT_PASSWORD, 'sign-ins', 'End this session', 'The studio opens with a key'],
    ['the password', {}, 'issues', 'Sign out', 'Sign in'],
  ])(
    'leaving in a second tab closes the first one by itself, with %s',
    async (_, given, from, leave, closed) => {
      await open(given);
      if (given === WITHOUT_PASSWORD) await page.goto(keyUrl());
      else await world.go(page, '/studio');
      await heading('Next issue');
      const second = await page.context().newPage();
      await second.goto(`${world.origin}/studio/${from}`);
      await second.getByRole('button', { name: leave }).click();
      await heading(closed, second);
      await heading(closed);
    },
  );

  test('the typed password can be shown, and is hidden again before it is sent', async () => {
    await open({ isSignedIn: false });
    await page.goto(`${world.origin}/studio`);
    const field = page.getByLabel('Password', { exact: true });
    await field.fill(STUDIO_PASSWORD);
    expect(await field.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show the password', pressed: false }).click();
    expect(await field.getAttribute('type')).toBe('text');
    expect(await examine(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show the password', pressed: true }).click();
    expect(await field.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show the password' }).click();
    await page.evaluate(
      "document.querySelector('main form').addEventListener('submit', () => sessionStorage.setItem('sent as', password.type))",
    );
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading('Next issue');
    expect(await page.evaluate("sessionStorage.getItem('sent as')")).toBe('password');
  });

  test('the password is asked for again before an export, and the download follows', async () => {
    await open({});
    await world.go(page, '/studio/subscribers');
    world.clock.advance(REAUTHENTICATE_AFTER_MS);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('link', { name: /^Download all as CSV/ }).click();
    await heading('Your password, please');
    expect(await examine(page)).toEqual([]);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the password').waitFor();
    expect(await examine(page)).toEqual([]);
    await page.getByLabel('Password').fill(STUDIO_PASSWORD);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('reader1@verdicts.test');
  });

  test('the password is asked for again before an erasure, which then happens', async () => {
    await open({});
    await world.go(page, '/studio/subscribers/1/erase');
    world.clock.advance(REAUTHENTICATE_AFTER_MS);
    await page.getByRole('button', { name: 'Erase them for good' }).click();
    await heading('Your password, please');
    expect(await world.subscriberStore.findAddress(1)).not.toBeNull();
    await page.getByLabel('Password').fill(STUDIO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('The subscriber is erased').waitFor();
    expect(await world.subscriberStore.findAddress(1)).toBeNull();
  });
});
