import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../support/issues.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const SUBSCRIBERS = '/studio/subscribers';
const WAITING = { timeout: 20_000 };

let browser: TestBrowser;
let world: StudioWorld;

const open = async (options = {}, path = SUBSCRIBERS) => {
  const page = await browser.open(options);
  await world.go(page, path);
  return page;
};
const box = (page: Page) => page.getByLabel('Find by email or name');
const people = (page: Page) => page.locator('#people th[scope=row]').allInnerTexts();

describe.skipIf(lacksBrowser())('the subscribers in a browser', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await openStudioWorld();
    await addReaders(world.subscriberStore, 3);
    const nora = aNewSubscriber({ email: 'nora@verdicts.test', name: 'Нора' });
    await world.subscriberStore.importSubscribers([nora], IMPORTED);
  });
  afterEach(() => world.stop());

  test('a search answers while one types, takes one step of the history, and Back leads to everybody', async () => {
    const page = await open();
    await box(page).pressSequentially('нора', { delay: 30 });
    await expect.poll(() => people(page), WAITING).toEqual(['nora@verdicts.test']);
    expect(page.url()).toMatch(/\/found\/[\w-]+$/);
    expect(await page.locator('#growth').isVisible()).toBe(false);
    await box(page).fill('nobody');
    await page.getByText('Nobody with').waitFor();
    await page.goBack();
    await expect.poll(() => people(page), WAITING).toHaveLength(4);
    expect(page.url()).toBe(world.origin + SUBSCRIBERS);
    await page.goForward();
    await page.getByText('Nobody with').waitFor();
    expect(await box(page).inputValue()).toBe('nobody');
  });

  test('Back from a person leads to the search again, and no address is in any URL', async () => {
    const page = await open();
    await box(page).fill('nora@verdicts.test');
    await page.waitForURL(/found/);
    await page.getByRole('link', { name: 'nora@verdicts.test' }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.goBack();
    await expect.poll(() => people(page), WAITING).toEqual(['nora@verdicts.test']);
    expect(await box(page).inputValue()).toBe('nora@verdicts.test');
    expect(page.url()).not.toContain('nora');
  });

  test('without scripts a search answers to Enter, and Back works', async () => {
    const page = await open({ javaScriptEnabled: false });
    await box(page).fill('reader1');
    await box(page).press('Enter');
    await page.waitForURL(/\/found\/[\w-]+$/);
    expect(await people(page)).toEqual(['reader1@verdicts.test']);
    await page.goBack();
    expect(await people(page)).toHaveLength(4);
  });

  test('the slash key goes to the box, and is not typed into it', async () => {
    const page = await open();
    await page.keyboard.press('/');
    expect(await page.locator(':focus').getAttribute('id')).toBe('text');
    expect(await box(page).inputValue()).toBe('');
  });

  test('it says how many are ticked, and a change elsewhere unticks nobody', async () => {
    const page = await open();
    await page.getByLabel('Select nora@verdicts.test').check();
    await page.getByLabel('Select reader1@verdicts.test').check();
    await page.getByText('2 selected').waitFor();
    const late = aNewSubscriber({ email: 'late@verdicts.test' });
    await world.subscriberStore.importSubscribers([late], IMPORTED);
    await page.getByRole('link', { name: 'All 5', exact: true }).waitFor();
    expect(await page.getByLabel('Select nora@verdicts.test').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Unsubscribe…' }).click();
    await page.getByRole('button', { name: 'Unsubscribe 2 subscribers' }).click();
    await page.getByText('2 subscribers are unsubscribed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 subscribers are as they were before.').waitFor();
  });

  test('without scripts, all of a state are unsubscribed', async () => {
    const page = await open({ javaScriptEnabled: false }, `${SUBSCRIBERS}?state=confirmed`);
    await page.getByLabel('All 4 confirmed').check();
    await page.getByRole('button', { name: 'Unsubscribe…' }).click();
    await page.getByRole('button', { name: 'Unsubscribe 4 subscribers' }).click();
    await page.getByText('4 subscribers are unsubscribed.').waitFor();
  });

  test('a search of a long list looks on by itself until it finds somebody', async () => {
    await world.sql("update sqlite_sequence set seq = 2000000 where name = 'subscribers'");
    const last = aNewSubscriber({ email: 'last@verdicts.test' });
    await world.subscriberStore.importSubscribers([last], IMPORTED);
    const page = await open();
    await box(page).fill('ora@');
    await expect.poll(() => people(page), WAITING).toEqual(['nora@verdicts.test']);
  });

  test('a list is imported from pasted addresses, with and without scripts', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open({ javaScriptEnabled }, `${SUBSCRIBERS}/import`);
      await page.getByText('Or paste email addresses').click();
      await page.getByLabel('One on each line').fill(`Ada Bell <ada${javaScriptEnabled}@verdicts.test>`);
      await page.getByRole('button', { name: 'Check the list' }).click();
      await page.getByLabel('Yes, and I can show it').check();
      await page.getByRole('button', { name: 'Import 1 subscriber' }).click();
      await page.getByText('The list is imported').waitFor();
    }
    expect((await world.tables()).subscribers).toHaveLength(6);
  });
});
