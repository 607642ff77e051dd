import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { examine } from './examine.ts';
import { openWorld, submit, type World } from './open-world.ts';
import { CASES } from './page-cases.ts';

/** Words that only an operator or a programmer understands: names of settings and of hidden fields. */
async function wordsForOthers(page: Page): Promise<string[]> {
  const words = (await page.innerText('body')).match(/\b[A-Z]+_[A-Z_]+\b|\bfield \w+|\bsource\b/g);
  return words ?? [];
}

let browser: TestBrowser;
let world: World;
let page: Page;

describe.skipIf(lacksBrowser())('in a browser', () => {
  beforeAll(async () => {
    [browser, world] = await Promise.all([openBrowser(), openWorld()]);
    page = await browser.open();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  test('the empty archive is accessible', async () => {
    // A unique URL, because the browser caches by URL.
    await world.go(page, '/issues?of=nothing');
    await page.getByText('No issue has gone out yet.').waitFor();
    expect(await examine(page)).toEqual([]);
  });

  test('the home page before the first issue is accessible', async () => {
    await world.go(page, '/?of=nothing');
    await page.getByText('The first issue is still to come').waitFor();
    expect(await examine(page)).toEqual([]);
  });

  test.each(CASES)('%s is accessible', async (_, text, open) => {
    await open(world, page);
    await page.getByText(text).first().waitFor();
    expect(await examine(page)).toEqual([]);
    // The embed page is for site owners, and reviewers use what words they like.
    if (!/\/embed$|\/issues\/\d/.test(page.url())) expect(await wordsForOthers(page)).toEqual([]);
  });

  test('a sign-up that needs a proof is accessible', async () => {
    const proving = await openWorld({ checks: ['time-trap', 'proof-of-work'] });
    await proving.go(page, '/');
    expect(await examine(page)).toEqual([]);
    await submit(page, '/subscribe', { fields: { email: 'ada@verdicts.test' } });
    await page.getByText('One more step').first().waitFor();
    expect(await examine(page)).toEqual([]);
    await proving.stop();
  });

  describe('with the keyboard alone', () => {
    /** What has the focus after a press of Tab: its name, and the width of its outline in pixels. */
    async function tab(): Promise<{ name: string; outline: number }> {
      await page.keyboard.press('Tab');
      return page.evaluate(`(() => {
        const { innerText, name, id } = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        const outline = outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
        return { name: innerText || name || id || 'the page', outline };
      })()`);
    }

    /** Tabs through a page from its beginning, and reports where the focus was and where it was invisible. */
    async function tabThrough(until: string) {
      const names: string[] = [];
      const unseen: string[] = [];
      while (names.at(-1) !== until && names.length < 30) {
        const { name, outline } = await tab();
        names.push(name);
        if (outline < 2) unseen.push(name);
      }
      return { names, unseen };
    }

    test('a keyboard user can skip to the content', async () => {
      await world.go(page, '/');
      expect(await tab()).toEqual({ name: 'Skip to content', outline: 3 });
      const box = await page.getByText('Skip to content').boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      expect(await tab()).toEqual({ name: 'email', outline: 3 });
    });

    test('a keyboard user can sign up, and never reaches the trap field', async () => {
      await world.go(page, '/');
      const { names, unseen } = await tabThrough('email');
      expect(names).toEqual(['Skip to content', 'Weekly Verdicts', 'Archive', 'Sign up', 'email']);
      await page.keyboard.type('ada@verdicts.test');
      expect([await tab(), await tab(), unseen]).toEqual([
        { name: 'name', outline: 3 },
        { name: 'Sign up', outline: 3 },
        [],
      ]);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
    });

    test('a keyboard user can sign up from the email field by Enter', async () => {
      await world.go(page, '/');
      await tabThrough('email');
      await page.keyboard.type('ada@verdicts.test');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
    });

    test.each([
      ['unsubscribe', 'Unsubscribe', 'You are unsubscribed'],
      ['preferences', 'Unsubscribe', 'You get no issues of'],
    ] as const)('a keyboard user can unsubscribe by the link %s', async (link, button, answer) => {
      await world.go(page, (await world.newReader())[link]);
      expect((await tabThrough(button)).unseen).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByText(answer).first().waitFor();
    });
  });

  describe('the accessibility checks find what is wrong:', () => {
    test('the checks find an image without a description, low contrast in the dark scheme, and a line that is too long', async () => {
      // The policy of one of our pages would also apply to content put into it.
      await page.goto('about:blank');
      await page.setContent(`<!doctype html><html lang="en"><title>Bad</title>
        <style>:root{color-scheme:light dark} @media (prefers-color-scheme:dark){p{color:#444;background:#222}}</style>
        <main><h1>Bad</h1><img src="data:,"><p style="width:400px">Pale</p></main></html>`);
      const found = await examine(page);
      expect(found).toContainEqual(expect.stringMatching(/^360 px, light: image-alt at img/));
      expect(found).toContainEqual(expect.stringMatching(/^1280 px, dark: color-contrast at p/));
      expect(found).not.toContainEqual(expect.stringMatching(/light: color-contrast/));
      expect(found).toContainEqual(expect.stringMatching(/^320 px: \d+ more lie to the right/));
    });

    test('the checks find a sentence for operators on a page for readers', async () => {
      await page.setContent('<p>Add it to ALLOWED_ORIGINS, in the field action.</p>');
      expect(await wordsForOthers(page)).toEqual(['ALLOWED_ORIGINS', 'field action']);
    });

    test('the checks find a page that makes a request to another machine', async () => {
      expect(browser.requestsElsewhere()).toEqual([]);
      const other = await openBrowser();
      const asking = await other.open();
      const failure = asking.waitForEvent('requestfailed');
      await asking.setContent('<img src="https://elsewhere.test/pixel.png" alt="">');
      expect((await failure).failure()?.errorText).toBe('net::ERR_NAME_NOT_RESOLVED');
      expect(other.requestsElsewhere()).toEqual(['https://elsewhere.test/pixel.png']);
      await other.close();
    });
  });
});
