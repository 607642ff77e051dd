import { HtmlValidate } from 'html-validate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEFAULT_LOOK } from '../../../src/look/look.ts';
import { addWeeks } from '../../../src/schedule/slot.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { SLOT } from '../../support/issues.ts';
import { aLogo } from '../../support/samples/logos.ts';
import { openPages, type Pages, parsedPage } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

const ISSUE = `/issues/${SLOT}`;
const ARTICLE = '<article class="comparison" id="a"><h2>A over B</h2></article>';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
  // The publisher of an issue has its logo.
  const { logo, png } = aLogo();
  await pages.lookStore.saveLook({ look: { ...DEFAULT_LOOK, logo }, png, revision: 0, at: TUESDAY });
  await publishComposed(pages);
  for (let weeks = 1; weeks <= 52; weeks += 1)
    await pages.publish({
      slot: addWeeks(SLOT, -weeks),
      at: TUESDAY - 7 * weeks * DAY,
      subject: `Issue ${weeks}`,
      preheader: `Of week ${weeks}`,
      article: ARTICLE,
    });
});
afterEach(() => pages.close());

/** Pages that search engines may list. */
const FINDABLE = ['/', '/issues', '/issues?page=2', ISSUE, `/issues/${addWeeks(SLOT, -1)}`, '/embed'];

/** What the HTML standard forbids. */
const standard = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  // Its own taste, not the standard's.
  rules: { 'long-title': 'off' },
});

async function headOf(path: string) {
  const response = await pages.get(path);
  const { all, texts, attributes } = parsedPage(await response.text());
  const link = (rel: string) => all('link').flatMap(({ attribs }) => (attribs.rel === rel ? [attribs] : []));
  const meta = Object.fromEntries(
    all('meta').map(({ attribs: { name, property, content } }) => [name ?? property ?? '', content ?? '']),
  );
  return {
    robots: response.headers.get('x-robots-tag'),
    lang: attributes('html', 'lang'),
    title: texts('title')[0] ?? '',
    h1: texts('h1'),
    levels: all('*')
      .flatMap(({ name }) => /^h([1-6])$/.exec(name)?.[1] ?? [])
      .map(Number),
    meta,
    canonical: link('canonical').map(({ href }) => href),
    feeds: link('alternate').map(({ type, href }) => `${type} ${href}`),
    data: texts('script').filter((text) => text.startsWith('{')),
  };
}

test.each(FINDABLE)('%s is valid HTML', async (path) => {
  const { results } = standard.validateStringSync(await pages.read(path));
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
});

describe('the head of a page', () => {
  test.each(FINDABLE)('%s says what it is, whose, and at which URL', async (path) => {
    const { lang, title, h1, levels, meta, canonical, feeds, robots } = await headOf(path);
    expect({ lang, canonical, robots, headings: h1.length }).toEqual({
      lang: ['en'],
      canonical: [`https://verdicts.test${path}`],
      robots: null,
      headings: 1,
    });
    expect(title).toMatch(/^.+ · Weekly Verdicts$/);
    expect(meta.description?.length).toBeGreaterThanOrEqual(50);
    expect(meta.description?.length).toBeLessThanOrEqual(160);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(feeds).toEqual(['application/atom+xml /feed.xml', 'application/feed+json /feed.json']);
  });

  test('no two pages have the same title or description', async () => {
    const heads = await Promise.all(FINDABLE.map(headOf));
    for (const said of [heads.map(({ title }) => title), heads.map(({ meta }) => meta.description)])
      expect(new Set(said).size).toBe(FINDABLE.length);
  });

  test.each(FINDABLE.filter((path) => path !== '/embed'))(
    'a link to %s is shown with its title, its description and its canonical URL',
    async (path) => {
      const { title, meta, canonical } = await headOf(path);
      expect([meta['og:url'], meta['og:description']]).toEqual([canonical[0], meta.description]);
      expect(title.startsWith(meta['og:title']?.replace(/ · Weekly Verdicts$/, '') ?? '?')).toBe(true);
      expect(meta['og:type']).toBe(/issues\/\d/.test(path) ? 'article' : 'website');
    },
  );

  test.each([
    '/check-your-inbox',
    '/nowhere',
    '/unsubscribe',
    '/preferences',
    '/confirm/none',
    '/?email=a@b.test',
  ])('%s is nothing for search engines', async (path) => {
    const { robots, lang, h1 } = await headOf(path);
    expect([robots, lang, h1.length]).toEqual(['noindex', ['en'], 1]);
  });
});

/** What search engines want of an article (schema.org/NewsArticle; developers.google.com, "Article structured data"). */
const organization = z.strictObject({
  '@type': z.literal('Organization'),
  name: z.string().min(1),
  url: z.url(),
  logo: z.strictObject({ '@type': z.literal('ImageObject'), url: z.url() }),
});
const newsArticle = z.strictObject({
  '@context': z.literal('https://schema.org'),
  '@type': z.literal('NewsArticle'),
  headline: z.string().min(1).max(110),
  description: z.string().min(50).max(160),
  url: z.url(),
  mainEntityOfPage: z.url(),
  datePublished: z.iso.datetime(),
  dateModified: z.iso.datetime(),
  inLanguage: z.literal('en'),
  author: organization,
  publisher: organization,
  image: z.array(z.url()).min(1).optional(),
});

test('an issue is an article for search engines, other pages are not', async () => {
  for (const path of FINDABLE) {
    const { data } = await headOf(path);
    expect(data).toHaveLength(/issues\/\d/.test(path) ? 1 : 0);
    for (const text of data)
      expect(newsArticle.parse(JSON.parse(text)).url).toBe(`https://verdicts.test${path}`);
  }
});
