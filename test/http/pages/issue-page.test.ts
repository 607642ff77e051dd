import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANONYMOUS_TOKEN } from '../../../src/http/link-path.ts';
import { displayLine } from '../../../src/http/pages/page.ts';
import { frozenIssueSchema } from '../../../src/issues/frozen-issue.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { addReaders, aFrozenIssue, approveIssue, freezeWholeAudience, SLOT } from '../../support/issues.ts';
import { handOverAll } from '../../support/sending/hand-over.ts';
import { openPages, type Pages, parsedPage, STORABLE_HOSTILE } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

const PATH = `/issues/${SLOT}`;

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const issue = async () => parsedPage(await pages.read(PATH));

describe('the page of an issue', () => {
  test('the page shows a visitor whose issue it is, when it appeared, its headline and its whole article', async () => {
    await publishComposed(pages);
    const frozen = await pages.issueStore.readFrozenIssue(SLOT);
    const html = await pages.read(PATH);
    const { texts, all } = parsedPage(html);
    expect(texts('h1')).toEqual([frozen?.subject]);
    expect(texts('title')).toEqual([`${frozen?.subject} · Weekly Verdicts`]);
    expect(texts('time')[0]).toBe('17 November 2026');
    const [beginning = '', ...rest] = frozen?.article?.split('</article>') ?? [];
    expect(html).toContain(beginning);
    expect(html).toContain(rest.join('</article>').trim());
    expect(all('article')).toHaveLength(8);
  });

  test('the page tells nobody that they subscribed, and has no one’s unsubscribe link', async () => {
    await publishComposed(pages);
    const html = await pages.read(PATH);
    expect(html).not.toMatch(/You get this|nsubscribe</);
    expect(
      parsedPage(html)
        .attributes('a', 'href')
        .filter((href) => /unsubscribe|preferences/.test(href)),
    ).toEqual([]);
    expect(await pages.read(`${PATH}.txt`)).toContain(`/unsubscribe/${ANONYMOUS_TOKEN}`);
  });

  test('the page describes itself to search engines and link previews', async () => {
    await publishComposed(pages);
    const { all, texts } = await issue();
    const frozen = await pages.issueStore.readFrozenIssue(SLOT);
    const meta = Object.fromEntries(
      all('meta').map(({ attribs: { name, property, content } }) => [name ?? property ?? '', content]),
    );
    expect(meta).toMatchObject({
      description: frozen?.preheader,
      'og:site_name': 'Weekly Verdicts',
      'og:type': 'article',
      'og:title': frozen?.subject,
      'og:url': `https://verdicts.test${PATH}`,
      'article:published_time': '2026-11-17T09:00:00.000Z',
      'twitter:card': 'summary',
    });
    expect(meta).not.toHaveProperty('og:image');
    expect(all('link').find(({ attribs }) => attribs.rel === 'canonical')?.attribs.href).toBe(
      `https://verdicts.test${PATH}`,
    );
    expect(JSON.parse(texts('script')[0] ?? '')).toMatchObject({
      '@type': 'NewsArticle',
      headline: frozen?.subject,
      datePublished: '2026-11-17T09:00:00.000Z',
      author: { name: 'Weekly Verdicts' },
    });
  });

  test('a picture is named only if the issue has one', async () => {
    await pages.publish({ article: '<p>Text</p>', hasImage: true });
    const { all, texts } = await issue();
    const image = `https://verdicts.test${PATH}.png`;
    expect(all('meta').find(({ attribs }) => attribs.property === 'og:image')?.attribs.content).toBe(image);
    expect(all('meta').find(({ attribs }) => attribs.name === 'twitter:card')?.attribs.content).toBe(
      'summary_large_image',
    );
    expect(JSON.parse(texts('script')[0] ?? '').image).toEqual([image]);
  });

  test.each(STORABLE_HOSTILE)('the page shows %j as text, in its head too', async (text) => {
    await pages.publish({ subject: 'Plain', preheader: 'Plain', article: '<p>Text</p>' });
    const harmless = await issue();
    pages.close();
    pages = await openPages({ newsletter: { name: text } });
    await pages.publish({ subject: text, preheader: text, article: '<p>Text</p>' });
    const html = await pages.read(PATH);
    expect(parsedPage(html).shape).toEqual(harmless.shape);
    const data = /<script[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data).headline).toBe(displayLine(text));
    expect(data).not.toMatch(/[<>]/);
  });

  test('the page has a sign-up form, in two places of which one is shown', async () => {
    await publishComposed(pages);
    const { attributes, all } = await issue();
    expect(attributes('form', 'action')).toEqual(['/subscribe', '/subscribe']);
    const ids = all('*').flatMap(({ attribs }) => attribs.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(['time-trap', 'proof-of-work'] as const)(
    'with the check %s the page stays cacheable and leads to the sign-up page instead',
    async (check) => {
      pages.close();
      pages = await openPages({ checks: [check] });
      await publishComposed(pages);
      const response = await pages.get(PATH);
      expect(response.headers.get('cache-control')).toMatch(/^public/);
      const { all } = parsedPage(await response.text());
      expect(all('form')).toEqual([]);
      expect(
        all('a')
          .filter(({ attribs }) => attribs.class === 'button')
          .map(({ attribs }) => attribs.href),
      ).toEqual(['/', '/']);
    },
  );

  test('the page leads to the issues before and after it', async () => {
    for (const slot of ['2026-W44', SLOT, '2026-W48'])
      await pages.publish({ slot, subject: `Issue ${slot}`, article: '<p>Text</p>' });
    const links = async (slot: string) =>
      parsedPage(await pages.read(`/issues/${slot}`))
        .all('a')
        .flatMap(({ attribs: { rel, href } }) => (rel ? [`${rel} ${href}`] : []));
    expect(await links(SLOT)).toEqual(['prev /issues/2026-W44', 'next /issues/2026-W48']);
    expect(await links('2026-W44')).toEqual(['next /issues/2026-W47']);
    expect(await links('2026-W48')).toEqual(['prev /issues/2026-W47']);
  });
});

describe('an issue from before there were articles', () => {
  test('an old issue is shown as it was emailed, except for the tokens', async () => {
    await pages.publish();
    const { html, text } = aFrozenIssue();
    expect(await pages.read(PATH)).toBe(html.fixed.join(ANONYMOUS_TOKEN));
    expect(await pages.read(`${PATH}.txt`)).toBe(text.fixed.join(ANONYMOUS_TOKEN));
    const types = await Promise.all([PATH, `${PATH}.txt`].map((path) => pages.get(path)));
    expect(types.map(({ headers }) => headers.get('content-type'))).toEqual([
      'text/html; charset=utf-8',
      'text/plain; charset=utf-8',
    ]);
  });

  test('an old issue is read from what was stored before the field existed', async () => {
    const { article: _, hasImage: __, ...old } = aFrozenIssue();
    expect(frozenIssueSchema.parse(old)).toMatchObject({ article: null, hasImage: false });
  });

  test('an old issue has its style inline and may not load, run or send anything', async () => {
    await pages.publish();
    const policy = (await pages.get(PATH)).headers.get('content-security-policy');
    expect(policy).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  test('the web view names its canonical URL, whatever URL it was read at', async () => {
    await pages.publish();
    for (const path of [PATH, `${PATH}.txt`])
      expect((await pages.get(path)).headers.get('link')).toBe(
        `<https://verdicts.test${PATH}>; rel="canonical"`,
      );
  });

  test('the unsubscribe link of the web view leads to a page that says where the reader’s own link is', async () => {
    await pages.publish();
    const html = await pages.read(PATH);
    for (const place of ['unsubscribe', 'preferences']) {
      expect(html).toContain(`https://verdicts.test/${place}/${ANONYMOUS_TOKEN}`);
      const response = await pages.get(`/${place}/${ANONYMOUS_TOKEN}`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const page = parsedPage(await response.text());
      expect(page.texts('h1')).toEqual(['Use the link in your own email']);
      expect(page.all('form')).toEqual([]);
    }
  });

  test('the placeholder for a token in the web view is not a valid token', () => {
    const signer = createTokenSigner(['s'.repeat(32)]);
    expect(signer.verify('unsubscribe', ANONYMOUS_TOKEN)).toBeNull();
    expect(signer.verify('preferences', ANONYMOUS_TOKEN)).toBeNull();
  });
});

describe('a published issue', () => {
  const status = async () => (await pages.get(PATH)).status;

  test('an issue can be read from the moment its sending begins, paused or not, and for good', async () => {
    expect(await status()).toBe(404);
    await approveIssue(pages);
    expect(await status()).toBe(404);
    for (const to of ['sending', 'paused', 'sending', 'sent'] as const) {
      await pages.change(SLOT, to);
      expect(await status()).toBe(200);
    }
  });

  test('a cancelled issue can be read if anybody received it', async () => {
    await addReaders(pages.subscriberStore, 1);
    await approveIssue(pages);
    await freezeWholeAudience(pages.deliveryStore);
    await handOverAll(pages.deliveryStore, { ending: 'in-flight' });
    await pages.change(SLOT, 'cancelled');
    expect(await status()).toBe(200);
  });

  test('a cancelled issue that nobody received cannot be read', async () => {
    await addReaders(pages.subscriberStore, 1);
    await approveIssue(pages);
    await freezeWholeAudience(pages.deliveryStore);
    await pages.change(SLOT, 'cancelled');
    expect(await status()).toBe(404);
  });

  test.each(['2099-W01', '2026-W99', '2026-W471', 'latest', `${SLOT}.pdf`, '%E0%A4%A', '..%2f..%2fetc'])(
    'there is no web view at "%s"',
    async (slot) => {
      await pages.publish();
      expect((await pages.get(`/issues/${slot}`)).status).toBe(404);
      expect(pages.errors).toEqual([]);
    },
  );
});
