import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK } from '../../src/look/look.ts';
import { lacksBrowser, openBrowser, overflow, type TestBrowser } from '../support/browser.ts';
import { SLOT } from '../support/issues.ts';
import { aLogo } from '../support/samples/logos.ts';
import { examine } from './examine.ts';
import { openWorld, type World } from './open-world.ts';

const WIDTHS = [320, 375, 480, 699, 700, 959, 960, 1087, 1088, 1280, 1440];

const ARTICLE =
  '<article class="comparison" id="kiln-vs-loom"><h2><bdi>Kiln</bdi> over <bdi>Loom</bdi></h2><p>One would ship it.</p></article>';

let browser: TestBrowser;
let world: World;
let page: Page;

describe.skipIf(lacksBrowser())('the public pages', () => {
  beforeAll(async () => {
    [browser, world] = await Promise.all([openBrowser(), openWorld()]);
    page = await browser.open();
    await world.publishRendered();
    await world.publish({ slot: '2026-W43', at: Date.UTC(2026, 9, 20), article: ARTICLE });
    await world.publish({ slot: '2026-W44', at: Date.UTC(2026, 9, 27) });
    await world.publish({ slot: '2026-W48', at: Date.UTC(2026, 10, 3), article: ARTICLE });
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  // The issue in the middle, the oldest, and the newest; one from before there were articles has the email's own tests.
  const ROUTES = ['/', '/issues', `/issues/${SLOT}`, '/issues/2026-W43', '/issues/2026-W48'];

  test.each(ROUTES)('%s fits every width from phone to desktop', async (route) => {
    await world.go(page, route);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await overflow(page)]).toEqual([width, 0]);
    }
  });

  test.each(ROUTES)(
    '%s is heard in order: the site, the page, who sends it; and everything has a name',
    async (route) => {
      await world.go(page, route);
      const heard = await page.locator('body').ariaSnapshot();
      const outer = heard.match(/^- \w+/gm);
      expect(outer).toEqual(['- link', '- banner', '- main', '- contentinfo']);
      expect(heard).toMatch(/^- banner:\n {2}- link "Weekly Verdicts":[\s\S]*- navigation "Main":/m);
      expect(heard).toMatch(/^- main:[\s\S]* - heading ".+" \[level=1\]/m);
      expect(heard.match(/^\s*- (link|button|textbox|region|img)(:|$)/gm)).toBeNull();
      expect(heard).not.toContain('Leave this empty');
    },
  );

  describe('in an owner’s look', () => {
    const { logo, png } = aLogo({ width: 2_000, height: 100, alt: 'Verdicts Press' });
    const words = 'wonderfully-long-word-without-a-place-to-break '.repeat(2).trim();

    afterAll(async () => {
      const { revision } = await world.lookStore.readLook();
      await world.lookStore.saveLook({ look: DEFAULT_LOOK, png: null, revision, at: world.clock.now() });
    });

    test.each(['#ffff00', '#000000', '#ff00ff'])(
      'with the accent %s every page is accessible and fits',
      async (accent) => {
        const signUp = {
          ...DEFAULT_LOOK.signUp,
          heading: words.slice(0, 70),
          note: words,
          button: 'Send me the next one',
        };
        const look = {
          ...DEFAULT_LOOK,
          accent,
          logo,
          tagline: words.slice(0, 90),
          footerText: words,
          signUp,
        };
        const { revision } = await world.lookStore.readLook();
        await world.lookStore.saveLook({ look, png, revision, at: world.clock.now() });
        const own = await browser.open();
        const { confirm } = await world.newPending();
        const { unsubscribe, preferences } = await world.newReader();
        const others = ['/issues', '/issues/2026-W43', unsubscribe, preferences, '/nowhere'];
        for (const route of ['/', confirm, ...(accent === '#ffff00' ? others : [])]) {
          await world.go(own, route);
          expect([route, await examine(own)]).toEqual([route, []]);
        }
        await own.context().close();
      },
    );
  });

  test.each(ROUTES)('%s has one main heading, and skips no level below it', async (route) => {
    await world.go(page, route);
    const levels = await page.evaluate<number[]>(
      '[...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))',
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 1) + 1)).toEqual([]);
  });

  test('the form is in the first screen of a phone, before the answers, and of a desktop, beside them', async () => {
    for (const [width, height] of [
      [375, 667],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      await world.go(page, '/');
      const box = await page.getByRole('button', { name: 'Sign up' }).first().boundingBox();
      expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThan(height);
    }
    expect((await page.getByRole('heading', { name: 'The answers' }).boundingBox())?.y).toBeLessThan(400);
  });

  test('one of the forms of an issue is shown at each width, and signs up without scripts', async () => {
    const plain = await browser.open({ javaScriptEnabled: false });
    for (const width of [375, 1280]) {
      await plain.setViewportSize({ width, height: 800 });
      await world.go(plain, `/issues/${SLOT}`);
      const field = plain.getByLabel('Your email address');
      expect(await field.count()).toBe(2);
      await field.locator('visible=true').fill(`visitor${width}@verdicts.test`);
      await plain.getByRole('button', { name: 'Sign up' }).locator('visible=true').click();
      await plain.getByRole('heading', { name: 'Check your inbox' }).waitFor();
    }
    const kept = ((await world.tables()).sign_ups ?? []) as { email?: string; source?: string }[];
    expect(kept.map(({ email, source }) => [email, source])).toEqual([
      ['visitor375@verdicts.test', 'form:issue'],
      ['visitor1280@verdicts.test', 'form:issue'],
    ]);
  });

  test('nothing on an issue’s page is stopped by its own policy', async () => {
    const messages: string[] = [];
    const own = await browser.open();
    own.on('console', (message) => messages.push(message.text()));
    await world.go(own, `/issues/${SLOT}`);
    expect(messages).toEqual([]);
    expect(await own.locator('script[type="application/ld+json"]').count()).toBe(1);
  });

  test('an answer leads to its comparison, on the home page too', async () => {
    for (const route of ['/', `/issues/${SLOT}`]) {
      await world.go(page, route);
      await page.locator('.answers a').nth(2).click();
      await page.waitForURL(/#/);
      const id = new URL(page.url()).hash.slice(1);
      expect(await page.locator(`article[id="${decodeURIComponent(id)}"]`).count()).toBe(1);
    }
  });

  test.each(['/sitemap.xml', '/feed.xml'])('%s is well-formed XML', async (route) => {
    const xml = await world.read(route);
    await page.goto('about:blank');
    const errors = await page.evaluate<number>(
      `new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml').querySelectorAll('parsererror').length`,
    );
    expect(errors).toBe(0);
  });
});
