import { afterEach, describe, expect, test } from 'vitest';
import { addReaders, SLOT } from '../support/issues.ts';
import { openPages, type Pages, parsedPage } from './pages/open-pages.ts';

let pages: Pages;
afterEach(() => pages.close());

const at = async (publicUrl: string) => {
  pages = await openPages({ newsletter: { publicUrl } });
  return pages;
};

describe.each([
  ['https://verdicts.test/digest', '/digest'],
  ['https://verdicts.test/news/weekly', '/news/weekly'],
  ['https://verdicts.test/issues-of-the-week', '/issues-of-the-week'],
  ['https://verdicts.test/%E9%80%B1%E5%88%8A', '/%E9%80%B1%E5%88%8A'],
])('with PUBLIC_URL at %s,', (publicUrl, folder) => {
  test.each([
    ['passes the path on', folder],
    ['takes the path away', ''],
  ])('every page is reached through a proxy that %s', async (_, before) => {
    await (await at(publicUrl)).publish();
    for (const route of [
      '/',
      '/issues',
      '/issues/2026-W47',
      '/feed.xml',
      '/embed',
      '/healthz',
      '/openapi.json',
    ])
      expect([route, (await pages.get(before + route)).status]).toEqual([route, 200]);
    expect((await pages.get(`${before}/nothing`)).status).toBe(404);
  });

  test('every link of a page leads to a page', async () => {
    await (await at(publicUrl)).publish();
    const { attributes } = parsedPage(await pages.read(`${folder}/issues`));
    const links = [...attributes('a', 'href'), ...attributes('link', 'href')].filter(
      (link) => link[0] !== '#',
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      const { pathname } = new URL(link, publicUrl);
      expect([link, (await pages.get(pathname)).status]).toEqual([link, 200]);
    }
  });

  test('the path alone leads to the sign-up page, and so does one slash too many', async () => {
    await at(publicUrl);
    expect((await pages.get(folder)).status).toBe(200);
    const { status, headers } = await pages.get(`${folder}/issues/`);
    expect([status, headers.get('location')]).toEqual([301, `${folder}/issues`]);
    expect((await pages.get(headers.get('location') ?? '')).status).toBe(200);
  });

  test('a link from an email works in any case and with characters appended', async () => {
    await (await at(publicUrl)).publish();
    await addReaders(pages.subscriberStore, 1);
    const token = pages.signer.sign({ purpose: 'unsubscribe', subscriberId: 1, slot: SLOT });
    for (const before of [folder, ''])
      for (const path of [
        `${before}/unsubscribe/${token}`,
        `${before}/UNSUBSCRIBE/${token.toUpperCase()}.`,
      ]) {
        const { attributes } = parsedPage(await pages.read(path));
        expect(new Set(attributes('form', 'action'))).toEqual(new Set([`${folder}/unsubscribe/${token}`]));
      }
    if (!folder.includes('%'))
      expect((await pages.get(`${folder.toUpperCase()}/ISSUES/2026-w47.`)).status).toBe(200);
  });

  test('a form is accepted, and a method that a page does not know is refused with those it knows', async () => {
    await at(publicUrl);
    const body = new URLSearchParams({ email: 'ada@verdicts.test' });
    const { status, headers } = await pages.http.request(`${folder}/subscribe`, { method: 'POST', body });
    expect(status).toBe(303);
    expect((await pages.get(new URL(headers.get('location') ?? '', publicUrl).pathname)).status).toBe(200);
    const refused = await pages.http.request(`${folder}/issues`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

test('a path that only begins like that of PUBLIC_URL is not found', async () => {
  await at('https://verdicts.test/digest');
  expect((await pages.get('/digests/issues')).status).toBe(404);
  expect((await pages.get('/digest/digest/issues')).status).toBe(404);
});

test.each(['/issues', '/issues/weekly', '/data'])(
  'a path of PUBLIC_URL that begins like one of our routes, such as %s, needs a proxy that strips it',
  async (folder) => {
    await (await at(`https://verdicts.test${folder}`)).publish();
    expect((await pages.get('/issues/2026-W47')).status).toBe(200);
    expect((await pages.get(`${folder}/issues/2026-W47`)).status).toBe(404);
  },
);
