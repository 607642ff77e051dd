import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../support/comparisons.ts';
import { addReaders, aNewSubscriber, IMPORTED, SLOT } from '../../support/issues.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';

let pages: Pages;
let unsubscribe: string;
let preferences: string;
beforeEach(async () => {
  pages = await openPages();
  await addReaders(pages.subscriberStore, 2);
  const subject = { subscriberId: 1, slot: SLOT };
  unsubscribe = `/unsubscribe/${pages.signer.sign({ ...subject, purpose: 'unsubscribe' })}`;
  preferences = `/preferences/${pages.signer.sign({ ...subject, purpose: 'preferences' })}`;
});
afterEach(() => pages.close());

const post = (path: string, body: string | FormData = '', headers: Record<string, string> = {}) =>
  pages.http.request(path, {
    method: 'POST',
    body,
    headers: {
      ...(typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    },
  });
/** What tokens are made of. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const history = () => pages.subscriberStore.findHistory('reader1@verdicts.test');
const statusOf = async () => (await history())?.status;
const heading = async (response: Response) => parsedPage(await response.text()).texts('h1')[0];
const multipart = () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
};

describe('the unsubscribe link', () => {
  test('the page says which address it is about, and names none: issues get forwarded', async () => {
    const page = await (await pages.get(unsubscribe)).text();
    expect(parsedPage(page).texts('p').join(' ')).toContain('at the address that this link was sent to');
    expect(page).not.toContain('verdicts.test</');
    expect(page).not.toContain('reader1');
  });

  test('the unsubscribe page has one button, a pause below it, and opening it changes nothing', async () => {
    const before = await pages.tables();
    const response = await pages.get(unsubscribe);
    const { texts, attributes } = parsedPage(await response.text());
    expect(texts('button')).toEqual(['Unsubscribe', 'Pause until 15 December']);
    expect(attributes('form', 'method')).toEqual(['post', 'post']);
    expect(attributes('form', 'action')).toEqual([unsubscribe, unsubscribe]);
    await pages.http.request(unsubscribe, { method: 'HEAD' });
    expect(await pages.tables()).toEqual(before);
  });

  test('the unsubscribe page can pause the subscription for four weeks instead', async () => {
    const response = await post(unsubscribe, 'action=pause');
    expect([response.status, await heading(response)]).toEqual([200, 'Your subscription is paused']);
    expect(await statusOf()).toBe('confirmed');
    expect((await history())?.pausedUntil).toBe(Date.UTC(2026, 11, 15));
  });

  test('who has left cannot pause', async () => {
    await post(unsubscribe, '');
    expect(await heading(await post(unsubscribe, 'action=pause'))).toBe('You are not subscribed');
  });

  test.each([
    ['urlencoded', () => 'List-Unsubscribe=One-Click'],
    ['multipart', multipart],
    ['empty', () => ''],
    ['a form that is none', () => '%%%'],
  ])('a POST to the unsubscribe link unsubscribes at once, whatever its body is: %s', async (_, body) => {
    const response = await post(unsubscribe, body(), { origin: 'https://evil.test', cookie: 'a=b' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).not.toHaveProperty('set-cookie');
    expect(response.headers.get('location')).toBeNull();
    expect(await statusOf()).toBe('unsubscribed');
    expect((await history())?.consent.at(-1)).toMatchObject({
      event: 'unsubscribed',
      source: 'link',
      slot: SLOT,
    });
  });

  test('unsubscribing twice is answered alike, and the first record stays', async () => {
    await post(unsubscribe);
    const first = await history();
    pages.clock.advance(DAY);
    expect((await post(unsubscribe)).status).toBe(200);
    expect(await history()).toEqual(first);
  });

  test('unsubscribing can be undone for a day, on the page that says so', async () => {
    await post(unsubscribe);
    expect(await heading(await post(unsubscribe, 'action=undo'))).toBe('You are subscribed again');
    expect(await statusOf()).toBe('confirmed');
    await post(unsubscribe);
    pages.clock.advance(DAY);
    expect(await heading(await post(unsubscribe, 'action=undo'))).toBe('This can no longer be undone here');
    expect(await statusOf()).toBe('unsubscribed');
  });

  test('the unsubscribe page offers to undo an unsubscription by the email program’s button or on another page', async () => {
    for (const [path, wish] of [
      [unsubscribe, 'List-Unsubscribe=One-Click'],
      [preferences, 'action=unsubscribe'],
    ] as const) {
      await post(path, wish);
      for (const page of [unsubscribe, preferences])
        expect(parsedPage(await (await pages.get(page)).text()).texts('button')).toContain('Undo');
      await post(path, 'action=undo');
      expect(await statusOf()).toBe('confirmed');
    }
  });

  test('the unsubscribe page of somebody who left days ago says that there is nothing to do', async () => {
    await post(unsubscribe);
    pages.clock.advance(DAY);
    expect(await heading(await pages.get(unsubscribe))).toBe('You are not subscribed');
  });

  test('the unsubscribe page is not cached, and passes its URL to no other site', async () => {
    const headers = Object.fromEntries((await pages.get(unsubscribe)).headers);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });

  test('the unsubscribe link accepts no body larger than a form', async () => {
    const large = { 'content-length': '9000', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(unsubscribe, 'x'.repeat(9_000), large)).status).toBe(413);
    expect(await statusOf()).toBe('confirmed');
  });
});

describe('an invalid unsubscribe link', () => {
  test('an altered unsubscribe link changes nothing, and says only that it does not work', async () => {
    const before = await pages.tables();
    const token = unsubscribe.slice('/unsubscribe/'.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...LETTERS), async (at, letter) => {
        const altered = token.slice(0, at) + letter + token.slice(at + 1);
        fc.pre(altered.toLowerCase() !== token);
        const response = await post(`/unsubscribe/${altered}`);
        expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining(altered)]);
      }),
    );
    expect(await pages.tables()).toEqual(before);
  });

  test('an unsubscribe link with a token of another purpose changes nothing', async () => {
    const swapped = preferences.replace('/preferences/', '/unsubscribe/');
    expect((await post(swapped)).status).toBe(404);
    expect(
      (await post(unsubscribe.replace('/unsubscribe/', '/preferences/'), 'action=unsubscribe')).status,
    ).toBe(404);
    expect(await statusOf()).toBe('confirmed');
  });

  test('a person who opens an invalid unsubscribe link gets an HTML page', async () => {
    const response = await pages.get('/unsubscribe/nothing', BROWSER);
    expect([response.status, await heading(response)]).toEqual([404, 'This link does not work']);
  });
});

describe('the preferences page', () => {
  test('the preferences page shows the subscription, and opening it changes nothing', async () => {
    const before = await pages.tables();
    const { texts } = parsedPage(await (await pages.get(preferences)).text());
    expect(texts('button')).toEqual(['Pause', 'Unsubscribe', 'Email me the link']);
    expect(await pages.tables()).toEqual(before);
  });

  test('the preferences page pauses until a chosen day, and resumes at once', async () => {
    expect((await post(preferences, 'action=pause&until=2026-12-24')).status).toBe(200);
    expect((await history())?.pausedUntil).toBe(Date.parse('2026-12-24T00:00:00Z'));
    expect(await (await pages.get(preferences)).text()).toContain('<time datetime="2026-12-24">');
    await post(preferences, 'action=resume');
    expect((await history())?.pausedUntil).toBeNull();
  });

  test.each(['', 'tomorrow', '2026-02-30', '2026-11-17', '2020-01-01', '2031-01-01', "1' or '1'='1"])(
    'the preferences page refuses to pause until "%s", and says what to do',
    async (until) => {
      const response = await post(preferences, new URLSearchParams({ action: 'pause', until }).toString());
      expect(response.status).toBe(422);
      expect((await history())?.pausedUntil).toBeNull();
    },
  );

  test.each([
    ['a day of 25 hours', '2026-10-25T00:10:00+02:00', '2026-10-26'],
    ['a day of 23 hours', '2027-03-27T23:30:00+01:00', '2027-03-28'],
  ])('the preferences page offers the next day as the earliest, even around %s', async (_, now, tomorrow) => {
    pages.close();
    pages = await openPages({ timezone: 'Europe/Berlin' });
    pages.clock.set(now);
    await addReaders(pages.subscriberStore, 1);
    expect(parsedPage(await (await pages.get(preferences)).text()).attributes('input', 'min')).toEqual([
      tomorrow,
    ]);
  });

  test('the preferences page promises no issues to an address that must not be emailed', async () => {
    const reader = aNewSubscriber({ email: 'reader1@verdicts.test', suppression: 'complained' });
    await pages.subscriberStore.importSubscribers([reader], IMPORTED);
    const { texts } = parsedPage(await (await pages.get(preferences)).text());
    expect(texts('p')).toContainEqual(expect.stringMatching(/^You get no issues of .* reported as spam/));
    expect(texts('button')).toContain('Unsubscribe');
  });

  test('the preferences page unsubscribes, and then offers to undo that for a day, and no pause', async () => {
    await post(preferences, 'action=unsubscribe');
    expect(await statusOf()).toBe('unsubscribed');
    const { texts } = parsedPage(await (await pages.get(preferences)).text());
    expect(texts('button')).toEqual(['Undo', 'Email me the link']);
    expect(texts('p').join(' ')).toContain('To get them again, sign up.');
    expect((await post(preferences, 'action=pause&until=2026-12-24')).status).toBe(422);
  });

  test('the preferences page undoes an unsubscription for a day, and says when that time is over', async () => {
    await post(preferences, 'action=unsubscribe');
    pages.clock.advance(DAY - 1);
    expect(await (await post(preferences, 'action=undo')).text()).toContain('You are subscribed again.');
    expect(await statusOf()).toBe('confirmed');
    await post(preferences, 'action=unsubscribe');
    pages.clock.advance(DAY);
    const { texts } = parsedPage(await (await pages.get(preferences)).text());
    expect(texts('button')).toEqual(['Email me the link']);
    const late = await post(preferences, 'action=undo');
    expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('sign up and confirm')]);
    expect(await statusOf()).toBe('unsubscribed');
  });

  test('the preferences page shows no personal data, and sends the link to it by email only', async () => {
    const page = await (await post(preferences, 'action=data')).text();
    expect(page).not.toContain('reader1');
    const email = await nextEmail();
    expect(email).toMatchObject({ kind: 'data', email: 'reader1@verdicts.test' });
    expect(page).not.toContain(email?.kind === 'data' ? email.token : 'no email');
  });

  const askForData = async () => {
    const response = await post(preferences, 'action=data');
    return {
      status: response.status,
      words: parsedPage(await response.text())
        .texts('p')
        .join(' '),
    };
  };
  const nextEmail = () =>
    pages.outgoingEmailStore.claimEmail({
      now: pages.clock.now(),
      leaseExpiresAt: pages.clock.now() + 1,
      notices: false,
    });

  test('the preferences page emails the data link to an unsubscribed reader, and says so', async () => {
    await post(preferences, 'action=unsubscribe');
    const { status, words } = await askForData();
    expect([status, words]).toEqual([200, expect.stringContaining('An email with a link is on its way')]);
    expect(await nextEmail()).toMatchObject({ kind: 'data', email: 'reader1@verdicts.test' });
  });

  test.each(['bounced', 'complained'] as const)(
    'the preferences page says that no link can be emailed to an address that %s, and whom to write to',
    async (suppression) => {
      const reader = aNewSubscriber({ email: 'reader1@verdicts.test', suppression });
      await pages.subscriberStore.importSubscribers([reader], IMPORTED);
      for (const leaves of [false, true]) {
        if (leaves) await post(preferences, 'action=unsubscribe');
        const { status, words } = await askForData();
        expect([status, words]).toEqual([
          422,
          expect.stringMatching(/We cannot email you.*digest@verdicts\.test/),
        ]);
        expect(words).not.toContain('on its way');
      }
      expect(await nextEmail()).toBeNull();
    },
  );

  test('the preferences page says that an email was sent recently, instead of promising another', async () => {
    expect((await askForData()).words).toContain('on its way');
    const { status, words } = await askForData();
    expect([status, words]).toEqual([
      200,
      expect.stringContaining('No email was sent: you had one recently'),
    ]);
  });

  test('the preferences page of an erased subscriber says that nothing is stored', async () => {
    await pages.subscriberStore.erase({
      emailKey: 'reader1@verdicts.test',
      erasedKeys: ['hmac:1'],
      at: pages.clock.now(),
    });
    expect((await askForData()).words).toContain('We no longer keep anything about you');
  });

  test('the preferences page ignores an unknown action', async () => {
    const before = await pages.tables();
    expect((await post(preferences, 'action=erase')).status).toBe(422);
    expect(await pages.tables()).toEqual(before);
  });
});
