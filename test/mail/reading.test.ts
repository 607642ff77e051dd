import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, lacksBrowser, openBrowser, overflow, type TestBrowser } from '../support/browser.ts';
import { missedByEar } from './support/heard.ts';
import { allSpecimens, ISSUES, issueSpecimen } from './support/specimens.ts';
import { spoken } from './support/spoken.ts';
import { lostWithoutStyles, pictureProblems } from './support/without-styles.ts';

const WIDTHS = [320, 375, 600, 800];
const SCHEMES = ['light', 'dark'] as const;

/** Webmail shows an email in its own page, which has the landmarks; an email with a second `main` would confuse it. */
const WEBMAILS_OWN = ['landmark-one-main', 'region'];

/** All problems of an email as it is displayed, in both schemes and at every width. */
async function wrongToSee(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const hidden = await overflow(page);
    if (hidden > 0) problems.push(`${width}: ${hidden} pixels are only seen by scrolling sideways`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const violations = await axe(page, { except: WEBMAILS_OWN, everyContrast: true });
      problems.push(...violations.map((violation) => `${width}, ${colorScheme}: ${violation}`));
    }
  }
  return problems;
}

describe.skipIf(lacksBrowser())('in a browser', async () => {
  const specimens = await allSpecimens();
  let browser: TestBrowser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.open();
  });
  afterAll(() => browser.close());

  async function showing<Result>(html: string, look: (page: Page) => Promise<Result>): Promise<Result> {
    await page.setContent(html);
    return look(page);
  }

  test.each(specimens)('%s is accessible in light and dark, and fits every width', async (_, { html }) => {
    expect(await showing(html, wrongToSee)).toEqual([]);
  });

  test.each([
    ['a washed-out text', '<p style="color:#aaa;background:#fff">x</p>', '320, light: color-contrast'],
    [
      'a text that the dark scheme forgot',
      '<style>@media (prefers-color-scheme:dark){body{background:#111}}</style><p style="color:#222">x</p>',
      '320, dark: color-contrast',
    ],
    ['a picture without a text', '<img src="a.png">', '320, light: image-alt'],
    ['a heading that skips a level', '<h1>x</h1><h3>y</h3>', '320, light: heading-order'],
    ['a column too wide for a phone', '<table width="600"><tr><td>x</td></tr></table>', '375: 2'],
  ])('an inaccessible email is caught: %s', async (_, body, problem) => {
    const html = `<!DOCTYPE html><html lang="en"><title>x</title><body>${body}</body></html>`;
    expect((await showing(html, wrongToSee)).some((wrong) => wrong.startsWith(problem))).toBe(true);
  });

  test('an email that is opened asks for nothing but the owner’s logo, and one that does is caught', async () => {
    const before = browser.requestsElsewhere().length;
    const load = (shown: Page) => shown.waitForLoadState('load');
    for (const [, { html }] of specimens) await showing(html, load);
    await showing('<img src="https://pictures.test/open.gif">', load);
    const requests = browser.requestsElsewhere().slice(before);
    const [logos, others] = [true, false].map((isLogo) =>
      requests.filter((url) => url.startsWith('https://verdicts.test/logo/') === isLogo),
    );
    expect([logos?.length, others]).toEqual([3, ['https://pictures.test/open.gif']]);
  });

  test.each(specimens)('%s loses nothing without styles, and needs no images', async (_, { html }) => {
    expect(await showing(html, lostWithoutStyles)).toEqual([]);
    expect(pictureProblems(html)).toEqual([]);
  });

  test('content that only styles or images show is caught', async () => {
    const html = `<!DOCTYPE html><html lang="en"><head><title>x</title><style>b::after{content:"SHIP"}</style></head>
      <body><b></b><p>Kelpforge</p><img src="a.png" alt=""><img src="a.png" alt="A kelp" width="20" height="20"></body></html>`;
    expect(await showing(html, lostWithoutStyles)).toEqual(['SHIP']);
    expect(pictureProblems(html)).toHaveLength(1);
  });

  describe('read aloud', () => {
    const read = async (name: string) => {
      const digest = ISSUES[name];
      if (digest === undefined) throw new Error(`There is no issue of ${name}.`);
      return { digest, lines: await showing((await issueSpecimen(digest)).html, spoken) };
    };

    test.each(['one item', 'a usual week', 'one against five', 'everything unknown'])(
      '%s is read aloud as recorded, in the same order',
      async (name) => {
        const { lines } = await read(name);
        const file = `read-aloud/${name.replaceAll(' ', '-')}.txt`;
        await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
      },
    );

    test.each(Object.keys(ISSUES))('each comparison of %s makes sense when read aloud', async (name) => {
      const { digest, lines } = await read(name);
      expect(missedByEar(lines, digest)).toEqual([]);
    });

    test('a comparison that makes sense only when seen is caught', async () => {
      const { digest, lines } = await read('one item');
      const without = (words: string) => lines.filter((line) => line !== words);
      expect(missedByEar(without('SPLIT'), digest)).toEqual(['] Marrow Notes SPLIT 50%, 2 of 4']);
      expect(missedByEar(without('Skeptic'), digest)).toEqual(['Skeptic 42 skip', 'Skeptic 38 skip']);
      expect(missedByEar(without('[link] All 8 reviews'), digest)).toHaveLength(1);
      expect(missedByEar([], digest).length).toBeGreaterThan(10);
    });
  });
});
