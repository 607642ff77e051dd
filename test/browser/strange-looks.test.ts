import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeLogo } from '../../src/images/take-logo.ts';
import { DEFAULT_LOOK, type Look } from '../../src/look/look.ts';
import { axe, lacksBrowser, openBrowser, overflow, type TestBrowser } from '../support/browser.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { aPng } from '../support/samples/logos.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

/** What an owner might choose. `#fff` is short for `#ffffff`, as it is stored. */
const COLOURS = ['#ffff00', '#000000', '#ff00ff', '#ffffff', '#0f6540', '#808080'];

let browser: TestBrowser;
let page: Page;
let world: StudioWorld;

async function use(look: Partial<Look>, png: Uint8Array | null = null): Promise<void> {
  const { revision } = await world.lookStore.readLook();
  const change = { look: { ...DEFAULT_LOOK, ...look }, png, revision, at: TUESDAY + revision };
  expect(await world.lookStore.saveLook(change)).toMatchObject({ kind: 'saved' });
}

/** As they are rendered: axe computes the contrast of every text from the real styles. */
async function expectLegible(path: string): Promise<void> {
  // The studio frames its previews without scripts, and axe is one.
  if (path.startsWith('/studio')) await page.setContent(await world.read(path));
  else await world.go(page, path);
  expect(await axe(page, { only: ['color-contrast'], everyContrast: true })).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
}

describe.skipIf(lacksBrowser())('a strange look', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await openStudioWorld();
    page = await browser.open();
  });
  afterEach(async () => {
    await page.context().close();
    await world.stop();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    test.each(COLOURS)(
      `%s leaves every text of email and pages legible in the ${colorScheme}`,
      async (accent) => {
        await page.emulateMedia({ colorScheme });
        await use({
          accent,
          tagline: 'In two minutes',
          siteUrl: 'https://site.test/',
          footerText: 'By hand.',
        });
        for (const view of ['issue', 'confirmation'])
          await expectLegible(`/studio/look/preview?view=${view}&scheme=${colorScheme}`);
        for (const path of ['/', '/issues']) await expectLegible(path);
      },
    );

  test.each([
    ['2000 × 100', () => aPng({ width: 2000, height: 100 }), /20 times as wide as it is high/],
    ['100 × 2000', () => aPng({ width: 100, height: 2000 }), /20 times as high as it is wide/],
    ['1 × 1', () => aPng({ width: 1, height: 1 }), /only 1 × 1 pixels/],
    ['10 MB', () => new Uint8Array(10_000_000), /The file is 9\.54 MiB\. A logo may have at most 1 MiB/],
  ])('a logo of %s is refused with the reason', async (_, bytes, reason) => {
    const taken = await takeLogo(bytes(), null);
    expect(taken).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });
});
