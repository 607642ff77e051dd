import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../../src/shared/durations.ts';
import { subscribersCsv } from '../../../../src/subscribers/lists/export-subscribers.ts';
import { TUESDAY } from '../../../support/comparisons.ts';
import { skippingIds } from '../../../support/database/tables.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../../../support/issues.ts';
import { HOSTILE, parsedPage } from '../../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const add = (...given: Parameters<typeof aNewSubscriber>[0][]) =>
  studio.subscriberStore.importSubscribers(given.map(aNewSubscriber), IMPORTED);
/** Where a search leads. */
const found = async (text: string) =>
  (await studio.submit('/studio/subscribers/search', { text })).headers.get('location') ?? '';
const search = async (text: string) => studio.read(await found(text));
/** The first column. */
const addresses = (page: string) =>
  parsedPage(page)
    .texts('th')
    .filter((text) => text.includes('@'));
/** The pages of a list, from its first. */
async function pagesFrom(path: string): Promise<string[]> {
  const pages: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: string = await studio.read(next);
    pages.push(page);
    next = /rel="next"[^>]* href="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  }
  return pages;
}
const chips = (page: string) =>
  parsedPage(page)
    .texts('nav')
    .find((text) => text.startsWith('All'));
const statusOf = async (emailKey: string) =>
  (await studio.subscriberStore.findHistory(emailKey))?.status ?? null;

describe('the list of subscribers', () => {
  test('an empty list of subscribers says what to do', async () => {
    const page = await studio.read('/studio/subscribers');
    expect(page).toContain('Nobody has signed up yet');
    expect(parsedPage(page).attributes('a', 'href')).toEqual(
      expect.arrayContaining(['/studio/subscribers/import', '/studio/subscribers/add', '/']),
    );
  });

  test('the list of subscribers is counted by state, which adds up, and shows the latest first', async () => {
    await add(
      { email: 'one@a.test' },
      { email: 'two@a.test', status: 'unsubscribed' },
      { email: 'three@a.test', suppression: 'bounced', pausedUntil: TUESDAY + 1e9 },
      { email: 'four@a.test', pausedUntil: TUESDAY + 1e9 },
    );
    const page = await studio.read('/studio/subscribers');
    expect(addresses(page)).toEqual(['four@a.test', 'three@a.test', 'two@a.test', 'one@a.test']);
    expect(chips(page)).toBe('All 4Confirmed 1Not confirmed 0Paused 1Unsubscribed 1Bounced 1Complained 0');
    expect(page).toContain('1 + 0 + 1 + 1 + 1 + 0 = 4');
    expect(page).toContain(
      '<b>1</b> would get an issue that goes out now, of 3 who confirmed: 1 can’t be mailed, 1 is paused.',
    );
    expect(page).toMatch(/Paused until 28 Nov 2026.*Bounced/s);
    for (const query of ['state=unsubscribed', 'status=unsubscribed'])
      expect(addresses(await studio.read(`/studio/subscribers?${query}`))).toEqual(['two@a.test']);
    expect(addresses(await studio.read('/studio/subscribers?state=bounced'))).toEqual(['three@a.test']);
    expect(await studio.read('/studio/subscribers?state=complained')).toContain('Nobody is complained');
  });

  test('the list says how each came', async () => {
    await add({ email: 'one@a.test' });
    await studio.submit('/studio/subscribers/add', { email: 'two@a.test', consent: 'confirmed' });
    const page = await studio.read('/studio/subscribers');
    expect(page).toMatch(/two@a\.test.*Added by hand.*one@a\.test.*Import/s);
  });

  test('the growth has its numbers as a table, and they add up', async () => {
    await add(
      { email: 'one@a.test', createdAt: TUESDAY - 1e10 },
      { email: 'two@a.test', createdAt: TUESDAY },
    );
    const page = await studio.read('/studio/subscribers');
    expect(page).toContain('2 confirmed, 1 more than four weeks ago');
    expect(parsedPage(page).texts('p')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^1 on 25 Aug 2026\+1 new2 today$/)]),
    );
    const rows = parsedPage(page)
      .texts('tr')
      .filter((text) => /^\s*\d+ \w{3} 2026\s*\d$/.test(text));
    expect(rows).toHaveLength(13);
    expect(await studio.read('/studio/subscribers?state=confirmed')).not.toContain('four weeks ago');
  });

  test('every subscriber of a long list is reached by following the links, which say how far they are', async () => {
    await addReaders(studio.subscriberStore, 120);
    const pages = await pagesFrom('/studio/subscribers?state=confirmed');
    const seen = pages.flatMap(addresses);
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
    const shown = pages.map((page) => /<span class="muted">([\d–]+ of \d+)/.exec(page)?.[1]);
    expect(shown).toEqual(['1–50 of 120', '51–100 of 120', '101–120 of 120']);
    expect(addresses(await studio.read('/studio/subscribers?before=11'))).toHaveLength(10);
  });

  test('one box finds emails and names, in any case and script, and a pasted name with its email', async () => {
    await add(
      { email: 'Ada@a.test', name: 'Grace' },
      { email: 'bea@ada.test', name: 'Беа' },
      { email: 'cleo@münchen.test', emailKey: 'cleo@xn--mnchen-3ya.test' },
    );
    expect(addresses(await search(' aDA '))).toEqual(['Ada@a.test', 'bea@ada.test']);
    expect(addresses(await search('cleo@MÜNCHEN.test'))).toEqual(['cleo@münchen.test']);
    expect(addresses(await search('xn--mnchen'))).toEqual(['cleo@münchen.test']);
    expect(addresses(await search('@ada'))).toEqual(['bea@ada.test']);
    expect(addresses(await search('БЕА'))).toEqual(['bea@ada.test']);
    expect(addresses(await search('Grace Hopper <ada@a.test>'))).toEqual(['Ada@a.test']);
    const nobody = await search('nobody');
    expect(nobody).toMatch(/Nobody with “<bdi>nobody<\/bdi>”/);
    expect(nobody).toContain('Looked at all 3 subscribers');
  });

  test('a search is a page of its own whose URL does not tell it, so that Back and reloading work; the same has the same', async () => {
    await add({ email: 'ada@a.test' });
    const path = await found('ada');
    expect(path).toMatch(/^\/studio\/subscribers\/found\/[\w-]+$/);
    expect(path).not.toContain('ada');
    expect(path).not.toContain(Buffer.from('ada').toString('base64url'));
    expect(await found(' ada')).toBe(path);
    expect(await found('bo')).not.toBe(path);
    expect(addresses(await studio.read(path))).toEqual(['ada@a.test']);
    expect(
      parsedPage(await studio.read(path))
        .all('input')
        .find(({ attribs }) => attribs.id === 'text')?.attribs.value,
    ).toBe('ada');
  });

  test('a search opens for a week, and no longer', async () => {
    await add({ email: 'ada@a.test' });
    const path = await found('ada');
    studio.clock.advance(7 * DAY_MS);
    expect((await studio.visit(path)).status).toBe(200);
    studio.clock.advance(DAY_MS);
    expect((await studio.visit(path)).status).toBe(404);
  });

  test('a search that is no longer kept says so, and shows everybody', async () => {
    await add({ email: 'ada@a.test' });
    for (const number of ['1', '123456789012', '9'.repeat(40)]) {
      const response = await studio.visit(`/studio/subscribers/found/${number}`);
      const page = await response.text();
      expect([response.status, page.includes('no longer kept'), addresses(page)]).toEqual([
        404,
        true,
        ['ada@a.test'],
      ]);
    }
  });

  test.each(['reader', 'eader', 'verdicts.test'])(
    'every result of a search for %s is reached by following the links',
    async (text) => {
      await addReaders(studio.subscriberStore, 120);
      const seen = (await pagesFrom(await found(text))).flatMap(addresses);
      expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
    },
  );

  test('a search of a part of a long list says that it is still looking, and goes on', async () => {
    await add({ email: 'first@a.test' });
    await studio.sql(skippingIds(1_000_000));
    await add({ email: 'last@a.test' });
    const pages = await pagesFrom(await found('irst'));
    expect(pages[0]).toMatch(/so far.*Still looking.*data-continue.*Show more/s);
    expect(pages.flatMap(addresses)).toEqual(['first@a.test']);
  });

  test('no email address appears in a URL, and the pages are not cached', async () => {
    await add({ email: 'ada@a.test' });
    for (const response of [
      await studio.visit('/studio/subscribers'),
      await studio.visit('/studio/subscribers/1'),
      await studio.visit(await found('ada@a.test')),
    ]) {
      const page = parsedPage(await response.text());
      expect(response.headers.get('cache-control')).toBe('no-store');
      const links = [...page.attributes('a', 'href'), ...page.attributes('form', 'action')];
      expect(links.filter((link) => link.includes('ada'))).toEqual([]);
      expect(page.texts('title').join()).not.toContain('ada');
    }
  });

  test('an empty search, and the URL of the search alone, lead to the list', async () => {
    expect((await studio.submit('/studio/subscribers/search', { text: ' ' })).status).toBe(303);
    expect((await studio.visit('/studio/subscribers/search')).status).toBe(303);
  });

  test.each(HOSTILE)(
    'a subscriber named %j does no harm, in the list, on the page and as a search',
    async (name) => {
      await add({ email: 'plain@a.test', name: 'Plain' });
      const list = parsedPage(await studio.read('/studio/subscribers')).shape;
      const page = parsedPage(await studio.read('/studio/subscribers/1')).shape;
      const known = [await search('plain'), await search('nobody')].flatMap((text) => parsedPage(text).shape);
      await add({ email: 'odd@a.test', name: name.replace('\0', '') });
      for (const [path, shape] of [
        ['', list],
        ['/2', page],
      ] as const) {
        const shown = await studio.read(`/studio/subscribers${path}`);
        expect(parsedPage(shown).shape).toEqual(shape);
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }
      const nothing = parsedPage(await search(name)).shape;
      expect(nothing.filter((word) => !known.includes(word))).toEqual([]);
    },
  );

  test('the export has the bytes that the command writes for a spreadsheet, and HEAD exports nothing', async () => {
    await add(
      { email: 'ada@a.test', name: '=1+1, "quoted"' },
      { email: 'bo@a.test', suppression: 'complained' },
    );
    const response = await studio.visit('/studio/subscribers/export.csv');
    let expected = '';
    for await (const part of subscribersCsv(studio.subscriberStore, { purpose: 'spreadsheet' }))
      expected += part;
    // `text()` would drop the byte order mark.
    expect(Buffer.from(await response.arrayBuffer()).toString('utf8')).toBe(expected);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="subscribers-2026-11-17.csv"',
    );
    expect(await (await studio.visit('/studio/subscribers/export.csv', { method: 'HEAD' })).text()).toBe('');
  });

  test('an export stops when the server stops', async () => {
    const response = await studio.visit('/studio/subscribers/export.csv');
    studio.stop();
    await expect(response.text()).rejects.toThrow('The server stops.');
  });
});

describe('adding a subscriber', () => {
  const submit = (fields: Record<string, string>) => studio.submit('/studio/subscribers/add', fields);

  test.each([
    ['Ann Lee <ann@a.test>', '', 'Ann Lee'],
    ['"Lee, Ann" <ann@a.test>, ', '', 'Lee, Ann'],
    ['Ann Lee <ann@a.test>', 'Ann', 'Ann'],
    ['<ann@a.test>', '', null],
  ])('an address that was pasted as %s, with the name “%s”, is read', async (email, name, read) => {
    expect((await submit({ email, name, consent: 'confirmed' })).status).toBe(303);
    expect(await studio.subscriberStore.findHistory('ann@a.test')).toMatchObject({ name: read });
  });

  test.each([
    ['confirmed', 'confirmed'],
    ['pending', 'pending'],
  ])(
    'adding with the consent "%s" makes a %s subscriber, once, however often the form is sent',
    async (consent, status) => {
      const fields = { email: ' Ada@a.test ', name: 'Ada', consent };
      const first = await submit(fields);
      expect([first.status, first.headers.get('location')]).toEqual([
        303,
        expect.stringMatching(/^\/studio\/subscribers\/1\?done=(added|asked)$/),
      ]);
      await submit(fields);
      expect((await studio.tables()).subscribers).toHaveLength(1);
      expect(await studio.subscriberStore.findHistory('ada@a.test')).toMatchObject({ status, name: 'Ada' });
      expect((await studio.tables()).consent_events?.[0]).toMatchObject({ event: 'added', source: 'studio' });
      expect(await studio.read(first.headers.get('location') ?? '')).toMatch(
        /role="status">.*The subscriber is/s,
      );
    },
  );

  test.each(['', 'no address', 'a@b.test\r\nBcc: c@d.test', '<script>@a.test', 'x'.repeat(2_000)])(
    '%j, which is no email address, is refused beside its field, and stays in it',
    async (email) => {
      const response = await submit({ email, name: 'Ada', consent: 'pending' });
      const page = parsedPage(await response.text());
      expect(response.status).toBe(422);
      expect(page.all('input').find(({ attribs }) => attribs.id === 'email')?.attribs).toMatchObject({
        'aria-invalid': 'true',
        'aria-describedby': 'email-notes',
      });
      expect(page.all('script').filter(({ attribs }) => attribs.src === undefined)).toEqual([]);
      expect((await studio.tables()).subscribers).toEqual([]);
    },
  );

  test('nobody is added without a statement about consent', async () => {
    for (const consent of ['', 'yes']) {
      const response = await submit({ email: 'ada@a.test', consent });
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('Say whether')]);
    }
    expect((await studio.tables()).subscribers).toEqual([]);
  });

  test('a person who unsubscribed is not added again', async () => {
    await add({ email: 'ada@a.test', status: 'unsubscribed' });
    const response = await submit({ email: 'ada@a.test', consent: 'confirmed' });
    expect(await response.text()).toContain('Only they can come back');
    expect(await statusOf('ada@a.test')).toBe('unsubscribed');
  });
});

describe('the page of a subscriber', () => {
  test('the page of a subscriber shows all that is known about them', async () => {
    await add(
      { email: 'ada@a.test', name: 'Ada', suppression: 'complained', pausedUntil: TUESDAY + 1e9 },
      { email: 'bo@a.test' },
    );
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
    await studio.sql(`update deliveries set status = 'submitted', provider_id = 'e-1', provider_state = 'bounced',
      bounce_kind = 'hard', bounce_code = 'general', provider_state_at = ${TUESDAY + 60_000} where subscriber_id = 2`);
    await studio.sql(`insert into outgoing_emails (subscriber_id, throttle_key, kind, status, created_at, attempts, turn, last_problem)
      values (2, 'key', 'confirm', 'dropped', ${TUESDAY}, 3, 0, 'It came <b>back</b>')`);
    const ada = await studio.read('/studio/subscribers/1');
    expect(parsedPage(ada).texts('ol')[0]).toMatch(/^Reported as spam.*Imported/);
    expect(ada).not.toMatch(/Number 1\b/);
    for (const text of [
      'Confirmed',
      'Complained',
      'reported an issue as spam',
      'paused until',
      'Imported',
      'No issue has gone out',
    ])
      expect(ada).toContain(text);
    const bo = parsedPage(await studio.read('/studio/subscribers/2'))
      .texts('tr')
      .map((text) => text.replace(/\s/g, ''));
    expect(bo).toContain(
      'Onetool,oneverdictWeek47Bouncedforgood,general17Nov2026,09:00UTC17Nov2026,09:01UTCReadthemail',
    );
    expect(bo).toContain('AskstoconfirmGivenup17Nov2026,09:00UTC3Itcame<b>back</b>');
  });

  test('the id of a message is a link to it if it is on this machine, and plain text if it is not', async () => {
    const idOf = async (settings: Record<string, string>) => {
      studio.close();
      studio = await openStudio({ settings });
      await addReaders(studio.subscriberStore, 1);
      await approveIssue(studio);
      await freezeWholeAudience(studio.deliveryStore);
      await studio.sql("update deliveries set status = 'submitted', provider_id = 'e-1'");
      return studio.read('/studio/subscribers/1');
    };
    expect(await idOf({})).toContain('href="/studio/outbox/e-1"');
    expect(await idOf({ RESEND_API_KEY: 're_1' })).toContain('<code>e-1</code>');
  });

  test.each(['9', '0', '1e3', '-1', '9'.repeat(40), 'ada@a.test', '%00'])(
    'there is no subscriber with the number %s',
    async (id) => {
      for (const path of ['', '/erase'])
        expect((await studio.visit(`/studio/subscribers/${id}${path}`)).status).toBe(404);
      for (const action of ['erase', 'unsubscribe'])
        expect((await studio.submit(`/studio/subscribers/${id}/${action}`, {})).status).toBe(404);
    },
  );

  test('unsubscribing by an editor ends the subscription, once, however often the form is sent', async () => {
    await add({ email: 'ada@a.test' });
    const first = await studio.submit('/studio/subscribers/1/unsubscribe', {});
    const second = await studio.submit('/studio/subscribers/1/unsubscribe', {});
    expect([first, second].map(({ headers }) => headers.get('location'))).toEqual([
      '/studio/subscribers/1?done=unsubscribed',
      '/studio/subscribers/1?done=already',
    ]);
    expect(await statusOf('ada@a.test')).toBe('unsubscribed');
    expect((await studio.tables()).consent_events).toMatchObject([
      { event: 'imported' },
      { event: 'unsubscribed', source: 'studio' },
    ]);
    const page = await studio.read('/studio/subscribers/1?done=unsubscribed');
    expect(page).toContain('They are unsubscribed.');
    expect(page).not.toContain('Unsubscribe…');
  });

  test('unsubscribing by an editor asks first, and opening the question changes nothing', async () => {
    await add({ email: 'ada@a.test' });
    const before = await studio.tables();
    const page = await studio.read('/studio/subscribers/1');
    expect(page).toContain('href="/studio/subscribers/1/unsubscribe"');
    expect(page).not.toContain('action="/studio/subscribers/1/unsubscribe"');
    expect(await studio.read('/studio/subscribers/1/unsubscribe')).toMatch(/Unsubscribe .*ada@a\.test.*\?/);
    expect(await studio.tables()).toEqual(before);
  });

  describe('an unsubscription by an editor', () => {
    const leftAt = async () =>
      /name="left-at" value="(\d+)"/.exec(await studio.read('/studio/subscribers/1'))?.[1];
    const undo = (at: string) => studio.submit('/studio/subscribers/1/unsubscribe/undo', { 'left-at': at });
    const leave = async () => {
      await studio.submit('/studio/subscribers/1/unsubscribe', {});
      return (await leftAt()) ?? '';
    };

    test.each(['confirmed', 'pending'] as const)(
      'an unsubscription of a %s subscriber by an editor is undone to what they were, and both are recorded',
      async (status) => {
        await add({ email: 'ada@a.test', status });
        const at = await leave();
        const response = await undo(at);
        expect(response.headers.get('location')).toBe('/studio/subscribers/1?done=undone');
        expect(await statusOf('ada@a.test')).toBe(status);
        expect((await studio.tables()).consent_events?.slice(1)).toMatchObject([
          { event: 'unsubscribed', source: expect.stringMatching(/^studio/) },
          { event: 'resubscribed', source: 'studio' },
        ]);
        expect((await undo(at)).status).toBe(409);
      },
    );

    const since: [string, () => Promise<unknown>][] = [
      [
        'they pressed unsubscribe in an issue themselves',
        () =>
          studio.subscriberStore.changeOwn({
            subscriberId: 1,
            change: { kind: 'unsubscribe' },
            evidence: { source: 'link', networkAddress: null, userAgent: null },
            slot: SLOT,
            now: studio.clock.now(),
          }),
      ],
      [
        'their address bounced',
        async () =>
          await studio.sql(`insert into suppressions (key, reason, at) values ('ada@a.test', 'bounced', 1)`),
      ],
      [
        'they complained',
        async () =>
          await studio.sql(
            `insert into suppressions (key, reason, at) values ('ada@a.test', 'complained', 1)`,
          ),
      ],
      [
        'somebody unsubscribed them by the command, too',
        () =>
          studio.subscriberStore.unsubscribe('ada@a.test', {
            event: 'unsubscribed',
            source: 'command',
            at: studio.clock.now(),
          }),
      ],
      [
        'another editor undid it and unsubscribed them again',
        async () => {
          await undo((await leftAt()) ?? '');
          studio.clock.advance(1_000);
          await leave();
        },
      ],
    ];

    test.each(since)('an unsubscription by an editor is not undone once %s', async (_, decide) => {
      await add({ email: 'ada@a.test' });
      const at = await leave();
      await decide();
      expect((await undo(at)).status).toBe(409);
      expect(await statusOf('ada@a.test')).toBe('unsubscribed');
    });

    test('an unsubscription by the subscriber is neither offered to an editor to undo, nor undone', async () => {
      await add({ email: 'ada@a.test' });
      const [, change] = since[0] ?? [];
      await change?.();
      expect(await leftAt()).toBeUndefined();
      expect((await undo(String(studio.clock.now()))).status).toBe(409);
    });

    test.each(['', 'x', '0', '-1', '1e400'])(
      'an unsubscription by an editor is not undone by the time "%s"',
      async (at) => {
        await add({ email: 'ada@a.test' });
        await leave();
        expect((await undo(at)).status).toBe(409);
      },
    );
  });

  test('erasing a subscriber says what is lost, and only then erases', async () => {
    await add({ email: 'ada@a.test' });
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
    const before = await studio.tables();
    const question = await studio.read('/studio/subscribers/1/erase');
    expect(question).toMatch(
      /Erase .*ada@a\.test.*cannot be brought back.*proof of consent, entries: .*1.*past issues.*1/s,
    );
    expect(await studio.tables()).toEqual(before);
    const response = await studio.submit('/studio/subscribers/1/erase', {});
    const location = response.headers.get('location') ?? '';
    expect(location).toBe('/studio/subscribers?done=erased&deliveries=1&requests=0');
    expect(await studio.read(location)).toContain('without whose they were: 1.');
    expect(JSON.stringify(await studio.tables())).not.toContain('ada@a.test');
    expect((await studio.submit('/studio/subscribers/1/erase', {})).status).toBe(404);
  });

  test('a suppression is lifted on the editor’s word that the subscriber asked for it, and for no one else', async () => {
    await add({ email: 'ada@a.test', suppression: 'bounced' }, { email: 'bo@a.test' });
    const refused = await studio.submit('/studio/subscribers/add', {
      email: 'ada@a.test',
      consent: 'confirmed',
    });
    expect(await refused.text()).toMatch(/bounced for good.*Allow mail again/s);
    const before = await studio.tables();
    const question = await studio.read('/studio/subscribers/1/lift');
    expect(question).toMatch(/Allow mail to .*ada@a\.test.* again\?.*bounced for good.*Confirmed/s);
    expect((await studio.submit('/studio/subscribers/1/lift', { vouched: 'no' })).status).toBe(422);
    expect(await studio.tables()).toEqual(before);
    const response = await studio.submit('/studio/subscribers/1/lift', { vouched: 'yes' });
    expect(response.headers.get('location')).toBe('/studio/subscribers/1?done=lifted');
    expect((await studio.tables()).suppressions).toEqual([]);
    const page = await studio.read('/studio/subscribers/1?done=lifted');
    expect(page).toContain('studio (suppression lifted: bounced');
    expect(page).not.toContain('Allow mail again');
    for (const id of ['1', '2'])
      expect((await studio.submit(`/studio/subscribers/${id}/lift`, { vouched: 'yes' })).status).toBe(409);
  });

  test('the record of consent shows what was agreed to, from where and by which form', async () => {
    await add({ email: 'ada@a.test' });
    await studio.sql(`insert into consent_events (subscriber_id, event, at, source, text_version, network_address, user_agent)
      values (1, 'confirmed', ${TUESDAY}, 'link', '2026-11', '192.0.2.7', 'Firefox <145>')`);
    expect(
      parsedPage(await studio.read('/studio/subscribers/1'))
        .texts('li')
        .join('\n'),
    ).toMatch(/Confirmed link.*wording 2026-11 · IP 192\.0\.2\.7 · browser Firefox <145>/s);
  });

  test('a record about an address that contains markup is shown as text', async () => {
    await add({ email: 'ada@a.test' });
    for (const done of ['<b>x</b>', 'constructor', '__proto__'])
      expect(await studio.read(`/studio/subscribers/1?done=${encodeURIComponent(done)}`)).not.toContain(
        'class="notice',
      );
  });
});
