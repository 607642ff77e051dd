import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { issueInStatus } from '../support/issue-in-status.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

let browser: TestBrowser;
let world: StudioWorld;

describe.skipIf(lacksBrowser())('while an issue is sent', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await openStudioWorld();
  });
  afterEach(() => world.stop());

  test('how far it is, is said to screen readers as it goes on', async () => {
    await issueInStatus(world, 'sending');
    const page = await browser.open();
    await world.go(page, '/studio');
    await page.getByRole('heading', { name: '0 of 3 handed to' }).waitFor();
    expect(await page.locator('#said').textContent()).toBe('');
    await handOverAll(world.deliveryStore);
    await page.locator('#said').getByText('3 of 3 handed to').waitFor();
  });
});
