import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { delayAfter } from '../../../src/http/studio/access/audit-log.ts';
import { createAttemptLimit } from '../../../src/http/studio/access/limit-attempts.ts';
import {
  MAX_IDLE_MS,
  MAX_SESSION_MS,
  REAUTHENTICATE_AFTER_MS,
} from '../../../src/http/studio/access/studio-session.ts';
import { aComparison } from '../../support/comparisons.ts';
import { openWithTables } from '../../support/database/tables.ts';
import { cookieOf, openStudio, STUDIO_PASSWORD, type Studio } from '../../support/http/studio.ts';
import { addReaders, SLOT } from '../../support/issues.ts';
import { parsedPage } from '../pages/open-pages.ts';

const HOUR = 3_600_000;
const PUBLIC = 'https://verdicts.test';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const LINUX_FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let studio: Studio;
let cookie: string;
const open = async (given: Parameters<typeof openStudio>[0] = {}) => {
  studio?.close();
  studio = await openStudio({ isSignedIn: false, ...given });
  await studio.comparisonStore.saveComparison(aComparison({ tools: ['One', 'Other'] }), 0);
  await addReaders(studio.subscriberStore, 2);
  cookie = await studio.signIn();
};
/** With the real limit of attempts; otherwise there is none. */
const openLimited = async (given: Parameters<typeof openStudio>[0] = {}) => {
  const { rateLimitStore } = await openWithTables();
  const limitAttempts = createAttemptLimit({ rateLimitStore, signingSecrets: ['s'.repeat(32)] });
  return open({ ...given, parts: { limitAttempts } });
};
beforeEach(() => open());
afterEach(() => studio.close());

const statusOf = async (given = cookie, path = '/studio', headers = {}) =>
  (await studio.visit(path, { headers: { cookie: given, ...headers } })).status;
const post = (path: string, fields: Record<string, string> = {}, given = cookie) =>
  studio.visit(path, {
    method: 'POST',
    headers: { cookie: given, ...FORM },
    body: new URLSearchParams(fields).toString(),
  });
const read = async (path: string) => (await studio.visit(path, { headers: { cookie } })).text();

describe('a session', () => {
  test('a session ends after twelve hours without a visit', async () => {
    studio.clock.advance(MAX_IDLE_MS - 1);
    expect(await statusOf()).toBe(200);
    studio.clock.advance(MAX_IDLE_MS - 1);
    expect(await statusOf()).toBe(200);
    studio.clock.advance(MAX_IDLE_MS);
    expect(await statusOf()).toBe(401);
  });

  test('a session ends after seven days, however often it is used', async () => {
    const visits = MAX_SESSION_MS / (6 * HOUR);
    for (let visit = 1; visit < visits; visit += 1) {
      studio.clock.advance(6 * HOUR);
      expect(await statusOf()).toBe(200);
    }
    studio.clock.advance(6 * HOUR);
    expect(await statusOf()).toBe(401);
  });

  test.each([
    ['fetches itself', '/studio', { 'sec-fetch-dest': 'empty' }],
    ['loads the email in its frame again', '/studio', { 'sec-fetch-dest': 'iframe' }],
    ['loads its style', '/studio/assets/next-issue.js', { 'sec-fetch-dest': 'script' }],
    ['follows changes, in an old browser, too', '/studio/events', {}],
  ])('a session is not extended by a page that only %s', async (_, path, headers) => {
    studio.clock.advance(MAX_IDLE_MS - 1);
    const response = await studio.visit(path, { headers: { cookie, ...headers } });
    expect(response.status).toBe(200);
    await response.body?.cancel();
    studio.clock.advance(1);
    expect(await statusOf()).toBe(401);
  });

  test('a session ends on the server when its editor signs out, so that a copied cookie is worthless', async () => {
    const response = await post('/studio/sign-out');
    expect([response.status, cookieOf(response)]).toEqual([303, 'studio-session-3000=']);
    expect(await statusOf()).toBe(401);
  });

  test('a new session replaces the previous one of the browser, which nobody could sign out any more', async () => {
    const signedInAgain = cookieOf(await post('/studio/sign-in', { password: STUDIO_PASSWORD }));
    expect([await statusOf(), await statusOf(signedInAgain)]).toEqual([401, 200]);
    await post('/studio/sign-in', { password: 'not the password' }, signedInAgain);
    expect(await statusOf(signedInAgain)).toBe(200);
  });

  test('signing in to another program on this machine, at another port, leaves the session alone', async () => {
    const there = await studio.visit('http://127.0.0.1:3001/studio/sign-in', {
      method: 'POST',
      headers: { origin: 'http://127.0.0.1:3001', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ password: STUDIO_PASSWORD }),
    });
    expect(cookieOf(there)).toMatch(/^studio-session-3001=/);
    // The browser sends both, whatever the port.
    expect(await statusOf(`${cookieOf(there)}; ${cookie}`)).toBe(200);
  });

  test('ending a session leaves the others alone', async () => {
    const other = await studio.signIn();
    await post('/studio/sign-out');
    expect([await statusOf(), await statusOf(other)]).toEqual([401, 200]);
  });

  test.each([
    ['the password was changed', 'entirely different words', ['s'.repeat(32)]],
    ['the signing secret was rotated', STUDIO_PASSWORD, ['n'.repeat(32), 's'.repeat(32)]],
  ])('a session is over once %s', async (_, password, secrets) => {
    const { studioStore } = studio;
    const next = await openStudio({
      isSignedIn: false,
      settings: { STUDIO_PASSWORD: password },
      parts: { studioStore, signingSecrets: secrets },
    });
    expect((await next.visit('/studio', { headers: { cookie } })).status).toBe(401);
    const fresh = await next.signIn();
    expect((await next.visit('/studio', { headers: { cookie: fresh } })).status).toBe(200);
    next.close();
  });

  test('a session survives a restart that changes nothing', async () => {
    const next = await openStudio({ isSignedIn: false, parts: { studioStore: studio.studioStore } });
    expect((await next.visit('/studio', { headers: { cookie } })).status).toBe(200);
    next.close();
  });

  test('a session is stored as a hash, from which nobody can make the cookie', async () => {
    const [, secret = ''] = cookie.split('=');
    const rows = JSON.stringify(await studio.sql('select * from studio_sessions'));
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(rows).not.toContain(secret);
  });

  test('a session is listed with its network and its browser, and can be ended there', async () => {
    const elsewhere = await studio.visit('/studio/sign-in', {
      method: 'POST',
      from: '192.0.2.7',
      headers: { ...FORM, 'user-agent': LINUX_FIREFOX },
      body: new URLSearchParams({ password: STUDIO_PASSWORD }).toString(),
    });
    const other = cookieOf(elsewhere);
    const page = await read('/studio/sign-ins');
    expect(parsedPage(page).texts('li').join()).toMatch(/Firefox on Linux From 192\.0\.2\.7/);
    expect(page.match(/This browser/g)).toHaveLength(1);
    const [action = ''] = parsedPage(page)
      .attributes('form', 'action')
      .filter((one) => one.endsWith('/end'))
      .filter((one) => !one.includes('/1/'));
    expect((await post(action)).status).toBe(303);
    expect([await statusOf(other), await statusOf()]).toEqual([401, 200]);
    expect(await read('/studio/sign-ins')).not.toContain('192.0.2.7');
  });
});

describe('the session cookie', () => {
  const signInAt = (origin: string, base: string) =>
    studio.visit(`${base}/studio/sign-in`, {
      method: 'POST',
      headers: { ...FORM, origin, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ password: STUDIO_PASSWORD }).toString(),
    });

  test.each(['', '/digest'])(
    'the session cookie is for https and this host alone if PUBLIC_URL is https (path "%s")',
    async (path) => {
      await open({ publicUrl: PUBLIC + path });
      for (const origin of [PUBLIC, 'null']) {
        const response = await signInAt(origin, PUBLIC);
        expect(response.headers.getSetCookie()).toEqual([
          expect.stringMatching(
            /^__Host-studio-session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
          ),
          expect.stringMatching(
            /^__Host-studio-browser=[\w-]{22}\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
          ),
        ]);
        const headers = { cookie: cookieOf(response) };
        expect((await studio.visit(`${PUBLIC}/studio`, { headers })).status).toBe(200);
      }
    },
  );

  test('a cookie that another host of the domain could have set opens nothing at the public URL', async () => {
    expect(cookie).toMatch(/^studio-session-3000=/);
    expect((await studio.visit(`${PUBLIC}/studio`, { headers: { cookie } })).status).toBe(401);
    expect(await statusOf()).toBe(200);
  });
});

describe('an action that cannot be undone', () => {
  const ERASE = '/studio/subscribers/1/erase';
  const guarded: [string, () => Promise<Response>][] = [
    ['exporting', async () => studio.visit('/studio/subscribers/export.csv', { headers: { cookie } })],
    [
      'downloading who got an issue',
      async () => studio.visit(`/studio/issues/${SLOT}/deliveries.csv`, { headers: { cookie } }),
    ],
    ['erasing', () => post(ERASE)],
    ['sending', () => post(`/studio/issues/${SLOT}/send`)],
    ['approving', () => post(`/studio/issues/${SLOT}/approve`)],
    ['sending a test', () => post(`/studio/issues/${SLOT}/test`, { to: 'ada@verdicts.test' })],
    ['resuming', () => post(`/studio/issues/${SLOT}/resume`)],
    ['sending uncertain deliveries again', () => post(`/studio/issues/${SLOT}/resend-uncertain`)],
    ['accepting uncertain deliveries', () => post(`/studio/issues/${SLOT}/accept-uncertain`)],
    ['mailing a suppressed subscriber again', () => post('/studio/subscribers/1/lift', { vouched: 'yes' })],
    ['unsubscribing or erasing many', () => post('/studio/subscribers/bulk/1/start')],
    [
      'downloading many',
      () => studio.visit('/studio/subscribers/bulk/1/subscribers.csv', { headers: { cookie } }),
    ],
    ['importing a list', () => post('/studio/subscribers/import/any/start')],
    [
      'downloading refused lines',
      () => studio.visit('/studio/subscribers/import/any/refused.csv', { headers: { cookie } }),
    ],
  ];

  test.each(guarded)(
    'a quarter of an hour after signing in, the password is asked for again: %s',
    async (_, act) => {
      studio.clock.advance(REAUTHENTICATE_AFTER_MS);
      const before = await studio.tables();
      const response = await act();
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('Your password, please');
      expect(await studio.tables()).toEqual(before);
    },
  );

  test('every form asks for the password, except those that send nothing or one email to one person', async () => {
    const asksNothing = [
      '/studio/comparisons/-/add',
      '/studio/comparisons/-/add/check',
      '/studio/comparisons/:slug',
      '/studio/comparisons/:slug/hold',
      '/studio/comparisons/:slug/release',
      '/studio/dismiss',
      '/studio/edit',
      ...['cancel', 'decide', 'hold', 'pause', 'skip'].map((action) => `/studio/issues/:slot/${action}`),
      '/studio/look',
      '/studio/look/back',
      '/studio/look/preview',
      '/studio/samples',
      '/studio/samples/remove',
      '/studio/sign-in',
      '/studio/sign-ins/:id/end',
      '/studio/sign-out',
      '/studio/subscribers/:id/unsubscribe',
      '/studio/subscribers/:id/unsubscribe/undo',
      '/studio/subscribers/add',
      '/studio/subscribers/bulk',
      '/studio/subscribers/bulk/:id/undo',
      '/studio/subscribers/import',
      '/studio/subscribers/import/:id/discard',
      '/studio/subscribers/search',
    ];
    const routes = studio.http.routes
      .filter(({ method, path }) => method === 'POST' && path.startsWith('/studio/'))
      .map(({ path }) => path.replace(/\{.*?\}/g, ''));
    const found = new Set<string>();
    for (const route of new Set(routes)) {
      cookie = await studio.signIn();
      studio.clock.advance(REAUTHENTICATE_AFTER_MS);
      const response = await post(route.replace(':slot', SLOT).replace(/:id|:number/, '1'));
      const text = await response.text();
      if (!text.includes('You signed in a while ago')) found.add(route);
    }
    expect([...found].sort()).toEqual(asksNothing);
  });

  test.each(guarded)('right after signing in, the password is not asked for again: %s', async (_, act) => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS - 1);
    expect(await (await act()).text()).not.toContain('Your password, please');
  });

  test.each([
    ['/studio/settings', 'settings decide when issues go out'],
    [ERASE, 'erasing a person cannot be undone'],
    [`/studio/issues/${SLOT}/approve`, 'this lets mail go out'],
  ])('the page that asks again says why, and only what is true of that step: %s', async (route, why) => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    expect(await (await post(route)).text()).toContain(`You signed in a while ago, and ${why}`);
  });

  test('an action continues with what was filled in once the password is right', async () => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    const page = await (
      await post(`/studio/issues/${SLOT}/test`, { to: 'ada@verdicts.test', seen: 'x' })
    ).text();
    expect(page).toContain('name="to" value="ada@verdicts.test"');
    expect(page).toContain('name="seen" value="x"');
    expect((await post(ERASE, { password: 'not the password' })).status).toBe(401);
    expect(await studio.subscriberStore.findAddress(1)).not.toBeNull();
    expect((await post(ERASE, { password: STUDIO_PASSWORD })).status).toBe(303);
    expect(await studio.subscriberStore.findAddress(1)).toBeNull();
    expect((await post('/studio/subscribers/2/erase')).status).toBe(303);
  });

  test('the password is asked for on a page before refused lines are downloaded', async () => {
    const list = new FormData();
    list.append('file', new File(['email\nnobody\n'], 'list.csv'));
    const uploaded = await studio.visit('/studio/subscribers/import', {
      method: 'POST',
      headers: { cookie },
      body: list,
    });
    const page = parsedPage(await read(uploaded.headers.get('location') ?? ''));
    expect(page.attributes('a', 'href').filter((href) => href.includes('refused.csv'))).toHaveLength(1);
    expect(page.attributes('a', 'download')).toEqual([]);
  });

  test('the choices for reading a list are kept while the password is asked for', async () => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    const query = '?encoding=macintosh&w1%3Agone=unsubscribed';
    const start = `/studio/subscribers/import/any/start${query}`;
    expect(parsedPage(await (await post(start)).text()).attributes('form', 'action')).toContain(start);
    const to = `/studio/subscribers/import/any/refused.csv${query}`;
    const answer = await post('/studio/sign-in-again', { password: STUDIO_PASSWORD, to });
    expect(answer.headers.get('location')).toBe(to);
  });

  test('who does not give the password goes back to the question, or to the page with the download', async () => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    const wayBack = async (response: Response) => parsedPage(await response.text()).attributes('a', 'href');
    expect(await wayBack(await post('/studio/subscribers/1/erase'))).toContain('/studio/subscribers/1/erase');
    expect(await wayBack(await post('/studio/subscribers/bulk/1/start'))).toContain(
      '/studio/subscribers/bulk/1',
    );
    expect(await wayBack(await post('/studio/subscribers/import/any/start?encoding=macintosh'))).toContain(
      '/studio/subscribers/import/any?encoding=macintosh',
    );
    const wrong = (to: string) => post('/studio/sign-in-again', { password: 'another password', to });
    expect(await wayBack(await wrong('/studio/subscribers/export.csv'))).toContain('/studio/subscribers');
    expect(await wayBack(await wrong('//evil.test'))).toContain('/studio');
  });

  test('the right password leads on to the download, and to no other page', async () => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    const to = '/studio/subscribers/export.csv';
    const page = await read(to);
    expect(page).toContain(`name="to" value="${to}"`);
    const given = { password: STUDIO_PASSWORD, to };
    const answer = await post('/studio/sign-in-again', given);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, to]);
    expect(await read(to)).toContain('email');
    for (const evil of [
      '//evil.test',
      '/studio/../elsewhere',
      '/studio/\\evil.test',
      '/studio?\r\nSet-Cookie: x=1',
    ]) {
      const elsewhere = await post('/studio/sign-in-again', { ...given, to: evil });
      expect(elsewhere.headers.get('location')).toBe('/studio');
    }
  });

  test('an editor who signed in by the key, without a password, is not asked for one', async () => {
    await open({ settings: { STUDIO_PASSWORD: '' }, publicUrl: 'http://127.0.0.1:3000' });
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    expect((await post(ERASE)).status).toBe(303);
  });
});

describe('the record of sign-ins', () => {
  test('sign-ins are recorded, shown and logged without an address', async () => {
    await post('/studio/sign-in', { password: 'not the password' });
    await read('/studio/subscribers/export.csv');
    await post('/studio/subscribers/1/erase');
    await post('/studio/sign-out', {}, await studio.signIn());
    expect(studio.events.map(({ event }) => event)).toEqual([
      'signed-in',
      'refused',
      'exported',
      'erased',
      'signed-in',
      'signed-out',
    ]);
    expect(await studio.studioStore.listEvents(10)).toEqual(studio.events.toReversed());
    expect(JSON.stringify(studio.events)).not.toMatch(/@|\d+\.\d+\.\d+/);
    const page = await read('/studio/sign-ins');
    for (const words of ['Wrong passwords and keys', 'were downloaded', 'Subscribers were erased'])
      expect(page).toContain(words);
  });

  test('sign-ins stay on the page however many wrong passwords strangers try, and those are counted', async () => {
    expect(await read('/studio/sign-ins')).toContain('None in the last 90 days');
    await read('/studio/subscribers/export.csv');
    for (let number = 0; number < 150; number += 1) {
      studio.clock.advance(61_000);
      await post('/studio/sign-in', { password: 'not the password' }, '');
    }
    studio.clock.advance(24 * HOUR);
    cookie = await studio.signIn();
    await post('/studio/sign-in', { password: 'not the password' }, '');
    const text = (await read('/studio/sign-ins')).replace(/<[^>]*>/g, '');
    expect(text).toContain('Subscribers were downloaded');
    expect(text).toContain('Last 24 hours1Last 90 days151');
  });

  test('a HEAD request exports nothing and records nothing', async () => {
    await studio.visit('/studio/subscribers/export.csv', { method: 'HEAD', headers: { cookie } });
    expect(studio.events.map(({ event }) => event)).toEqual(['signed-in']);
  });
});

describe('wrong passwords', () => {
  const guess = (password: string, number: number, from = '') =>
    studio.visit('/studio/sign-in', {
      method: 'POST',
      from: `192.0.2.${number}`,
      headers: { ...FORM, cookie: from },
      body: new URLSearchParams({ password }).toString(),
    });
  const knownBrowser = async () => {
    const [, browser = ''] = (await guess(STUDIO_PASSWORD, 99)).headers.getSetCookie();
    return browser.split(';')[0] ?? '';
  };

  test('wrong passwords make everybody wait a little longer each time, from however many networks they come', async () => {
    for (let number = 1; number <= 5; number += 1)
      expect((await guess('not the password', number)).status).toBe(401);
    const refused = await guess(STUDIO_PASSWORD, 6);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.text()).toContain('Wait 1 second, then try again.');
    studio.clock.advance(1_000);
    expect((await guess('not the password', 7)).status).toBe(401);
    studio.clock.advance(1_999);
    expect((await guess(STUDIO_PASSWORD, 8)).status).toBe(429);
    studio.clock.advance(1);
    expect((await guess(STUDIO_PASSWORD, 9)).status).toBe(303);
  });

  test('wrong passwords do not end the sessions of editors who are signed in', async () => {
    for (let number = 1; number <= 6; number += 1) await guess('not the password', number);
    expect(await statusOf()).toBe(200);
  });

  test('wrong passwords make nobody wait for more than a minute', () => {
    const delays = Array.from({ length: 100 }, (_, failures) => delayAfter(failures));
    expect(delays.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 1_000, 2_000, 4_000]);
    expect(Math.max(...delays)).toBe(60_000);
    expect(delays).toEqual(delays.toSorted((one, other) => one - other));
  });

  test('wrong passwords do not lock out a browser that has signed in before, however many strangers guess', async () => {
    const known = await knownBrowser();
    for (let number = 1; number <= 6; number += 1) await guess('not the password', number);
    expect((await guess(STUDIO_PASSWORD, 7)).status).toBe(429);
    expect((await guess(STUDIO_PASSWORD, 7, known)).status).toBe(303);
    const fromThere = (value: string) => guess(STUDIO_PASSWORD, 8, `studio-browser-3000=${value}`);
    const [, value = ''] = known.split('=');
    expect((await fromThere(value.slice(1))).status).toBe(429);
    expect((await fromThere(`${value.startsWith('x') ? 'y' : 'x'}${value.slice(1)}`)).status).toBe(429);
    expect((await fromThere(value.split('.')[0] ?? '')).status).toBe(429);
  });

  test('wrong passwords do not keep a signed-in editor from confirming theirs', async () => {
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    for (let number = 1; number <= 20; number += 1) await guess('not the password', number);
    expect((await post('/studio/subscribers/1/erase', { password: STUDIO_PASSWORD })).status).toBe(303);
  });

  test('wrong passwords from a browser that has signed in before are limited to a few', async () => {
    await openLimited();
    const known = await knownBrowser();
    const statuses = [];
    for (let number = 1; number <= 12; number += 1)
      statuses.push((await guess('not the password', number, known)).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await guess(STUDIO_PASSWORD, 13, known)).status).toBe(429);
  });

  test('wrong passwords are also limited when the password is asked for again', async () => {
    await openLimited();
    studio.clock.advance(REAUTHENTICATE_AFTER_MS);
    for (let number = 1; number <= 10; number += 1)
      await post('/studio/subscribers/1/erase', { password: 'not the password' });
    const response = await post('/studio/subscribers/1/erase', { password: STUDIO_PASSWORD });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '900']);
    expect(await studio.subscriberStore.findAddress(1)).not.toBeNull();
  });
});

describe('wrong keys', () => {
  test('wrong keys are refused each time, and recorded only as often as wrong passwords would be', async () => {
    await openLimited({ settings: { STUDIO_PASSWORD: '' }, publicUrl: 'http://127.0.0.1:3000' });
    for (let number = 1; number <= 30; number += 1)
      expect((await studio.visit('/studio?key=wrong')).status).toBe(401);
    expect(studio.events.filter(({ event }) => event === 'refused')).toHaveLength(10);
    expect((await studio.visit(`/studio?key=${studio.studioKey.current()}`)).status).toBe(303);
  });
});

describe('a session that ends while somebody writes', () => {
  const EDIT = `/studio/edit?slot=${SLOT}`;
  const TEXTS = { intro: 'Two <new> tools & “quotes”\r\nسلام', 'was-intro': '', subject: '' };
  /** The browser's cookie of before, which a session's end leaves. */
  let browser: string;
  beforeEach(async () => {
    const signedIn = await post('/studio/sign-in', { password: STUDIO_PASSWORD }, '');
    browser = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    studio.clock.advance(MAX_SESSION_MS);
  });
  const sendForm = (fields: Record<string, string>, cookie: string) => {
    const body = new URLSearchParams(fields).toString();
    const headers = { cookie, ...FORM, 'content-length': String(body.length) };
    return studio.visit(EDIT, { method: 'POST', headers, body });
  };
  const fieldsIn = (html: string) =>
    Object.fromEntries(
      parsedPage(html)
        .all('input')
        .map(({ attribs: { name = '', value = '' } }) => [name, value]),
    );

  test('without scripts, what was written goes on after signing in again, and is saved once one says so', async () => {
    const refused = await sendForm(TEXTS, browser);
    expect(refused.status).toBe(401);
    const page = await refused.text();
    expect(page).toContain('what you wrote is kept');
    const wrong = await post('/studio/sign-in', { ...fieldsIn(page), password: 'not the password' }, browser);
    const again = await post(
      '/studio/sign-in',
      { ...fieldsIn(await wrong.text()), password: STUDIO_PASSWORD },
      browser,
    );
    const kept = parsedPage(await again.clone().text());
    expect(kept.attributes('form', 'action')).toEqual([EDIT]);
    expect((await studio.issueStore.findIssue(SLOT))?.edited.intro).toBeUndefined();
    const sent = await post(EDIT, fieldsIn(await again.text()), cookieOf(again));
    expect(sent.status).toBe(303);
    expect((await studio.issueStore.findIssue(SLOT))?.edited.intro).toBe('Two <new> tools & “quotes”\nسلام');
  });

  test('a stranger’s text is not sent back to them', async () => {
    expect(await (await sendForm(TEXTS, '')).text()).not.toContain('Two');
  });

  test.each([
    ['a comparison in another script', '/studio/comparisons/%D1%91%D0%BB%D0%BA%D0%B0-vs-b'],
    ['a week that was named', '/studio?slot=2026-W50'],
    ['a found list', '/studio/subscribers/found/123456789012?by=age&after=12&shown=50'],
  ])('signing in again leads back to %s', async (_, path) => {
    const page = await (await studio.visit(path, { headers: { cookie: browser } })).text();
    const answer = await post('/studio/sign-in', { ...fieldsIn(page), password: STUDIO_PASSWORD }, browser);
    expect(answer.headers.get('location')).toBe(path);
  });

  test.each(['//evil.test', '/studio//evil.test', '/studio/%2E%2e/other', '/studio\\@evil.test', '/studios'])(
    'signing in never leads to %s',
    async (to) => {
      const answer = await post('/studio/sign-in', { to, password: STUDIO_PASSWORD }, browser);
      expect(answer.headers.get('location')).toBe('/studio');
    },
  );
});
