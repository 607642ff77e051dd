import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const SLUG = 'kiln-vs-loom';
const PAGE = `/studio/comparisons/${SLUG}`;

let browser: TestBrowser;
let page: Page;
let world: StudioWorld;

describe.skipIf(lacksBrowser())('a comparison in a browser', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await openStudioWorld();
    await world.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'], url: null }), TUESDAY);
  });
  afterEach(async () => {
    await page.context().close();
    await world.stop();
  });

  const open = async (options = {}) => {
    page = await browser.open(options);
    page.setDefaultTimeout(10_000);
    await world.go(page, PAGE);
  };
  const loom = async () => (await world.comparisonStore.readComparisons([SLUG]))[0]?.tools[1];
  const pricing = () => page.getByLabel('Loom: Pricing');

  test('saves by itself while one types, and says what is wrong at once', async () => {
    await open();
    await pricing().fill('9 euros');
    await page.getByText('Saved a moment ago').waitFor();
    expect((await loom())?.pricing).toBe('9 euros');
    await page.getByText('Corrected by hand on').waitFor();
    await page.getByLabel('Loom: Panel').fill('ninety');
    await page.getByText('It must be a whole number from 0 to 100').waitFor();
    expect(await page.getByLabel('Loom: Panel').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Loom: Panel').inputValue()).toBe('ninety');
    await page.getByLabel('Loom: Panel').fill('75');
    await page.getByText('Saved a moment ago').waitFor();
    expect(await page.getByText('It must be a whole number').count()).toBe(0);
  });

  test('a review is opened and corrected, and what an import put elsewhere meanwhile is not mixed up', async () => {
    await open();
    await page.locator('#reviewer-1 > summary').click();
    await page.getByLabel('Kiln, Builder: Score').fill('12');
    await page.getByText('Saved a moment ago').waitFor();
    const read = async () => (await world.comparisonStore.readComparisons([SLUG]))[0];
    expect((await read())?.tools[0].reviews[0]?.score).toBe(12);
    await page.locator('#reviews').getByText('Corrected by hand on').waitFor();
    await page.locator('#reviewer-1 > summary').getByText('Ship, 12').waitFor();
    // Where the editor is, not where the page begins.
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
    const { y = -1 } = (await page.getByText('Saved a moment ago').boundingBox()) ?? {};
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(page.viewportSize()?.height ?? 0);

    const known = await read();
    if (known === undefined) throw new Error('it is gone');
    const [kiln, other] = known.tools;
    const turned = { ...kiln, reviews: kiln.reviews.toReversed(), entry: 'Paid' };
    await world.comparisonStore.saveComparison({ ...known, slug: SLUG, tools: [turned, other] }, TUESDAY);
    await pricing().fill('9 euros');
    await page.getByText('the reviews changed while this page was open').waitFor();
    const last = kiln.reviews.at(-1)?.reviewer ?? '';
    await page.locator('#reviewer-1 > summary').getByText(last).waitFor();
    expect(await pricing().inputValue()).toBe('9 euros');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Imports will not overwrite').waitFor();
    expect((await loom())?.pricing).toBe('9 euros');
  });

  test('after the session has ended, a correction waits until one has signed in again, and is then saved', async () => {
    await open();
    await page.context().clearCookies();
    await pricing().fill('9 euros');
    await page.getByText('Sign in again in another tab').waitFor();
    expect(await pricing().inputValue()).toBe('9 euros');
    await world.go(await page.context().newPage(), PAGE);
    await page.getByText('Saved a moment ago').waitFor();
    expect((await loom())?.pricing).toBe('9 euros');
  });

  test('of two editors, the second chooses with a button', async () => {
    await open();
    const known = await loom();
    const changes = [{ path: 'tools[1].pricing', from: known?.pricing ?? null, to: 'Theirs' }] as const;
    await world.correctionStore.correctComparison({ slug: SLUG, changes, at: TUESDAY });
    await pricing().fill('Mine');
    await page.getByRole('button', { name: 'Keep mine' }).waitFor();
    expect((await loom())?.pricing).toBe('Theirs');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Imports will not overwrite').waitFor();
    expect((await loom())?.pricing).toBe('Mine');
  });

  test('by keyboard and without scripts, a field is corrected and taken back', async () => {
    await open({ javaScriptEnabled: false });
    await pricing().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('9 euros');
    await page.keyboard.press('Enter');
    await page.getByText('Imports will not overwrite').waitFor();
    expect((await loom())?.pricing).toBe('9 euros');
    await page.getByRole('button', { name: 'Take what the site says' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Take what the site says').waitFor({ state: 'detached' });
    expect((await loom())?.pricing).toMatch(/^Free for one seat/);
  });
});
