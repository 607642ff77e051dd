import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SLOT } from '../../support/issues.ts';
import { openPages, type Pages, parsedPage } from './open-pages.ts';
import { peopleOf } from './people.ts';
import { publishComposed } from './publish-samples.ts';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const linksOf = (html: string) => parsedPage(html).attributes('a', 'href');

describe('the newest issue', () => {
  test('the home page has the sign-up form first, then the answers of the newest issue', async () => {
    await publishComposed(pages);
    const html = await pages.read('/');
    expect(html.indexOf('<form')).toBeLessThan(html.indexOf('<table class="answers">'));
    const { slug = '' } = (await pages.issueStore.findIssue(SLOT))?.items[0] ?? {};
    expect(linksOf(html)).toContain(`/issues/${SLOT}#${slug}`);
    expect(linksOf(html)).toContain(`/issues/${SLOT}`);
  });

  test('the home page ends with the best quotations of the newest issue, and the form again', async () => {
    await publishComposed(pages);
    const html = await pages.read('/');
    const { texts, attributes, all } = parsedPage(html);
    const { slug = '' } = (await pages.issueStore.findIssue(SLOT))?.items[0] ?? {};
    expect(all('blockquote')).toHaveLength(2);
    expect(texts('p').find((text) => text.startsWith('From this issue'))).toMatch(
      /^From this issue · [^·\d]+$/,
    );
    expect(html.indexOf('<blockquote')).toBeGreaterThan(html.indexOf('<table class="answers">'));
    expect(linksOf(html.slice(html.indexOf('<blockquote')))).toContain(`/issues/${SLOT}#${slug}`);
    expect(attributes('form', 'action')).toEqual(['/subscribe', '/subscribe']);
    const ids = attributes('input', 'id');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(['time-trap', 'proof-of-work'] as const)(
    'with the check %s the end of the home page leads to the form at its beginning',
    async (check) => {
      pages.close();
      pages = await openPages({ checks: [check] });
      await publishComposed(pages);
      const { attributes, all } = parsedPage(await pages.read('/'));
      expect(attributes('form', 'action')).toEqual(['/subscribe']);
      const [link] = all('a').filter(({ attribs }) => attribs.class === 'button');
      expect(link?.attribs.href).toBe('#email');
    },
  );

  test('before the first issue the home page says that there is none', async () => {
    const { texts, all } = parsedPage(await pages.read('/'));
    expect(texts('h2')[0]).toBe('The first issue is still to come');
    expect(all('form')).toHaveLength(1);
  });

  test('the home page has no issue before the first, and follows the newest', async () => {
    expect(await pages.read('/')).not.toContain('newest issue');
    await pages.publish({ subject: 'The first' });
    expect(await pages.read('/')).toContain('The first');
    await pages.publish({ slot: '2026-W48', subject: 'The second', at: pages.clock.now() + 1 });
    expect(await pages.read('/')).toContain('The second');
    await pages.change('2026-W48', 'cancelled');
    expect(await pages.read('/')).toContain('The first');
  });

  test('the answers lead to the issue below the path of PUBLIC_URL', async () => {
    pages.close();
    pages = await openPages({ newsletter: { publicUrl: 'https://verdicts.test/digest' } });
    await publishComposed(pages);
    const links = linksOf(await pages.read('/')).filter((href) => href !== '#main');
    expect(links.filter((href) => !href.startsWith('/digest/'))).toEqual([]);
  });

  test('the page that asks to confirm shows what will come, and hides most of the address', async () => {
    await publishComposed(pages);
    const { email, confirm } = await peopleOf(pages).newPending();
    const response = await pages.get(confirm);
    const html = await response.text();
    expect(html).toContain('r•••@verdicts.test');
    expect(html).not.toContain(email);
    expect(parsedPage(html).texts('button')).toEqual(['Confirm']);
    expect(linksOf(html)).toContain(`/issues/${SLOT}`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });
});
