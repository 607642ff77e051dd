import { textContent } from 'domutils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssueStatus } from '../../../../src/issues/issue-status-rules.ts';
import { aComparison, aSide, HOUR, TUESDAY } from '../../../support/comparisons.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { issueInStatus } from '../../../support/issue-in-status.ts';
import {
  addReaders,
  aFrozenIssue,
  aNewSubscriber,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../../../support/issues.ts';
import { handOverAll } from '../../../support/sending/hand-over.ts';
import { parsedPage } from '../../pages/open-pages.ts';

let studio: Studio;
const open = async (settings: Record<string, string> = {}) => {
  studio?.close();
  studio = await openStudio({ settings });
};
beforeEach(() => open());
afterEach(() => studio.close());

/** The primary action, or the one that stands in its place; and what the menus offer. */
async function offered(path = '/studio') {
  const page = parsedPage(await studio.read(path));
  const words = (tag: string, id: RegExp) =>
    page
      .all(tag)
      .flatMap(({ attribs }, index) => (id.test(attribs.id ?? '') ? [page.texts(tag)[index] ?? ''] : []));
  return {
    first: [...words('div', /^primary$/), ...words('summary', /^test-open$/)].filter(Boolean)[0],
    menu: words('a', /^do-/).filter((one) => one.includes('…')),
    page,
  };
}

describe('what home offers', () => {
  beforeEach(() => open({ REVIEW: 'required' }));

  test.each([
    ['draft', 'Approve for Tuesday 09:00', 'Needs approval'],
    ['approved', 'Unlock to edit', 'Approved'],
    ['sending', 'Pause', 'Sending'],
    ['paused', 'Continue sending', 'Paused'],
    ['held', 'Release', 'On hold'],
    ['skipped', 'Add comparisons', 'Skipped'],
  ] satisfies [IssueStatus, string, string][])(
    'of an issue that is %s the first thing to do is to %s, an hour before its time',
    async (status, first, badge) => {
      await issueInStatus(studio, status);
      studio.clock.set(new Date(TUESDAY - HOUR / 2).toISOString());
      const home = await offered();
      expect(home.first).toBe(first);
      expect(home.page.texts('span')).toContain(badge);
    },
  );

  test.each([
    [false, 'Add comparisons', 'As soon as it has enough comparisons, it is a draft again.'],
    [true, 'Take the skip back', 'Its comparisons move to the next issue.'],
  ])('of a week to come that was skipped, by an editor: %s, is to %s', async (byEditor, first, said) => {
    const at = TUESDAY - HOUR / 2;
    studio.clock.set(new Date(at).toISOString());
    await studio.issueStore.changeStatus({
      ...{ slot: SLOT, scheduledAt: TUESDAY, to: 'skipped', reason: null, byEditor, at },
    });
    const home = await offered(`/studio?slot=${SLOT}`);
    expect(home.first).toBe(first);
    expect(home.page.texts('p')).toContain(said);
    expect(home.page.texts('button').join() + home.menu.join()).toContain('Take the skip back');
  });

  test('a test that the command line sent counts', async () => {
    await issueInStatus(studio, 'draft');
    const about = `${SLOT}, command line`;
    await studio.studioStore.recordEvent({ event: 'test-sent', at: TUESDAY - HOUR, about }, 0);
    expect(await studio.read(`/studio?slot=${SLOT}`)).not.toContain('No test sent yet');
  });

  test('what is impossible is not offered', async () => {
    await issueInStatus(studio, 'sending');
    expect((await offered()).menu).toEqual(['Stop for good…Who has it keeps it; nobody else gets it']);
  });

  test('an issue that is late is sent now, to as many as the button says', async () => {
    await issueInStatus(studio, 'held');
    const home = await offered();
    expect(home.first).toBe('Send to 3 subscribers now');
    const asked = parsedPage(await studio.read(`/studio/issues/${SLOT}/send`));
    expect(asked.texts('h1')).toEqual(['Send to 3 subscribers now?']);
  });

  test('what must be fixed comes before everything else, and is counted', async () => {
    await issueInStatus(studio, 'draft');
    const edit = { slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, subject: 'x'.repeat(80) };
    await studio.issueStore.editIssue(edit);
    const home = await offered();
    expect(home.first).toBe('Fix 1 thing first');
    expect(home.page.texts('b')).toContain('The subject is 10 characters too long.');
    expect(home.menu.join()).not.toMatch(/Send now|Approve/);
  });
});

test('a draft that goes out by itself says so, and offers a test', async () => {
  await issueInStatus(studio, 'draft');
  studio.clock.set(new Date(TUESDAY - HOUR / 2).toISOString());
  const home = await offered();
  expect(home.first).toBe('Send a test');
  expect(home.page.texts('p')).toContain('Week 47 · Goes out by itself on Tuesday 17 November, 09:00 UTC.');
  expect(home.menu.map((one) => one.split('…')[0])).toEqual([
    'Send a test',
    'Approve now',
    'Send now',
    'Put on hold',
    'Skip this week',
  ]);
});

describe('after an issue was sent', () => {
  beforeEach(() => issueInStatus(studio, 'sent'));

  test('home is the next week’s draft, with the result above it until it is dismissed', async () => {
    const page = parsedPage(await studio.read('/studio'));
    expect(page.texts('b')).toContain('Week 47 went out.');
    expect(page.texts('p').join()).toContain('The test mailbox accepted 3 of 3');
    expect(page.texts('dd')).toContain('Tuesday 24 November, 09:00');
    const dismissed = await studio.submit('/studio/dismiss', { slot: SLOT });
    const [cookie = ''] = dismissed.headers.getSetCookie();
    expect([dismissed.status, cookie]).toEqual([303, expect.stringMatching(/HttpOnly.*SameSite=Strict/)]);
    const both = `${await studio.freshCookie()}; ${cookie.split(';')[0]}`;
    const after = await (await studio.visit('/studio', { headers: { cookie: both } })).text();
    expect(after).not.toContain('went out.');
  });

  test('the week itself is its report', async () => {
    const { status, headers } = await studio.visit(`/studio?slot=${SLOT}&done=send`);
    expect([status, headers.get('location')]).toEqual([303, `/studio/issues/${SLOT}?done=send`]);
    const report = await studio.read(`/studio/issues/${SLOT}?done=send`);
    expect(report).toContain('It was sent.');
    expect(report).not.toContain('Sending has begun.');
  });
});

test('a decision leads to the question about it, and none is made beforehand', async () => {
  const decide = (choice: string) => studio.submit(`/studio/issues/${SLOT}/decide`, { choice });
  const before = await studio.tables();
  expect((await decide('resend-uncertain')).headers.get('location')).toBe(
    `/studio/issues/${SLOT}/resend-uncertain`,
  );
  expect((await decide('cancel')).headers.get('location')).toBe(`/studio?slot=${SLOT}`);
  expect(await studio.tables()).toEqual(before);
});

test('a comparison without a verdict leads to its own page, in the words of the studio', async () => {
  const unjudged = aComparison({
    tools: [aSide({ name: 'Kiln', pricing: 'Free' }), 'Loom'],
    publishedAt: TUESDAY - HOUR,
  });
  await studio.comparisonStore.saveComparison(unjudged, TUESDAY);
  const page = parsedPage(await studio.read(`/studio?slot=${SLOT}`));
  const line = page.texts('li').find((words) => words.includes('Kiln has no verdict'));
  expect(line).toContain('Kiln vs Loom: Kiln has no verdict. Add it, or leave the comparison out.');
  const ways = page
    .all('a')
    .filter(({ attribs }) => attribs.href?.startsWith('/studio/comparisons/kiln-vs-loom'));
  expect(ways.map((way) => textContent(way))).toContain('Add it');
});

test('a week that is none is told with what was given, and what a week is', async () => {
  for (const path of ['/studio?slot=2026-W60', '/studio/issues/2026-W60/send', '/studio/issues/2026-W60']) {
    const response = await studio.visit(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(
      '“2026-W60” stands in the link: 2026 has the weeks 2026-W01 to 2026-W53. Correct it, or choose an issue under Issues.',
    );
  }
  const long = await studio.visit(`/studio?slot=${'x'.repeat(300)}%3Cb%3E`);
  const said = await long.text();
  expect(said).toContain(`“${'x'.repeat(40)}…” stands in the link: expected a year and an ISO week`);
});

describe('sample data', () => {
  test('is offered while there is nothing, and fills the studio without sending anything', async () => {
    expect(parsedPage(await studio.read('/studio')).texts('button')).toContain('Use sample data');
    const response = await studio.submit('/studio/samples', {});
    expect(response.status).toBe(303);
    const home = await studio.read(response.headers.get('location') ?? '');
    expect(home).toContain('Sample data was added.');
    expect(home).not.toContain('Use sample data');
    expect((await studio.comparisonStore.listComparisons()).length).toBeGreaterThan(0);
    expect(await studio.issueStore.listIssues()).toEqual([]);
  });

  test('is removed at once after a question, and nothing else is', async () => {
    expect(await studio.read('/studio/settings')).not.toContain('Sample data');
    expect((await studio.visit('/studio/samples/remove')).status).toBe(404);
    const untouched = await studio.tables();
    await studio.submit('/studio/samples', {});
    expect(await studio.read('/studio/settings')).toContain('/studio/samples/remove');
    const own = await studio.tables();
    const [first] = await studio.comparisonStore.listComparisons();
    await studio.comparisonStore.saveComparison(aComparison({ tools: ['Anvil', 'Bench'] }), TUESDAY);
    await addReaders(studio.subscriberStore, 2);
    await studio.issueStore.editIssue({
      ...{ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY },
      pin: [first?.slug ?? ''],
    });

    const question = parsedPage(await studio.read('/studio/samples/remove'));
    const [heading = ''] = question.texts('h1');
    expect(heading).toBe(
      `Remove the ${own.comparisons?.length} sample comparisons and ${own.subscribers?.length} sample subscribers?`,
    );
    const response = await studio.submit('/studio/samples/remove', {});
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/studio?saved=samples-removed',
    ]);
    expect(await studio.read('/studio?saved=samples-removed')).toContain('Sample data was removed.');
    expect((await studio.comparisonStore.listComparisons()).map(({ slug }) => slug)).toEqual([
      'anvil-vs-bench',
    ]);
    const { subscribers, suppressions, comparison_sides: sides } = await studio.tables();
    expect([subscribers?.length, suppressions, sides?.length]).toEqual([2, untouched.suppressions, 2]);
    expect(await studio.read('/studio/settings')).not.toContain('Sample data');
  });

  test('is kept while an issue with it is approved or going out, and what went out stays', async () => {
    await studio.submit('/studio/samples', {});
    const slugs = (await studio.comparisonStore.listComparisons()).slice(0, 2).map(({ slug }) => slug);
    await studio.issueStore.freezeIssue({
      ...{ slot: SLOT, scheduledAt: TUESDAY, cutOff: TUESDAY, at: TUESDAY, revision: 0 },
      items: slugs.map((slug) => ({ slug, featured: false })),
      frozen: aFrozenIssue({}),
    });
    const before = await studio.tables();
    const refused = await studio.submit('/studio/samples/remove', {});
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('Week 47 is approved or going out with sample data.');
    expect(await studio.tables()).toEqual(before);
    await freezeWholeAudience(studio.deliveryStore);
    expect((await studio.submit('/studio/samples/remove', {})).status).toBe(409);
    await handOverAll(studio.deliveryStore);
    const sent = { slot: SLOT, scheduledAt: TUESDAY, to: 'sent', reason: null, at: TUESDAY } as const;
    await studio.issueStore.changeStatus(sent);
    const issue = await studio.issueStore.findIssue(SLOT);
    expect((await studio.submit('/studio/samples/remove', {})).status).toBe(303);
    expect(await studio.comparisonStore.listComparisons()).toEqual([]);
    expect(await studio.issueStore.findIssue(SLOT)).toEqual({ ...issue, items: [] });
    expect(await studio.read(`/studio/issues/${SLOT}`)).toContain('Sent');
  });

  test('is told from a comparison and a subscriber of one’s own with the same name', async () => {
    await studio.submit('/studio/samples', {});
    const [sample] = await studio.comparisonStore.listComparisons();
    const read = await studio.comparisonStore.readComparisons([sample?.slug ?? '']);
    const { email = '' } = (await studio.subscriberStore.page({ after: 0, limit: 1 }))[0] ?? {};
    await studio.submit('/studio/samples/remove', {});
    const [one, other] = read[0]?.tools ?? [];
    const own = aComparison({ tools: [one?.name ?? '', other?.name ?? ''], slug: sample?.slug ?? '' });
    await studio.comparisonStore.saveComparison(own, TUESDAY);
    await studio.subscriberStore.importSubscribers([aNewSubscriber({ email })], IMPORTED);
    const before = await studio.tables();
    expect((await studio.visit('/studio/samples/remove')).status).toBe(404);
    await studio.submit('/studio/samples/remove', {});
    expect((await studio.tables()).comparisons).toHaveLength(1);
    expect((await studio.tables()).subscribers).toEqual(before.subscribers);
  });

  test('is not mixed with data of one’s own', async () => {
    await issueInStatus(studio, 'draft');
    const before = await studio.comparisonStore.listComparisons();
    expect((await studio.submit('/studio/samples', {})).status).toBe(409);
    expect(await studio.comparisonStore.listComparisons()).toEqual(before);
  });
});

test('a mail that is too long leads to the longest text', async () => {
  await issueInStatus(studio, 'draft');
  const intro = '&'.repeat(20_000);
  await studio.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, intro });
  expect(await studio.read('/studio')).toMatch(/href="#intro">Shorten the intro</);
});
