import { textContent } from 'domutils';
import { afterEach, describe, expect, test } from 'vitest';
import { addWeeks } from '../../../src/schedule/slot.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { approveIssue, SLOT } from '../../support/issues.ts';
import { openPages, type Pages, parsedPage, STORABLE_HOSTILE } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

let pages: Pages;
afterEach(() => pages.close());

const archive = async (path = '/issues') => parsedPage(await pages.read(path));
const slotsListed = async (path = '/issues') =>
  (await archive(path))
    .attributes('a', 'href')
    .flatMap((href) => /^\/issues\/(\d{4}-W\d{2})$/.exec(href)?.[1] ?? []);

describe('the archive', () => {
  test('an empty archive says that nothing has gone out yet', async () => {
    pages = await openPages();
    await approveIssue(pages);
    expect((await archive()).texts('p')[0]).toMatch(/^No issue has gone out yet\./);
    expect(await slotsListed()).toEqual([]);
  });

  test('the archive lists issues that are sending, paused or sent, newest first', async () => {
    pages = await openPages();
    const statuses = ['sent', 'sending', 'paused', 'cancelled'] as const;
    for (const [weeks, status] of statuses.entries()) {
      const slot = addWeeks(SLOT, weeks);
      await pages.publish({ slot, at: TUESDAY + 7 * weeks * DAY });
      await pages.change(slot, status);
    }
    await approveIssue(pages, { slot: addWeeks(SLOT, 4), id: 'aa'.repeat(16) });
    expect(await slotsListed()).toEqual([addWeeks(SLOT, 2), addWeeks(SLOT, 1), SLOT]);
  });

  test('the archive shows the local date, the subject and the preheader of each issue', async () => {
    pages = await openPages({ timezone: 'Pacific/Auckland' });
    await pages.publish({ at: Date.UTC(2026, 10, 17, 20) });
    const { texts, attributes } = await archive();
    expect(texts('h2')[0]).toBe('November 2026');
    expect(texts('li').at(-1)).toBe('18 November 202618 One tool, one verdict And nothing else 1 comparison');
    expect(attributes('time', 'datetime')).toEqual(['2026-11-18']);
  });

  test('the archive says in which weeks there was no issue', async () => {
    pages = await openPages();
    for (const weeks of [0, 1, 3, 9])
      await pages.publish({ slot: addWeeks('2026-W47', weeks), at: TUESDAY + 7 * weeks * DAY });
    const none = (await archive()).texts('li').filter((text) => text.startsWith('No issue'));
    expect(none).toEqual([
      'No issue from 14 December 2026 to 17 January 2027',
      'No issue in the week of 30 November 2026',
    ]);
  });

  test('each page of the archive has its own title and canonical URL, and names its neighbours', async () => {
    pages = await openPages();
    for (let weeks = 0; weeks < 53; weeks += 1)
      await pages.publish({ slot: addWeeks(SLOT, weeks), at: TUESDAY + 7 * weeks * DAY });
    const head = async (path: string) => {
      const { texts, all } = await archive(path);
      const rels = ['canonical', 'prev', 'next'];
      return [
        texts('title')[0],
        ...all('link').flatMap(({ attribs: { rel = '', href } }) =>
          rels.includes(rel) ? [`${rel} ${href}`] : [],
        ),
      ];
    };
    expect(await head('/issues')).toEqual([
      'Archive · Weekly Verdicts',
      'canonical https://verdicts.test/issues',
      'next https://verdicts.test/issues?page=2',
    ]);
    expect(await head('/issues?page=2')).toEqual([
      'Archive, page 2 · Weekly Verdicts',
      'canonical https://verdicts.test/issues?page=2',
      'prev https://verdicts.test/issues',
    ]);
  });

  test('the archive shows a year of issues per page', async () => {
    pages = await openPages();
    for (let weeks = 0; weeks < 54; weeks += 1)
      await pages.publish({ slot: addWeeks(SLOT, weeks), at: TUESDAY + 7 * weeks * DAY });
    expect(await slotsListed()).toHaveLength(52);
    expect(await slotsListed('/issues?page=2')).toEqual([addWeeks(SLOT, 1), SLOT]);
    const links = async (path: string) =>
      (await archive(path)).all('a').flatMap(({ attribs }) => (attribs.rel ? [attribs] : []));
    expect(await links('/issues')).toEqual([{ rel: 'next', href: '/issues?page=2' }]);
    expect(await links('/issues?page=2')).toEqual([{ rel: 'prev', href: '/issues' }]);
  });

  test('the archive says how the comparisons of each issue end', async () => {
    pages = await openPages();
    const isOneTool = false;
    const answers = {
      kinds: ['over', 'verdicts', 'both', 'one-sided', 'unknown', 'level', 'neither'],
      isOneTool,
    } as const;
    await pages.publish({ answers: { ...answers, kinds: [...answers.kinds] } });
    const slot = addWeeks(SLOT, 1);
    await pages.publish({
      slot,
      at: TUESDAY + 7 * DAY,
      answers: { kinds: ['over', 'over'], isOneTool: true },
    });
    const counts = async () => (await archive()).texts('p').filter((text) => /^\d+ comparison/.test(text));
    expect(await counts()).toEqual([
      '1 comparison of one tool: 2 clear',
      '1 comparison: 2 clear, 1 both, 1 neither, 1 level, 1 with one verdict, 1 without a verdict',
    ]);
    await pages.change(slot, 'cancelled');
    expect(await counts()).toHaveLength(1);
  });

  test('an issue as it is composed is counted whole', async () => {
    pages = await openPages();
    await publishComposed(pages);
    const [words = ''] = (await archive()).texts('p').filter((text) => /^\d+ comparison/.test(text));
    expect(words).toMatch(/^8 comparisons: \d clear, /);
    const counts = words.split(': ')[1]?.match(/\d+/g)?.map(Number) ?? [];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  test('the first page has one URL', async () => {
    pages = await openPages({ newsletter: { publicUrl: 'https://verdicts.test/digest' } });
    const answer = await pages.get('/issues?page=1');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/digest/issues']);
  });

  test.each(['2', '0', '-1', '1e1', 'two', '999999999999', ''])(
    'the archive has no page "%s"',
    async (page) => {
      pages = await openPages();
      await pages.publish();
      expect((await pages.get(`/issues?page=${page}`)).status).toBe(404);
    },
  );
});

describe('a public page', () => {
  test('a public page has a language, a title, a skip link, one heading and the sender’s details', async () => {
    pages = await openPages();
    const html = await pages.read('/issues');
    const { all, texts, attributes } = parsedPage(html);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(texts('title')).toEqual(['Archive · Weekly Verdicts']);
    expect(texts('h1')).toEqual(['Archive']);
    expect(texts('address')).toEqual(['Weekly Verdicts12 Lockkeeper Lane, Portside 4021']);
    expect(attributes('a', 'href')[0]).toBe(`#${all('main')[0]?.attribs.id}`);
    expect(attributes('a', 'aria-current')).toEqual(['page']);
    expect(all('script')).toEqual([]);
  });

  test('the links of a public page begin with the path of PUBLIC_URL', async () => {
    pages = await openPages({ newsletter: { publicUrl: 'https://verdicts.test/digest' } });
    await pages.publish();
    const { attributes } = await archive();
    const local = [...attributes('a', 'href'), ...attributes('link', 'href')].filter(
      (href) => !href.startsWith('#'),
    );
    expect(local.filter((href) => !/^(https:\/\/verdicts\.test)?\/digest\//.test(href))).toEqual([]);
  });

  test.each(STORABLE_HOSTILE)('a public page shows %j as text in every place', async (text) => {
    pages = await openPages({ newsletter: { name: 'Plain', postalAddress: 'Plain' } });
    await pages.publish({ subject: 'Plain', preheader: 'Plain' });
    const harmless = await archive();
    pages.close();
    pages = await openPages({ newsletter: { name: text, postalAddress: text } });
    await pages.publish({ subject: text, preheader: text });
    const hostile = await archive();
    expect(hostile.shape).toEqual(harmless.shape);
    expect(hostile.attributes('a', 'href')).toEqual(harmless.attributes('a', 'href'));
    const subject = hostile.all('a').filter(({ attribs }) => attribs.href === `/issues/${SLOT}`);
    expect(subject.map((link) => textContent(link))).toEqual([
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a browser would show boxes for them
      text.replace(/[\u0000-\u001f\u0085\uffff\u202a-\u202e\u2066-\u2069]/g, ''),
    ]);
  });
});
