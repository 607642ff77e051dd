import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { examine } from './examine.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';
import { STUDIO_CASES } from './studio-cases.ts';

let browser: TestBrowser;
let page: Page;
let world: StudioWorld | undefined;

describe.skipIf(lacksBrowser())('in a browser', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.open();
    page.setDefaultTimeout(10_000);
  });
  afterEach(async () => {
    await page.context().close();
    await world?.stop();
  });

  test.each(STUDIO_CASES)('%s is accessible', async (_, text, open) => {
    world = await openStudioWorld();
    await open(world, page);
    await page.getByText(text).first().waitFor();
    expect(await examine(page)).toEqual([]);
  });

  test('the page that asks for the password, and the answer to a wrong one, are accessible', async () => {
    world = await openStudioWorld({ isSignedIn: false });
    await world.go(page, '/studio');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await examine(page)).toEqual([]);
    await page.getByLabel('Password').fill('another password');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the password').waitFor();
    expect(await examine(page)).toEqual([]);
  });

  test('no page of the studio makes a request to another machine', () => {
    expect(browser.requestsElsewhere()).toEqual([]);
  });
});
