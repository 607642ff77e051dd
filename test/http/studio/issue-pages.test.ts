import { parse } from 'csv-parse/sync';
import { textContent } from 'domutils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/issues/failure-kinds.ts';
import { ISSUE_STATUSES, type IssueStatus } from '../../../src/issues/issue-status-rules.ts';
import { aComparison, DAY, HOUR, TUESDAY } from '../../support/comparisons.ts';
import { openStudio, type Studio } from '../../support/http/studio.ts';
import { issueInStatus } from '../../support/issue-in-status.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../../support/issues.ts';
import { handOverAll, providerIdOf } from '../../support/sending/hand-over.ts';
import { parsedPage, STORABLE_HOSTILE } from '../pages/open-pages.ts';

const ISSUE = `/studio/issues/${SLOT}`;

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const number = (text: string) => Number(text.replaceAll(',', ''));

/** "3 delivered + 1 bounced = 4 accepted" as numbers: the terms, with their signs, and the total. */
function readSum(words: string): { terms: number[]; total: number } {
  const [left = '', total = ''] = words.split(' = ');
  const terms = [...left.matchAll(/(^|[+−] )([\d,]+)/g)].map(
    ([, sign = '', digits = '']) => number(digits) * (sign.startsWith('−') ? -1 : 1),
  );
  return { terms, total: number(/^[\d,]+/.exec(total)?.[0] ?? '') };
}

/** The lines of a page that are sums. */
async function sumsOf(path: string): Promise<string[]> {
  return parsedPage(await studio.read(path))
    .all('p')
    .filter(({ attribs }) => attribs.class?.split(' ').includes('sum'))
    .map((line) => textContent(line));
}

const change = (to: 'sending' | 'sent' | 'paused', given: { reason?: string; pausedUntil?: number } = {}) =>
  studio.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to,
    reason: given.reason ?? null,
    pausedUntil: given.pausedUntil ?? null,
    at: TUESDAY,
  });

const hear = (deliveryId: number, report: object) =>
  studio.providerEventStore.applyProviderEvents(
    [
      {
        id: `event-${deliveryId}`,
        type: 'email.event',
        occurredAt: TUESDAY + HOUR,
        providerId: providerIdOf(deliveryId),
        delivery: null,
        emailKey: null,
        report: report as never,
      },
    ],
    TUESDAY,
  );

/** An issue to 250 of 253 readers, some of which bounced, one complained and one left. */
async function sendWithLosses() {
  const { subscriberStore, deliveryStore } = studio;
  await addReaders(subscriberStore, 250);
  const others = [
    aNewSubscriber({ email: 'lost@verdicts.test', suppression: 'bounced' }),
    aNewSubscriber({ email: 'away@verdicts.test', pausedUntil: TUESDAY + 365 * DAY }),
    aNewSubscriber({ email: 'later@verdicts.test', pausedUntil: TUESDAY + 365 * DAY }),
  ];
  await subscriberStore.importSubscribers(others, IMPORTED);
  await approveIssue(studio);
  await freezeWholeAudience(deliveryStore);
  const leaving = { event: 'unsubscribed', source: 'link', at: TUESDAY } as const;
  await subscriberStore.unsubscribe('reader9@verdicts.test', leaving);
  await handOverAll(deliveryStore);
  for (const id of [1, 2, 3]) await hear(id, { state: 'delivered' });
  await hear(4, { state: 'bounced', bounce: 'hard', code: 'Permanent/<b>General' });
  await hear(5, { state: 'bounced', bounce: 'soft', code: 'Transient/MailboxFull' });
  await hear(6, { state: 'complained' });
  await change('sent');
}

const BEGUN: readonly string[] = ['approved', 'sending', 'sent', 'paused'];

const BADGES: Readonly<Record<IssueStatus, string>> = {
  draft: 'Draft',
  approved: 'Approved',
  sending: 'Sending',
  sent: 'Sent',
  held: 'On hold',
  paused: 'Paused',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
};

describe('the page of an issue', () => {
  test.each(ISSUE_STATUSES)(
    'an issue that is %s is shown with sums that add up, in the list and on its page',
    async (status) => {
      await issueInStatus(studio, status);
      const alone = parsedPage(await studio.read(ISSUE));
      expect(alone.texts('h1')).toEqual([BEGUN.includes(status) ? 'One tool, one verdict' : 'Week 47']);
      expect(alone.texts('span')).toContain(BADGES[status]);
      const sums = (await sumsOf(ISSUE)).map(readSum);
      for (const { terms, total } of sums) expect(terms.reduce((sum, one) => sum + one, 0)).toBe(total);
      if (!['skipped', 'cancelled'].includes(status)) expect(sums.length).toBeGreaterThan(0);
      const list = parsedPage(await studio.read('/studio/issues'));
      if (status !== 'draft') expect(list.texts('tr').join()).toContain(`Week 47`);
      if (status !== 'draft') expect(list.texts('td')).toContain(BADGES[status]);
      expect(alone.texts('p').join(' ')).not.toContain('do not add up');
    },
  );

  test('an issue whose web view could not be composed says so, and what would try it again', async () => {
    const words = 'It has no web view.';
    const said = async () =>
      parsedPage(await studio.read(ISSUE))
        .texts('div')
        .filter((text) => text.startsWith(words));
    await approveIssue(studio);
    expect((await said()).join(' ')).toContain('unlock it and approve it again');
    await change('sending');
    expect((await said()).join(' ')).toMatch(/^It has no web view\.(?!.*approve it again)/);
    await approveIssue(studio, { slot: '2026-W48', id: 'f1'.repeat(16), article: '<p>Text</p>' });
    expect(await studio.read('/studio/issues/2026-W48')).not.toContain(words);
  });

  test('an issue that went out is shown with the whole calculation', async () => {
    await sendWithLosses();
    const delivery = '249 accepted by Resend + 1 left before their turn = 250 subscribers';
    const outcome = '3 delivered + 2 bounced + 1 complained + 243 no word yet = 249 accepted by Resend';
    const audience = '253 confirmed − 1 that can’t be mailed − 2 paused = 250 subscribers';
    expect(await sumsOf(ISSUE)).toEqual([outcome, delivery, audience]);
    const list = parsedPage(await studio.read('/studio/issues'));
    expect(list.texts('td').slice(-5)).toEqual(['Sent', 'Tue 17 Nov, 09:00 UTC', '250', '1.2%', '0']);
    expect(list.texts('th').at(-1)).toBe(
      'One tool, one verdictWeek 473 delivered + 2 bounced + 1 complained + 243 no word yet + 1 left before their turn = 250 subscribers',
    );
  });

  test('the report says what arrived, what did not, and when', async () => {
    await sendWithLosses();
    const { texts, attributes } = parsedPage(await studio.read(ISSUE));
    const tiles = texts('div').filter((text) =>
      /^(Delivered|Bounced|Complained|No word yet|Unsubscribed)/.test(text),
    );
    expect(tiles.filter((text) => !text.includes(' = '))).toEqual([
      'Delivered31.2% of 249',
      'Bounced21 for good',
      'Complained10.4%, keep it under 0.1%',
      'No word yet243',
      'Unsubscribed0through a link of this issue',
    ]);
    const facts = texts('dl').at(-1);
    expect(facts).toMatch(
      /^ApprovedTue 17 Nov, 09:00 UTC.*BeganTue 17 Nov, 09:00:00EndedTue 17 Nov, 09:00:00On average/,
    );
    expect(attributes('a', 'href')).toEqual(
      expect.arrayContaining([`/issues/${SLOT}`, `/issues/${SLOT}.txt`]),
    );
  });

  test('the report of mail that stays on this machine says so, instead of what nobody can know', async () => {
    await issueInStatus(studio, 'sent');
    const tiles = parsedPage(await studio.read(ISSUE)).texts('dt');
    expect(tiles).toContain('In the test mailbox');
    expect(tiles).not.toContain('Delivered');
  });

  test('the report counts who unsubscribed through its own links, and not those who came back', async () => {
    await sendWithLosses();
    const own = async (subscriberId: number, kind: 'unsubscribe' | 'resubscribe', slot: string | null) =>
      studio.subscriberStore.changeOwn({
        subscriberId,
        change: { kind },
        evidence: { source: 'link', networkAddress: null, userAgent: null },
        slot,
        now: TUESDAY + HOUR,
      });
    for (const id of [20, 21, 22]) await own(id, 'unsubscribe', SLOT);
    await own(23, 'unsubscribe', '2026-W46');
    const shown = async () => {
      const tile = parsedPage(await studio.read(ISSUE)).texts('div');
      return tile.find((text) => /^Unsubscribed\d/.test(text));
    };
    expect(await shown()).toBe('Unsubscribed31.2%, through a link of this issue');
    await own(21, 'resubscribe', SLOT);
    expect(await shown()).toBe('Unsubscribed20.8%, through a link of this issue');
    expect(
      parsedPage(await studio.read('/studio/issues'))
        .texts('td')
        .at(-1),
    ).toBe('2');
  });

  test.each([
    ['approved', null, 'As its sending began'],
    ['approved', { event: 'approved', at: TUESDAY, about: SLOT }, 'In the studio'],
  ] as const)('the report says which way it was %s (%j)', async (_, event, words) => {
    await sendWithLosses();
    if (event !== null) await studio.studioStore.recordEvent(event, 0);
    expect(await studio.read(ISSUE)).toContain(words);
  });

  test('an issue counts an event that came before the answer to its request, and still adds up', async () => {
    await addReaders(studio.subscriberStore, 2);
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
    await handOverAll(studio.deliveryStore, { ending: 'in-flight' });
    await studio.providerEventStore.applyProviderEvents(
      [
        {
          id: 'early',
          type: 'email.delivered',
          occurredAt: TUESDAY,
          providerId: providerIdOf(1),
          delivery: { issueId: 'f0'.repeat(16), deliveryId: 1 },
          emailKey: null,
          report: { state: 'delivered' },
        },
      ],
      TUESDAY,
    );
    expect(await sumsOf(ISSUE)).toContain(
      '1 delivered = 1 accepted by Resend, or heard of before its answer',
    );
  });

  test('an issue that does not exist yet is shown as a draft, with who would get it', async () => {
    await addReaders(studio.subscriberStore, 4);
    expect(await sumsOf('/studio/issues/2026-W50')).toEqual(['4 confirmed = 4 subscribers']);
    expect((await studio.tables()).issues).toEqual([]);
  });

  test.each(['2026-W54', 'x', '0001-W01'])('an issue of %s, which is no week, is not found', async (slot) => {
    for (const path of [`/studio/issues/${slot}`, `/studio/issues/${slot}/failures`]) {
      const response = await studio.visit(path);
      const page = parsedPage(await response.text());
      expect([response.status, page.texts('h1')]).toEqual([404, ['There is no issue with this link']]);
      expect(page.attributes('a', 'href')).toEqual(expect.arrayContaining(['/studio', '/studio/issues']));
    }
  });
});

describe('an issue while it is sending', () => {
  const sending = async () => {
    const { texts, all } = parsedPage(await studio.read(ISSUE));
    const [progress] = all('progress');
    return {
      done: progress?.attribs.value,
      of: progress?.attribs.max,
      words: [...texts('h2'), ...texts('span'), ...texts('p')].join(' '),
    };
  };
  beforeEach(async () => {
    await addReaders(studio.subscriberStore, 250);
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
  });

  test('the page of a sending issue shows its progress, its speed and when it will end', async () => {
    expect(await sending()).toMatchObject({ done: '0', of: '250', words: /within seconds/ });
    const lease = { owner: 'somebody', expiresAt: TUESDAY + HOUR };
    const claim = { slot: SLOT, lease, now: TUESDAY, dailyLimit: null };
    const batch = await studio.deliveryStore.claimBatch(claim);
    if (batch?.kind !== 'new') throw new Error('There is a batch.');
    const outcomes = batch.members.map(({ deliveryId }) => ({
      kind: 'accepted' as const,
      deliveryId,
      providerId: providerIdOf(deliveryId),
    }));
    await studio.deliveryStore.recordOutcomes({ batch, outcomes, now: TUESDAY + 10_000 });
    studio.clock.set(new Date(TUESDAY + 10_000).toISOString());
    const { done, words } = await sending();
    expect(done).toBe('100');
    expect(words).toContain('100 of 250 handed to Resend');
    expect(words).toContain('About 15 seconds left');
    expect(words).toContain('10 a second, as fast as Resend allows. You can close this page');
    expect(await sumsOf(ISSUE)).toContain('100 accepted by Resend + 150 still to send = 250 subscribers');
  });

  test('the page of a paused issue says until when it waits and why, if it resumes by itself', async () => {
    await change('paused', { reason: 'The day is <full>.', pausedUntil: TUESDAY + DAY });
    const { words } = await sending();
    expect(words).toContain('Paused until Wednesday 18 November, 09:00 UTC. Then it goes on by itself.');
    expect(words).toContain('The day is <full>.');
  });

  test('the page of a paused issue says that it waits for a person, and for what', async () => {
    await change('paused', { reason: 'The key is wrong.' });
    expect((await sending()).words).toContain('Paused: it waits for you. The key is wrong.');
    expect(parsedPage(await studio.read(ISSUE)).attributes('a', 'href')).toContain(`${ISSUE}/resume`);
  });

  test('the parts of the page that change are those that are updated', async () => {
    const { all, attributes } = parsedPage(await studio.read(ISSUE));
    const live = all('*').filter(({ attribs }) => 'data-live' in attribs);
    expect(live.map(({ attribs }) => attribs.id)).toEqual(
      expect.arrayContaining([
        'heading',
        'result',
        'why',
        'web-view',
        'progress',
        'numbers',
        'failures',
        'times',
      ]),
    );
    expect(attributes('script', 'src')).toEqual(['/studio/assets/sending-page.js']);
  });
});

describe('the charts', () => {
  /** 700 readers, 100 of them every ten seconds. */
  const sendOverTime = async () => {
    await addReaders(studio.subscriberStore, 700);
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
    for (let now = TUESDAY; ; now += 10_000) {
      const lease = { owner: 'somebody', expiresAt: now + HOUR };
      const batch = await studio.deliveryStore.claimBatch({ slot: SLOT, lease, now, dailyLimit: null });
      if (batch?.kind !== 'new') break;
      const outcomes = batch.members.map(({ deliveryId }) => ({
        kind: 'accepted' as const,
        deliveryId,
        providerId: providerIdOf(deliveryId),
      }));
      await studio.deliveryStore.recordOutcomes({ batch, outcomes, now });
    }
    await change('sent');
  };

  test('charts have a name and a description, and their numbers are in a table', async () => {
    await sendOverTime();
    // The curve of audiences needs two issues.
    await approveIssue(studio, { slot: '2026-W48', id: '48'.repeat(16) });
    await freezeWholeAudience(studio.deliveryStore, { slot: '2026-W48', at: TUESDAY + 7 * DAY });
    for (const path of [ISSUE, '/studio/issues']) {
      const { all, texts } = parsedPage(await studio.read(path));
      const ids = new Set(all('*').flatMap(({ attribs }) => attribs.id ?? []));
      const pictures = all('svg').filter(({ attribs }) => attribs.role === 'img');
      expect(pictures.length).toBeGreaterThan(0);
      for (const { attribs } of pictures)
        for (const id of attribs['aria-labelledby']?.split(' ') ?? ['missing']) expect(ids).toContain(id);
      expect(texts('table').length).toBeGreaterThanOrEqual(pictures.length);
    }
  });

  test('charts show the same numbers as the sums', async () => {
    await sendOverTime();
    const { texts } = parsedPage(await studio.read(ISSUE));
    expect(texts('tr')).toContain('Together7000');
    expect(texts('desc')[0]).toMatch(
      /^700 accepted and 0 refused in 60 seconds; at most 300 in 20 seconds\.$/,
    );
  });

  test('the audience chart shows each issue that went out, newest first in its table', async () => {
    await sendWithLosses();
    await addReaders(studio.subscriberStore, 260);
    await approveIssue(studio, { slot: '2026-W48', id: '48'.repeat(16) });
    await freezeWholeAudience(studio.deliveryStore, { slot: '2026-W48', at: TUESDAY + 7 * DAY });
    const { texts } = parsedPage(await studio.read('/studio/issues'));
    expect(texts('desc')[0]).toBe('253 in Week 47, 262 in Week 48: +9.');
    expect(texts('tr').filter((row) => /^Week 4[78]\d/.test(row))).toEqual([
      'Week 48262257',
      'Week 47253250',
    ]);
  });
});

describe('the failures of an issue', () => {
  beforeEach(() => sendWithLosses());

  test('failures are listed by reason, each with what can be done about it', async () => {
    const { texts, attributes } = parsedPage(await studio.read(ISSUE));
    const rows = texts('tr').filter((row) => /^(Bounced|Complained|Left before)/.test(row));
    expect(rows).toEqual([
      'Left before their turn1They unsubscribed.Nothing. They left after the count and before their turn, so nothing was sent to them.',
      'Bounced, for good1Permanent/<b>GeneralNothing. They are not mailed again.',
      'Bounced, this time1The mailbox is full.Transient/MailboxFullNothing. The next issue tries again; after 5 in a row it stops.',
      'Complained1They marked it as spam.Nothing. They are not mailed again. If it happens often, look at how they signed up.',
    ]);
    expect(attributes('a', 'href')).toContain(`${ISSUE}/failures?kind=bounced`);
  });

  test.each(FAILURE_KINDS)(
    'failures that are %s have a page of their own, with as many rows as were counted',
    async (kind) => {
      const { texts } = parsedPage(await studio.read(`${ISSUE}/failures?kind=${kind}`));
      const expected = { uncertain: 0, rejected: 0, bounced: 2, complained: 1, excluded: 1 }[kind];
      expect(texts('tr').filter((row) => row.includes('@'))).toHaveLength(expected);
      expect(texts('p').join()).toContain(
        `${expected} ${expected === 1 ? 'message' : 'messages'} of Week 47`,
      );
    },
  );

  test.each(['kind=nothing', 'kind=bounced&page=2', 'kind=bounced&page=0', 'kind=bounced&page=x'])(
    'failures of an unknown list (%s) are not found',
    async (query) => {
      expect((await studio.visit(`${ISSUE}/failures?${query}`)).status).toBe(404);
    },
  );
});

test('many failures are split into pages, and each is on one of them', async () => {
  await addReaders(studio.subscriberStore, 120);
  await approveIssue(studio);
  await freezeWholeAudience(studio.deliveryStore);
  await handOverAll(studio.deliveryStore, { ending: 'uncertain' });
  const pages = await Promise.all(
    [1, 2, 3].map((page) => studio.read(`${ISSUE}/failures?kind=uncertain&page=${page}`)),
  );
  const addresses = pages.flatMap((page) => page.match(/reader\d+@verdicts\.test/g) ?? []);
  expect([addresses.length, new Set(addresses).size]).toEqual([120, 120]);
  expect(parsedPage(pages[1] ?? '').texts('span')).toContain('51–100 of 120');
});

describe('the list of issues', () => {
  test('the list of issues names the next slot, when it is due and what happens then', async () => {
    await sendWithLosses();
    const words = async () => parsedPage(await studio.read('/studio/issues')).texts('section')[0];
    expect(await words()).toMatch(
      /^Next: Week 48Draft Tuesday 24 November, 09:00 UTC It goes out by itself then, unless/,
    );
    await studio.issueStore.changeStatus({
      slot: '2026-W48',
      scheduledAt: TUESDAY + 7 * DAY,
      to: 'held',
      reason: null,
      at: TUESDAY,
    });
    expect(await words()).toMatch(/^Next: Week 48On hold .*nothing goes out until/);
  });

  test('Next never names an issue that was sent before its time', async () => {
    await addReaders(studio.subscriberStore, 3);
    await approveIssue(studio, { slot: '2026-W48' });
    await freezeWholeAudience(studio.deliveryStore, { slot: '2026-W48', at: TUESDAY });
    await handOverAll(studio.deliveryStore, { slot: '2026-W48' });
    const { texts } = parsedPage(await studio.read('/studio/issues'));
    expect(texts('h2')[0]).toBe('Next: Week 49');
    expect(texts('p').join()).toContain('The next one: Tuesday 1 December, 09:00 UTC.');
  });

  test('without an issue, the page says what will be there and how to begin', async () => {
    const { texts, attributes } = parsedPage(await studio.read('/studio/issues'));
    expect(texts('h2')).toEqual(['No issue has gone out yet']);
    expect(texts('p').join()).toContain('The first can go out on Tuesday 24 November, 09:00 UTC.');
    expect([attributes('table', 'class'), attributes('a', 'href')]).toEqual([
      [],
      expect.arrayContaining(['/studio']),
    ]);
  });

  test('the list of issues is split into pages', async () => {
    for (let week = 1; week <= 45; week += 1)
      await studio.issueStore.changeStatus({
        slot: `2026-W${String(week).padStart(2, '0')}`,
        scheduledAt: TUESDAY,
        to: 'skipped',
        reason: 'Nothing.',
        at: TUESDAY,
      });
    const slotsOn = async (page: number) =>
      parsedPage(await studio.read(`/studio/issues?page=${page}`))
        .texts('th')
        .filter((text) => text.startsWith('Week'));
    const all = [...(await slotsOn(1)), ...(await slotsOn(2)), ...(await slotsOn(3))];
    expect([all.length, all[0], all.at(-1)]).toEqual([45, 'Week 45Nothing.', 'Week 1Nothing.']);
    expect((await studio.visit('/studio/issues?page=4')).status).toBe(404);
  });

  test('the list of issues is narrowed to a state by links that keep to it from page to page', async () => {
    const slotOf = (week: number) => `2026-W${String(week).padStart(2, '0')}`;
    for (let week = 1; week <= 30; week += 1)
      await studio.issueStore.changeStatus({
        slot: slotOf(week),
        scheduledAt: TUESDAY,
        to: week % 5 === 0 ? 'cancelled' : 'skipped',
        reason: null,
        at: TUESDAY,
      });
    const listed = async (query: string) => {
      const page = parsedPage(await studio.read(`/studio/issues${query}`));
      const links = page.all('a').filter(({ attribs }) => attribs.href?.endsWith('#list'));
      return {
        weeks: page.texts('th').filter((text) => text.startsWith('Week')),
        chips: links.map((link) => textContent(link)),
        current: links
          .filter((link) => link.attribs['aria-current'] === 'true')
          .map((link) => textContent(link)),
        hrefs: links.map(({ attribs }) => attribs.href),
        title: page.texts('title')[0],
      };
    };
    const all = await listed('');
    expect(all.chips).toEqual(['All 30', 'Skipped 24', 'Cancelled 6', 'Next']);
    expect(all.current).toEqual(['All 30']);
    const skipped = await listed('?state=skipped');
    expect([skipped.current, skipped.weeks.length]).toEqual([['Skipped 24'], 20]);
    expect(skipped.hrefs).toContain('/studio/issues?state=skipped&page=2#list');
    const rest = await listed('?state=skipped&page=2');
    expect([rest.current, rest.weeks.at(-1)]).toEqual([['Skipped 24'], 'Week 1']);
    expect(rest.title).toMatch(/^Issues, skipped, page 2/);
    expect(rest.hrefs).toEqual(
      expect.arrayContaining(['/studio/issues?state=skipped#list', '/studio/issues#list']),
    );
    expect((await listed('?state=nonsense')).current).toEqual(['All 30']);
    const none = await listed('?state=sent');
    expect([none.current, none.weeks]).toEqual([['Sent 0'], []]);
    expect((await studio.visit('/studio/issues?state=cancelled&page=2')).status).toBe(404);
  });
});

test('the public archive is a click away whatever the list of issues shows', async () => {
  await issueInStatus(studio, 'sent');
  for (const query of ['', '?state=sent', '?state=cancelled'])
    expect(parsedPage(await studio.read(`/studio/issues${query}`)).texts('a')).toContain('Public archive');
});

describe('the report as CSV', () => {
  const download = async (name: string) => {
    const response = await studio.visit(`${ISSUE}/${name}`);
    const rows: string[][] = parse(await response.text(), { bom: true });
    return { response, rows };
  };
  const exports = async () =>
    (await studio.studioStore.listEvents(10)).filter(({ event }) => event === 'exported');

  test('its numbers are those of the page, without personal data', async () => {
    await sendWithLosses();
    const { response, rows } = await download('report.csv');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="issue-${SLOT}.csv"`);
    expect(Object.fromEntries(rows)).toMatchObject({
      Issue: SLOT,
      Confirmed: '253',
      'That can’t be mailed': '1',
      Subscribers: '250',
      'Left before their turn': '1',
      Delivered: '3',
      Bounced: '2',
      Complained: '1',
    });
    expect(rows.join()).not.toContain('@');
    expect(await exports()).toEqual([]);
  });

  test('each subscriber’s mail has a line, nothing in it is computed, and the download is recorded', async () => {
    await sendWithLosses();
    const erased = { emailKey: 'reader20@verdicts.test', erasedKeys: ['hmac:reader20'], at: TUESDAY };
    await studio.subscriberStore.erase(erased);
    const { response, rows } = await download('deliveries.csv');
    expect(response.headers.get('content-type')).toContain('text/csv');
    const [header, ...lines] = rows;
    expect(header).toEqual(['email', 'status', 'at', 'code', 'event', 'event_at', 'bounce', 'provider_id']);
    expect(lines).toHaveLength(250);
    const byEmail = new Map(lines.map(([email = '', ...cells]) => [email, cells]));
    expect([byEmail.size, byEmail.has('')]).toEqual([250, true]);
    expect(byEmail.get('reader9@verdicts.test')?.slice(0, 3)).toEqual([
      'excluded',
      new Date(TUESDAY).toISOString(),
      'unsubscribed',
    ]);
    expect(lines.find((cells) => cells.includes('hard'))).toContain('Permanent/<b>General');
    expect(await exports()).toMatchObject([{ about: SLOT }]);
    expect(await (await studio.visit(`${ISSUE}/deliveries.csv`, { method: 'HEAD' })).text()).toBe('');
    expect(await exports()).toHaveLength(1);
  });

  test('what a spreadsheet would compute is text in it', async () => {
    await studio.subscriberStore.importSubscribers(
      [aNewSubscriber({ email: '=cmd@verdicts.test' })],
      IMPORTED,
    );
    await approveIssue(studio, { subject: '=1+1' });
    await freezeWholeAudience(studio.deliveryStore);
    expect((await download('report.csv')).rows).toContainEqual(['Subject', "'=1+1"]);
    expect((await download('deliveries.csv')).rows[1]?.[0]).toBe("'=cmd@verdicts.test");
  });

  test('an issue that has not begun has no report to download', async () => {
    await addReaders(studio.subscriberStore, 1);
    await approveIssue(studio);
    for (const name of ['report.csv', 'deliveries.csv'])
      expect((await studio.visit(`${ISSUE}/${name}`)).status).toBe(404);
    expect(await studio.read(ISSUE)).not.toContain('.csv');
    await change('sending');
    expect(await studio.read(ISSUE)).toContain(`${ISSUE}/deliveries.csv`);
  });
});

describe('hostile texts', () => {
  test.each(STORABLE_HOSTILE)('a hostile subject does no harm: %s', async (subject) => {
    await addReaders(studio.subscriberStore, 1);
    await approveIssue(studio, { subject });
    const shape = async (path: string) => parsedPage(await studio.read(path)).shape;
    const paths = [ISSUE, '/studio/issues', `${ISSUE}/send`];
    const shapes = await Promise.all(paths.map(shape));
    await studio.issueStore.changeStatus({
      slot: SLOT,
      scheduledAt: TUESDAY,
      to: 'draft',
      reason: null,
      at: TUESDAY,
    });
    await approveIssue(studio, { subject: 'harmless', id: 'a0'.repeat(16) });
    expect(await Promise.all(paths.map(shape))).toEqual(shapes);
    expect(await studio.read(ISSUE)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  test('a hostile tool name does no harm on the confirmation page', async () => {
    await addReaders(studio.subscriberStore, 1);
    await studio.comparisonStore.saveComparison(
      aComparison({ slug: 'hostile', tools: ['<script>alert(1)</script>', '"><img src=x>'] }),
      TUESDAY - HOUR,
    );
    const { all } = parsedPage(await studio.read(`${ISSUE}/approve`));
    expect([all('script').filter(({ attribs }) => attribs.src === undefined), all('img')]).toEqual([[], []]);
  });
});
