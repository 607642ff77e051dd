import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/issues/failure-kinds.ts';
import { ISSUE_STATUSES } from '../../../src/issues/issue-status-rules.ts';
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
import { HOSTILE, parsedPage } from '../pages/open-pages.ts';

const ISSUE = `/studio/issues/${SLOT}`;

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const number = (text: string) => Number(text.replaceAll(',', ''));

/** All sums of a page as numbers: the total and its terms. */
async function sumsOf(path: string) {
  const page = parsedPage(await studio.read(path));
  return page
    .texts('p')
    .filter((text) => /^[\d,]+ \D+ = /.test(text))
    .map((text) => (text.match(/[\d,]*\d/g) ?? []).map(number));
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

describe('the page of an issue', () => {
  test.each(ISSUE_STATUSES)(
    'an issue that is %s is shown with sums that add up, in the list and on its page',
    async (status) => {
      await issueInStatus(studio, status);
      const alone = parsedPage(await studio.read(ISSUE));
      expect(alone.texts('h1')).toEqual(['Week 47, 2026']);
      for (const [total = 0, ...terms] of await sumsOf(ISSUE))
        expect(terms.reduce((sum, one) => sum + one, 0)).toBe(total);
      const list = parsedPage(await studio.read('/studio/issues'));
      if (status !== 'draft') expect(list.texts('th')).toContain(`${SLOT} ${status}`.replace(' ', ''));
      expect(alone.texts('p').join(' ')).not.toContain('do not add up');
    },
  );

  test('an issue that went out is shown with the whole calculation', async () => {
    await sendWithLosses();
    expect(await sumsOf(ISSUE)).toEqual([
      [253, 250, 1, 2],
      [250, 249, 0, 0, 0, 1],
      [249, 3, 0, 2, 1, 243],
    ]);
    const cells = parsedPage(await studio.read('/studio/issues'))
      .texts('td')
      .slice(-3);
    expect(cells).toEqual([
      '253 candidates = 250 prepared + 1 suppressed + 2 paused',
      '250 prepared = 249 submitted + 1 left before their turn',
      '249 submitted = 3 delivered + 2 bounced + 1 complained + 243 nothing heard yet',
    ]);
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
    expect((await sumsOf(ISSUE))[2]).toEqual([1, 1, 0, 0, 0, 0]);
    expect(await studio.read(ISSUE)).toContain('heard of before the answer');
  });

  test('an issue that does not exist yet is shown as a draft, with who would get it', async () => {
    await addReaders(studio.subscriberStore, 4);
    expect(await sumsOf('/studio/issues/2026-W50')).toEqual([[4, 4, 0, 0]]);
    expect(studio.tables().issues).toEqual([]);
  });

  test.each(['2026-W54', 'x', '0001-W01'])('an issue of %s, which is no week, is not found', async (slot) => {
    expect((await studio.visit(`/studio/issues/${slot}`)).status).toBe(404);
    expect((await studio.visit(`/studio/issues/${slot}/failures`)).status).toBe(404);
  });
});

describe('an issue while it is sending', () => {
  const sending = async () => {
    const { texts, all } = parsedPage(await studio.read(ISSUE));
    const [progress] = all('progress');
    return { done: progress?.attribs.value, of: progress?.attribs.max, words: texts('p').join(' ') };
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
    expect(words).toContain('40%, 100 of 250 are settled; 10 a second, 15 s left, done about 09:00:25');
  });

  test('the page of a paused issue says until when it waits and why, if it resumes by itself', async () => {
    await change('paused', { reason: 'The day is <full>.', pausedUntil: TUESDAY + DAY });
    const { words } = await sending();
    expect(words).toContain('Waits until Wed 18 Nov, 09:00 UTC, then goes on by itself.');
    expect(words).toContain('The day is <full>.');
  });

  test('the page of a paused issue says that it waits for a person, and for what', async () => {
    await change('paused', { reason: 'The key is wrong.' });
    expect((await sending()).words).toContain('Waits for you. The key is wrong.');
  });

  test('the parts of the page that change are those that are updated', async () => {
    const { all } = parsedPage(await studio.read(ISSUE));
    const live = all('*').filter(({ attribs }) => 'data-live' in attribs);
    expect(live.map(({ attribs }) => attribs.id)).toEqual(
      expect.arrayContaining(['sending', 'numbers', 'pictures', 'failures', 'actions']),
    );
    expect(all('script').map(({ attribs }) => attribs.src)).toEqual(['/studio/assets/live-page.js']);
  });
});

describe('the charts', () => {
  test('charts have a name and a description, and their numbers are in a table', async () => {
    await sendWithLosses();
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
    await sendWithLosses();
    const rows = parsedPage(await studio.read(ISSUE)).texts('tr');
    expect(rows).toContain('Together2490');
    const legend = rows.filter((row) => row.endsWith('%'));
    expect(legend).toEqual([
      'delivered31.2%',
      'submitted, nothing heard yet24397.2%',
      'bounced20.8%',
      'complained10.4%',
      'left before their turn10.4%',
    ]);
  });

  test('the audience chart shows each issue that went out, newest first in its table', async () => {
    await sendWithLosses();
    await addReaders(studio.subscriberStore, 260);
    await approveIssue(studio, { slot: '2026-W48', id: '48'.repeat(16) });
    await freezeWholeAudience(studio.deliveryStore, { slot: '2026-W48', at: TUESDAY + 7 * DAY });
    const { texts } = parsedPage(await studio.read('/studio/issues'));
    expect(texts('desc')[0]).toBe('253 at 2026-W47, 262 at 2026-W48: +9. At most 262.');
    expect(texts('tr').filter((row) => /^2026-W4[78]\d/.test(row))).toEqual([
      '2026-W48262257',
      '2026-W47253250',
    ]);
  });
});

describe('the failures of an issue', () => {
  beforeEach(() => sendWithLosses());

  test('failures are listed by reason, each with what can be done about it', async () => {
    const { texts, attributes } = parsedPage(await studio.read(ISSUE));
    const rows = texts('tr').filter((row) => /^(Bounced|Complained|Left before)/.test(row));
    expect(rows).toEqual([
      expect.stringMatching(/^Left before their turn unsubscribed 1 They unsubscribed/),
      expect.stringMatching(/^Bounced hard: Permanent\/<b>General 1 These addresses no longer work/),
      expect.stringMatching(/^Bounced soft: Transient\/MailboxFull 1 The next issue tries them again/),
      expect.stringMatching(/^Complained not said 1 They reported it as spam/),
    ]);
    expect(attributes('a', 'href')).toContain(`${ISSUE}/failures?kind=bounced`);
  });

  test.each(FAILURE_KINDS)(
    'failures that are %s have a page of their own, with as many rows as were counted',
    async (kind) => {
      const { texts } = parsedPage(await studio.read(`${ISSUE}/failures?kind=${kind}`));
      const expected = { uncertain: 0, rejected: 0, bounced: 2, complained: 1, excluded: 1 }[kind];
      expect(texts('tr').filter((row) => row.includes('@'))).toHaveLength(expected);
      expect(texts('p')).toContain(`${expected} of ${SLOT}`);
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
  expect(parsedPage(pages[1] ?? '').texts('span')).toContain('Page 2 of 3');
});

describe('the list of issues', () => {
  test('the list of issues names the next slot, when it is due and what happens then', async () => {
    const words = async () => parsedPage(await studio.read('/studio/issues')).texts('section')[0];
    expect(await words()).toMatch(/^Next: 2026-W48 draft.*Due Tue 24 Nov, 09:00 UTC.*by itself/);
    await studio.issueStore.changeStatus({
      slot: '2026-W48',
      scheduledAt: TUESDAY + 7 * DAY,
      to: 'held',
      reason: null,
      at: TUESDAY,
    });
    expect(await words()).toMatch(/2026-W48 held.*nothing goes out then/);
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
        .filter((text) => text.startsWith('2026'));
    const all = [...(await slotsOn(1)), ...(await slotsOn(2)), ...(await slotsOn(3))];
    expect([all.length, all[0], all.at(-1)]).toEqual([45, '2026-W45skipped', '2026-W01skipped']);
    expect((await studio.visit('/studio/issues?page=4')).status).toBe(404);
  });
});

describe('hostile texts', () => {
  test.each(HOSTILE)('a hostile subject does no harm: %s', async (subject) => {
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
    expect([all('script'), all('img')]).toEqual([[], []]);
  });
});
