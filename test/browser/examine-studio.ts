import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { examine } from './examine.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';
import { smallTargets } from './small-targets.ts';
import type { Bringing, StudioCase } from './studio-cases.ts';

/**
 * The accessibility of these pages, one after the other on one page of the browser. In several files, so that they run
 * side by side.
 */
export function examineStudio(cases: readonly StudioCase[]): void {
  let browser: TestBrowser;
  let page: Page;
  const worlds: StudioWorld[] = [];
  const shared = new Map<Bringing, StudioWorld>();

  const newWorld = async () => {
    const world = await openStudioWorld();
    worlds.push(world);
    return world;
  };
  const sharedWorld = async (bring: Bringing) => {
    const known = shared.get(bring);
    if (known !== undefined) return known;
    const world = await newWorld();
    await bring(world);
    shared.set(bring, world);
    return world;
  };

  describe.skipIf(lacksBrowser())('in a browser', () => {
    beforeAll(async () => {
      browser = await openBrowser();
      page = await browser.open();
      page.setDefaultTimeout(10_000);
    });
    afterAll(async () => {
      await browser.close();
      for (const world of worlds) await world.stop();
    });
    afterEach(() => page.unrouteAll());

    test.each(cases)('%s is accessible', async (_, text, open) => {
      if (typeof open === 'function') await open(await newWorld(), page);
      else await (await sharedWorld(open.bring)).go(page, open.path);
      await page.getByText(text).first().waitFor();
      expect(await examine(page, { onPhone: smallTargets })).toEqual([]);
    });

    test('no page of the studio makes a request to another machine', () => {
      expect(browser.requestsElsewhere()).toEqual([]);
    });
  });
}
