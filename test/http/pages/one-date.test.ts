import { textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { DateTime } from 'luxon';
import { afterEach, describe, expect, test } from 'vitest';
import { fillTemplate } from '../../../src/issues/mail-template.ts';
import { DAY, HOUR } from '../../support/comparisons.ts';
import { SLOT } from '../../support/issues.ts';
import { openPages, type Pages, parsedPage } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

/** Its Tuesday begins when it is still Monday in UTC. */
const ZONE = 'Pacific/Auckland';
const due = DateTime.fromISO('2026-11-17T09:00', { zone: ZONE }).toMillis();

let pages: Pages;
afterEach(() => pages.close());

const dayOf = (instant: string) => DateTime.fromISO(instant, { zone: ZONE }).toISODate();

/** "17 November 2026" as `2026-11-17`. */
const isoDay = (words: string | undefined) =>
  DateTime.fromFormat(words ?? '', 'd MMMM yyyy', { locale: 'en-GB' }).toISODate();

/** What each place says of when the issue of `SLOT` appeared, as a day where the newsletter is. */
async function daysSaid(): Promise<Record<string, string | null | undefined>> {
  const path = `/issues/${SLOT}`;
  const frozen = await pages.issueStore.readFrozenIssue(SLOT);
  const emailed = (part: 'html' | 'text') =>
    frozen === null ? '' : fillTemplate(frozen[part], { unsubscribe: 'x', preferences: 'x' });
  const inWords = (text: string) => isoDay(/(?<!\d)\d{1,2} [A-Z][a-z]+ 20\d\d/.exec(text)?.[0]);
  const page = parsedPage(await pages.read(path));
  const data = JSON.parse(page.texts('script')[0] ?? '{}');
  const meta = page.all('meta').find(({ attribs }) => attribs.property === 'article:published_time');
  const [item] = JSON.parse(await pages.read('/feed.json')).items;
  const atom = parsedPage(await pages.read('/feed.xml'));
  const siteMap = (await pages.read('/sitemap.xml')).match(/<lastmod>[^<]+/g) ?? [];
  const times = async (route: string) => parsedPage(await pages.read(route)).attributes('time', 'datetime');
  return {
    email: inWords(textContent(parseDocument(emailed('html')))),
    text: inWords(emailed('text')),
    page: page.attributes('time', 'datetime')[0],
    words: isoDay(page.texts('time')[0]),
    'link preview': dayOf(meta?.attribs.content ?? ''),
    'search engines': dayOf(data.datePublished),
    archive: (await times('/issues'))[0],
    'home page': (await times('/'))[0],
    Atom: dayOf(atom.texts('published')[0] ?? ''),
    'Atom, updated': dayOf(atom.texts('updated')[1] ?? ''),
    'JSON Feed': dayOf(item.date_published),
    'site map': dayOf(siteMap.at(-1)?.slice('<lastmod>'.length) ?? ''),
  };
}

describe('an issue has one date, wherever it is read', () => {
  test.each([
    ['goes out on schedule', { frozenAt: due + 40_000 }, '2026-11-17'],
    ['was approved days before its time', { frozenAt: due - 3 * DAY, sendingAt: due }, '2026-11-17'],
    ['was approved, and went out a day late', { frozenAt: due - DAY, sendingAt: due + DAY }, '2026-11-17'],
    ['a person sends ahead of its time', { frozenAt: due - 2 * DAY, sendsNow: true }, '2026-11-15'],
    [
      'is frozen by a send, which is killed and repeated later',
      { frozenAt: due - 2 * DAY, sendsNow: true, sendingAt: due - 2 * DAY + HOUR },
      '2026-11-15',
    ],
    ['goes out by itself when the machine is back', { frozenAt: due + 20 * HOUR }, '2026-11-17'],
    ['a person sends two days late', { frozenAt: due + 2 * DAY }, '2026-11-19'],
    ['a person sends weeks later', { frozenAt: due + 13 * DAY }, '2026-11-30'],
    [
      'a person sends in a week without a firing',
      { frozenAt: due + DAY, pattern: '0 9 1 * *' },
      '2026-11-18',
    ],
  ])('an issue that %s has it', async (_, given, day) => {
    pages = await openPages({ timezone: ZONE });
    await publishComposed(pages, { zone: ZONE, ...given });
    const said = await daysSaid();
    expect(said).toEqual(Object.fromEntries(Object.keys(said).map((place) => [place, day])));
  });

  test('approved for later and then sent ahead, it is dated by the day it was sent wherever that was not fixed yet', async () => {
    pages = await openPages({ timezone: ZONE });
    await publishComposed(pages, { zone: ZONE, frozenAt: due - 3 * DAY, sendingAt: due - 2 * DAY });
    const { email, text, ...onTheWeb } = await daysSaid();
    expect([email, text]).toEqual(['2026-11-17', '2026-11-17']);
    expect(new Set(Object.values(onTheWeb))).toEqual(new Set(['2026-11-15']));
  });

  test('the page before it and the page after it say the same date', async () => {
    pages = await openPages({ timezone: ZONE });
    await publishComposed(pages, { zone: ZONE, frozenAt: due + 13 * DAY });
    for (const slot of ['2026-W46', '2026-W48']) {
      await pages.publish({ slot, article: '<p>Text</p>', at: due });
      expect(parsedPage(await pages.read(`/issues/${slot}`)).attributes('time', 'datetime')).toContain(
        '2026-11-30',
      );
    }
  });
});
