import { getElementsByTagName, textContent } from 'domutils';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { feeds } from '../../../src/http/pages/archive/feeds.ts';
import { displayLine } from '../../../src/http/pages/page.ts';
import { createSite } from '../../../src/http/pages/site.ts';
import type { PublicIssue } from '../../../src/issues/issue-store.ts';
import { addWeeks } from '../../../src/schedule/slot.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { SITE } from '../../support/http/http-app.ts';
import { SLOT } from '../../support/issues.ts';
import { openPages, type Pages, STORABLE_HOSTILE } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const json = async () => JSON.parse(await pages.read('/feed.json'));
const atom = async () => parsedAtom(await pages.read('/feed.xml'));

/** Reads an Atom feed (RFC 4287) after checking for what XML 1.0 forbids and the parser accepts. */
function parsedAtom(xml: string) {
  const outsideCdata = xml.replace(/<!\[CDATA\[.*?\]\]>/gs, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, section 2.2: no document may hold them
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
  expect(outsideCdata).not.toMatch(/&(?!amp;|lt;|gt;|quot;)|\]\]>/);
  expect(outsideCdata.replace(/<\/?[a-z]+(?: [a-z]+="[^"<]*")*\/?>|^<\?xml [^>]*\?>/g, '')).not.toMatch(/</);
  const document = parseDocument(xml, { xmlMode: true });
  const texts = (tag: string) =>
    getElementsByTagName(tag, document).map((element) => ({
      text: textContent(element),
      ...element.attribs,
    }));
  /** A text construct of type `html` (RFC 4287, 3.1.1.2) as it is displayed. */
  const shown = (tag: string) =>
    texts(tag).flatMap(({ text, ...attributes }) =>
      'type' in attributes && attributes.type === 'html' ? [textContent(parseDocument(text))] : [],
    );
  return { texts, titles: shown('title'), summaries: shown('summary') };
}

describe('the feeds', () => {
  test('the feeds list the latest twenty issues, newest first, with absolute URLs', async () => {
    for (let weeks = 0; weeks < 22; weeks += 1)
      await pages.publish({ slot: addWeeks(SLOT, weeks), at: TUESDAY + 7 * weeks * DAY });
    const expected = Array.from(
      { length: 20 },
      (_, index) => `https://verdicts.test/issues/${addWeeks(SLOT, 21 - index)}`,
    );
    expect((await json()).items.map(({ url }: { url: string }) => url)).toEqual(expected);
    const links = (await atom()).texts('link') as { href?: string }[];
    expect(links.map(({ href }) => href)).toEqual([
      'https://verdicts.test/',
      'https://verdicts.test/feed.xml',
      ...expected,
    ]);
  });

  test('the feeds describe each issue', async () => {
    await pages.publish();
    expect(await json()).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Weekly Verdicts',
      description: 'Every issue of Weekly Verdicts.',
      home_page_url: 'https://verdicts.test/',
      feed_url: 'https://verdicts.test/feed.json',
      language: 'en',
      authors: [{ name: 'Weekly Verdicts', url: 'https://verdicts.test/' }],
      items: [
        {
          id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          url: `https://verdicts.test/issues/${SLOT}`,
          title: 'One tool, one verdict',
          summary: 'And nothing else',
          content_text: 'And nothing else',
          date_published: '2026-11-17T09:00:00.000Z',
          date_modified: '2026-11-17T09:00:00.000Z',
        },
      ],
    });
    const { texts, titles, summaries } = await atom();
    expect([titles, summaries]).toEqual([['One tool, one verdict'], ['And nothing else']]);
    expect(texts('id').map(({ text }) => text)).toEqual([
      'https://verdicts.test/feed.xml',
      (await json()).items[0].id,
    ]);
    expect(texts('updated').map(({ text }) => text)).toEqual([
      '2026-11-17T09:00:00.000Z',
      '2026-11-17T09:00:00.000Z',
    ]);
  });

  describe('with articles', () => {
    /** Elements that feed readers keep; others are not needed. */
    const KEPT = ['h2', 'h3', 'p', 'blockquote', 'ul', 'ol', 'li', 'em', 'strong', 'code', 'a', 'br'];

    test('the feeds carry the whole issue, without tables, classes or relative URLs', async () => {
      await publishComposed(pages);
      const article = (await pages.issueStore.readFrozenIssue(SLOT))?.article ?? '';
      const [{ content_html: html, summary }] = (await json()).items;
      expect(summary).not.toBe('');
      const document = parseDocument(html);
      const elements = getElementsByTagName('*', document);
      expect(elements.map(({ name }) => name).filter((name) => !KEPT.includes(name))).toEqual([]);
      expect([...new Set(elements.flatMap(({ attribs }) => Object.keys(attribs)))]).toEqual(['href']);
      for (const { attribs } of elements.filter(({ name }) => name === 'a'))
        expect(attribs.href).toMatch(/^https:\/\//);
      const words = (text: string) => text.replace(/\s+/g, '');
      for (const review of getElementsByTagName('blockquote', parseDocument(article)))
        expect(words(textContent(document))).toContain(words(textContent(review)));
      const items = getElementsByTagName('li', document).map((item) => textContent(item));
      expect(items).toContainEqual(
        expect.stringMatching(/^Builder: .+ \d+ (ship|skip).*; .+ \d+ (ship|skip)/),
      );
      expect(items).toContainEqual(expect.stringMatching(/ over .+: \d+%, \d+%$/));
      expect(html).toContain(`https://verdicts.test/issues/${SLOT}#`);
      const { texts } = await atom();
      expect(texts('content')).toEqual([{ text: html, type: 'html' }]);
      expect(texts('published')).toEqual([{ text: '2026-11-17T09:00:00.000Z' }]);
    });

    test('content cannot leave its place in a feed', async () => {
      const article = '<p>]]&gt; &lt;script&gt; &amp;amp; “quoted” &quot; <bdi>אבג</bdi></p>';
      await pages.publish({ article });
      const { texts } = await atom();
      const [{ content_html: html }] = (await json()).items;
      expect([texts('content')[0]?.text, textContent(parseDocument(html))]).toEqual([
        html,
        ']]> <script> &amp; “quoted” " אבג',
      ]);
    });

    test('a feed of twenty long issues stays within its size, the newest of them whole', async () => {
      const article = `<p>${'long '.repeat(60_000)}</p>`;
      for (let weeks = 0; weeks < 20; weeks += 1)
        await pages.publish({ slot: addWeeks(SLOT, weeks), at: TUESDAY + 7 * weeks * DAY, article });
      const items = (await json()).items as { content_html?: string; content_text?: string }[];
      expect(items.map(({ content_html: html }) => html !== undefined)).toEqual(
        items.map((_, index) => index < 9),
      );
      expect(items.at(-1)?.content_text).toBe('And nothing else');
    });

    test('a withdrawn issue leaves the feeds', async () => {
      await pages.publish({ article: '<p>Gone</p>' });
      expect(await pages.read('/feed.json')).toContain('Gone');
      await pages.change(SLOT, 'cancelled');
      expect(await pages.read('/feed.json')).not.toContain('Gone');
    });
  });

  test('an issue keeps its id in the feeds when the site moves', async () => {
    await pages.publish();
    const before = (await json()).items;
    pages.close();
    pages = await openPages({ newsletter: { publicUrl: 'https://moved.test' } });
    await pages.publish();
    const after = (await json()).items;
    expect(after[0].id).toBe(before[0].id);
    expect(after[0].url).toBe(`https://moved.test/issues/${SLOT}`);
  });

  test('the feeds exist before the first issue', async () => {
    expect((await json()).items).toEqual([]);
    const { texts } = await atom();
    expect([texts('entry'), texts('updated')]).toEqual([[], [{ text: '1970-01-01T00:00:00.000Z' }]]);
  });

  test('the feeds have their own content types, and can be read by scripts of any origin', async () => {
    const answers = await Promise.all(['/feed.xml', '/feed.json'].map((path) => pages.get(path)));
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual([
      'application/atom+xml; charset=utf-8',
      'application/feed+json; charset=utf-8',
    ]);
    const again = await Promise.all(
      ['/feed.xml', '/feed.json'].map((path, index) =>
        pages.get(path, { 'If-None-Match': answers[index]?.headers.get('etag') ?? '' }),
      ),
    );
    expect(again.map(({ status }) => status)).toEqual([304, 304]);
    for (const { headers } of [...answers, ...again])
      expect([
        headers.get('access-control-allow-origin'),
        headers.get('cross-origin-resource-policy'),
      ]).toEqual(['*', 'cross-origin']);
  });

  test('the feeds count as modified when the latest issue is cancelled', async () => {
    await pages.publish();
    const later = addWeeks(SLOT, 1);
    await pages.publish({ slot: later, at: TUESDAY + 7 * DAY });
    const modified = (await pages.get('/feed.xml')).headers.get('last-modified') ?? '';
    await pages.change(later, 'cancelled');
    expect((await pages.get('/feed.xml', { 'If-Modified-Since': modified })).status).toBe(200);
  });

  test.each(STORABLE_HOSTILE)('the feeds show %j as text', async (text) => {
    pages.close();
    pages = await openPages({ newsletter: { name: text } });
    await pages.publish({ subject: text, preheader: text });
    const shown = displayLine(text);
    const { titles, summaries, texts } = await atom();
    expect([titles, summaries]).toEqual([[shown], [shown]]);
    expect(texts('name').map((name) => name.text)).toEqual([shown]);
    const { title, items } = await json();
    expect([title, items[0].title, items[0].content_text]).toEqual([shown, shown, shown]);
  });

  test('the feeds are well-formed whatever characters a subject has', async () => {
    const character = fc.oneof(
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      fc.constantFrom(...'<>&]["\'', '&amp;', ']]>', '\u0000', '\u202e', '👩🏽‍🚀'),
    );
    const text = fc.array(character).map((characters) => characters.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, async (subject, name) => {
        const issue: PublicIssue = {
          id: 'ab'.repeat(16),
          slot: SLOT,
          subject,
          preheader: subject,
          publishedAt: TUESDAY,
          sendingAt: TUESDAY,
          comparisons: 1,
        };
        const issueStore = {
          listPublicIssues: async () => ({ issues: [issue], total: 1 }),
          readFrozenIssue: async () => null,
        };
        const site = createSite({ ...SITE, newsletter: { ...SITE.newsletter, name } });
        const xml = await (await feeds({ issueStore, site }).request('/feed.xml')).text();
        const { titles, texts } = parsedAtom(xml);
        expect(titles).toEqual([displayLine(subject)]);
        expect(texts('name')[0]?.text).toBe(displayLine(name));
      }),
      { numRuns: 300 },
    );
  });
});
