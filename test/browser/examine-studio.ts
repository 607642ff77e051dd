import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { examine } from './examine.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';
import type { StudioCase } from './studio-cases.ts';

/** The accessibility of these pages, one after the other. In several files, so that they run side by side. */
export function examineStudio(cases: readonly StudioCase[]): void {
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

    test.each(cases)('%s is accessible', async (_, text, open) => {
      world = await openStudioWorld();
      await open(world, page);
      await page.getByText(text).first().waitFor();
      expect(await examine(page)).toEqual([]);
    });

    test('no page of the studio makes a request to another machine', () => {
      expect(browser.requestsElsewhere()).toEqual([]);
    });
  });
}
