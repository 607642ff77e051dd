import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { consentText } from '../../../src/subscribers/sign-ups/consent-text.ts';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { WITHOUT_TABLE } from '../../support/http/http-app.ts';
import { aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { runFor } from '../../support/sending/transactional-emails.ts';
import { knownSignUpKeys } from '../../support/sign-ups.ts';
import { BROWSER, HOSTILE, openPages, type Pages, parsedPage } from './open-pages.ts';

const SITE_ORIGIN = 'https://site.test';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages({ allowedOrigins: [SITE_ORIGIN] });
});
afterEach(() => pages.close());

type Body = ConstructorParameters<typeof Response>[0];

const post = (body: Body, headers: Record<string, string> = {}) =>
  pages.http.request('/subscribe', { method: 'POST', body: body ?? '', headers });
const postForm = (fields: Record<string, string>, headers: Record<string, string> = BROWSER) =>
  post(new URLSearchParams(fields), headers);
const postMultipart = (fields: Record<string, string | Blob>, headers: Record<string, string> = BROWSER) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return post(form, headers);
};
const postJson = (value: unknown, headers: Record<string, string> = {}) =>
  post(typeof value === 'string' ? value : JSON.stringify(value), {
    'content-type': 'application/json',
    ...headers,
  });

type Send = (fields: Record<string, string>, headers?: Record<string, string>) => ReturnType<typeof post>;
type Answer = [status: number, location: string | null, body: string];

const BY_PAGE: Answer = [303, '/check-your-inbox', ''];
const BY_JSON: Answer = [202, null, '{"status":"check-your-inbox"}'];
const THANKS = `${SITE_ORIGIN}/thanks?from=footer`;

const fromSite = (headers: Record<string, string> = {}) => ({ ...headers, origin: SITE_ORIGIN });
const leadingBack: Send = (fields, headers = BROWSER) =>
  postForm({ ...fields, redirect: THANKS }, fromSite(headers));
const byScript: Send = (fields, headers) => postJson(fields, fromSite(headers));
const askingForJson: Send = (fields, headers) => postForm(fields, { ...headers, accept: 'application/json' });

/** Every way to send a sign-up, and how it is answered. */
const BY_EACH: readonly (readonly [string, Send, Answer])[] = [
  ['form', postForm, BY_PAGE],
  ['multipart', postMultipart, BY_PAGE],
  ['JSON', postJson, BY_JSON],
  ["a form on the site's page", (fields, headers = BROWSER) => postForm(fields, fromSite(headers)), BY_PAGE],
  ["a form that leads back to the site's page", leadingBack, [303, THANKS, '']],
  ["the script on the site's page", byScript, BY_JSON],
  ['a form that asks for JSON', askingForJson, BY_JSON],
];

const kept = async () => (await pages.tables()).sign_ups ?? [];
const ADA = 'Ada@verdicts.test';

/** Everything about an answer that is visible from outside. */
const seen = async (response: Response) => [response.status, [...response.headers], await response.text()];

describe('the sign-up page', () => {
  test('the sign-up page has a form with labels, the consent text, and a hidden trap field', async () => {
    const { all, texts, attributes } = parsedPage(await pages.read('/'));
    expect(texts('h1')).toEqual(['Know which AI tools to ship with.']);
    expect(attributes('form', 'action')).toEqual(['/subscribe']);
    const shown = all('input').filter(({ attribs }) => attribs.type !== 'hidden');
    expect(shown.map(({ attribs }) => attribs.name)).toEqual(['email', 'name', 'homepage']);
    expect(attributes('label', 'for')).toEqual(shown.map(({ attribs }) => attribs.id));
    expect(texts('p')).toContain(consentText('Weekly Verdicts'));
    expect(attributes('div', 'class')).toContain('apart');
  });

  test.each(['/', '/embed'])(
    '%s asks browsers and password managers not to fill in the trap field',
    async (path) => {
      const { all } = parsedPage(await pages.read(path));
      const { attribs } = all('input').find(({ attribs: { name } }) => name === 'homepage') ?? {};
      expect(attribs).toMatchObject({
        tabindex: '-1',
        autocomplete: 'off',
        'data-1p-ignore': '',
        'data-lpignore': 'true',
        'data-bwignore': '',
        'data-form-type': 'other',
        'data-protonpass-ignore': 'true',
      });
    },
  );

  test.each(HOSTILE)('the sign-up page shows the name %j as text', async (name) => {
    const harmless = parsedPage(await pages.read('/'));
    pages.close();
    pages = await openPages({ newsletter: { name } });
    expect(parsedPage(await pages.read('/')).shape).toEqual(harmless.shape);
  });
});

describe.each(BY_EACH)('a sign-up by %s', (_way, send, expected) => {
  test('a sign-up is stored whole, and the answer does not mention the address', async () => {
    const response = await send(
      { email: ` ${ADA}`, name: 'Ada L.', source: 'footer' },
      { ...BROWSER, 'user-agent': 'Browser/1.0' },
    );
    const answer = [response.status, response.headers.get('location'), await response.text()];
    expect(answer).toEqual(expected);
    expect(await kept()).toMatchObject([
      {
        email: ADA,
        email_key: 'ada@verdicts.test',
        name: 'Ada L.',
        source: 'form:footer',
        user_agent: 'Browser/1.0',
      },
    ]);
  });

  test('a sign-up is answered with the same bytes and stored alike, whatever the address’s state', async () => {
    const list = [
      aNewSubscriber({ email: 'pending@verdicts.test', status: 'pending' }),
      aNewSubscriber({ email: 'confirmed@verdicts.test' }),
      aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
      aNewSubscriber({ email: 'bounced@verdicts.test', suppression: 'bounced' }),
      aNewSubscriber({ email: 'complained@verdicts.test', suppression: 'complained' }),
    ];
    await pages.subscriberStore.importSubscribers(list, IMPORTED);
    const { sign_ups: _, ...before } = await pages.tables();
    const emails = ['new@verdicts.test', ...list.map(({ email }) => email)];
    const answers = [];
    for (const email of emails) answers.push(await seen(await send({ email })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const { sign_ups: rows = [], ...after } = await pages.tables();
    expect(rows.map(({ email }) => email)).toEqual(emails);
    expect(after).toEqual(before);
  });

  test('a sign-up with the trap field filled in is asked for again, stored only then, and logged', async () => {
    const before = await pages.tables();
    const asked = await send({ email: ADA, homepage: 'https://spam.test' });
    expect(asked.status).toBe(422);
    expect(await pages.tables()).toEqual(before);
    expect(pages.hidden).toEqual([1]);
    const text = await asked.text();
    if (asked.headers.get('content-type') === 'application/problem+json') {
      expect(JSON.parse(text)).toMatchObject({
        title: 'The sign-up needs one more step',
        detail: expect.stringContaining('Leave it out or empty, and send the sign-up again.'),
        fields: ['homepage'],
      });
    } else {
      const { texts, all } = parsedPage(text);
      expect(texts('p')).toContain('One more step: press the button once more.');
      const fields = Object.fromEntries(all('input').map(({ attribs: { name, value } }) => [name, value]));
      expect(fields).toMatchObject({ email: ADA });
      // Whatever filled in the field would do so again.
      expect(fields).not.toHaveProperty('homepage');
    }
    expect((await send({ email: ADA })).status).toBe(expected[0]);
    expect(await kept()).toMatchObject([{ email: ADA }]);
  });

  test('a sign-up with the trap field filled in is asked for again alike, whatever the address’s state', async () => {
    const list = [
      aNewSubscriber({ email: 'confirmed@verdicts.test' }),
      aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
    ];
    await pages.subscriberStore.importSubscribers(list, IMPORTED);
    const answers = [];
    for (const email of ['new@verdicts.test', ...list.map((one) => one.email)]) {
      const [status, headers, body] = await seen(await send({ email, homepage: 'x' }));
      answers.push([status, headers, String(body).replaceAll(email, '')]);
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test.each([
    ['email', {}],
    ['email', { email: '' }],
    ['email', { email: 'ada' }],
    ['email', { email: 'müller@verdicts.test' }],
    ['email', { email: 'ada@verdicts.test\r\nBcc: eve@verdicts.test' }],
    ['email', { email: 'ada@verdicts.test\0' }],
    ['email', { email: 'ada@verdicts.test, eve@verdicts.test' }],
    ['name', { email: ADA, name: 'Ada\r\nBcc: eve@verdicts.test' }],
    ['name', { email: ADA, name: 'n'.repeat(201) }],
    ['source', { email: ADA, source: 's'.repeat(101) }],
  ])('a sign-up with a wrong %s is refused, and the answer names the field: %j', async (field, fields) => {
    const response = await send(fields as Record<string, string>, { accept: 'application/json' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ fields: [field], detail: expect.stringMatching(/\.$/) });
    expect(await kept()).toEqual([]);
  });

  test('a sign-up that is too large is refused before it is read', async () => {
    const response = await send({ email: ADA, name: 'n'.repeat(9_000) }, { 'content-length': '9100' });
    expect(response.status).toBe(413);
    const unknown = await send({ email: ADA, name: 'n'.repeat(9_000) });
    expect(unknown.status).toBe(413);
    expect(await kept()).toEqual([]);
  });
});

describe('a form with errors', () => {
  test.each(HOSTILE)(
    'a form with errors is shown again, with the error at its field, and %j stays text',
    async (value) => {
      const wrong = async (fields: Record<string, string>) =>
        parsedPage(await (await postForm(fields)).text());
      const harmless = await wrong({ email: 'ada', name: 'Ada' });
      const page = await wrong({ email: value, name: value });
      expect(page.shape).toEqual(harmless.shape);
      const input = page.all('input').find(({ attribs }) => attribs.name === 'email')?.attribs;
      expect(input).toMatchObject({ 'aria-invalid': 'true', 'aria-describedby': 'email-error' });
      const error = page.all('p').find(({ attribs }) => attribs.id === 'email-error');
      expect(error?.attribs.class).toBe('error');
    },
  );

  test('a form with errors is answered by 422, not cached, and keeps what was filled in', async () => {
    const response = await postForm({ email: 'ada@', name: 'Ada "L."', source: 'footer' });
    expect([response.status, response.headers.get('cache-control')]).toEqual([422, 'no-store']);
    // With `no-referrer`, browsers would send the form with Origin: null.
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    const { all, attributes } = parsedPage(await response.text());
    expect(all('input').map(({ attribs }) => attribs.value)).toEqual(['footer', 'ada@', 'Ada "L."']);
    expect(attributes('link', 'rel')).not.toContain('canonical');
    expect(await kept()).toEqual([]);
  });
});

describe('a form with a page to return to', () => {
  const lead = (redirect: string, headers: Record<string, string> = BROWSER) =>
    postForm({ email: ADA, redirect }, headers);

  test.each([
    'https://evil.test/',
    '//evil.test',
    '/issues',
    'https://site.test.evil.test/',
    'https://site.test@evil.test/',
    'https://evil@site.test/',
    'https:\\\\site.test',
    'javascript:alert(1)',
    'http://site.test/',
    'https://site.test:8443/',
    'https://site.test/\n',
  ])('a form that returns to a page of no listed origin is refused, and says why: %s', async (redirect) => {
    const response = await lead(redirect, {});
    expect(response.status).toBe(422);
    const problem = await response.json();
    expect(problem).toMatchObject({
      fields: ['redirect'],
      detail: expect.stringContaining('ALLOWED_ORIGINS'),
    });
    expect(JSON.stringify(problem)).not.toContain(SITE_ORIGIN);
    expect(await kept()).toEqual([]);
  });

  test('a form that returns to one of our pages leads there', async () => {
    const response = await lead('https://verdicts.test/issues');
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'https://verdicts.test/issues',
    ]);
  });

  test('a form with a wrong page to return to is shown again without it, with an explanation for people', async () => {
    const { texts, attributes } = parsedPage(await (await lead('https://evil.test/')).text());
    expect(texts('p').join()).toContain('Press the button once more');
    expect(texts('p').join()).not.toContain('ALLOWED_ORIGINS');
    expect(attributes('input', 'name')).not.toContain('redirect');
    expect(attributes('input', 'value')).toContain(ADA);
  });

  test('a form with errors still returns to its page, and the browser may follow', async () => {
    const response = await leadingBack({ email: 'ada' });
    expect(response.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${SITE_ORIGIN}; base-uri 'none'`,
    );
    const { all } = parsedPage(await response.text());
    expect(all('input').find(({ attribs }) => attribs.name === 'redirect')?.attribs.value).toBe(THANKS);
  });

  test('a form with a page to return to leads nowhere if JSON is asked for', async () => {
    for (const response of [
      await postJson({ email: ADA, redirect: 'https://evil.test/' }),
      await lead('https://evil.test/', { accept: 'application/json' }),
    ])
      expect([response.status, response.headers.get('location')]).toEqual([202, null]);
  });

  test('a form sent by a client that accepts anything, such as curl, leads to its page', async () => {
    expect((await lead(THANKS, { accept: '*/*' })).headers.get('location')).toBe(THANKS);
    expect((await lead(THANKS, {})).headers.get('location')).toBe(THANKS);
  });
});

describe('a mistyped domain', () => {
  const MISTYPED = 'Ada.L@gmial.com';

  test('an address with a mistyped domain is stored as typed, and the JSON suggests another', async () => {
    const response = await postJson({ email: MISTYPED });
    expect([response.status, await response.json()]).toEqual([
      202,
      { status: 'check-your-inbox', suggestion: 'Ada.L@gmail.com' },
    ]);
    expect(await kept()).toMatchObject([{ email: MISTYPED }]);
  });

  test('after a sign-up on one’s own machine, the page says where the email is', async () => {
    expect(await pages.read('/check-your-inbox')).not.toContain('test mailbox');
    const own = await openPages({ hasTestMailbox: true, newsletter: { publicUrl: 'http://127.0.0.1:3000' } });
    expect(await own.read('/check-your-inbox')).toContain('href="/studio/outbox">test mailbox');
    own.close();
    const elsewhere = await openPages({ hasTestMailbox: true });
    expect(await elsewhere.read('/check-your-inbox')).not.toContain('test mailbox');
    elsewhere.close();
  });

  test('the page suggests another domain, and its URL says nothing about the mailbox', async () => {
    const location = (await postForm({ email: MISTYPED })).headers.get('location') ?? '';
    expect(location).toBe('/check-your-inbox?typed=gmial.com');
    const { texts } = parsedPage(await pages.read(location));
    expect(texts('p')[0]).toBe(
      'You typed an address at gmial.com. Did you mean gmail.com? If so, sign up again with the right one.',
    );
  });

  test('a form with a mistyped domain returns to the site’s page all the same', async () => {
    expect((await leadingBack({ email: MISTYPED })).headers.get('location')).toBe(THANKS);
  });

  test.each([...HOSTILE, 'gmail.com', 'evil.test', 'your bank: call 0800', ''])(
    'a link with %j cannot make up a suggestion',
    async (typed) => {
      const plain = await pages.read('/check-your-inbox');
      expect(await pages.read(`/check-your-inbox?${new URLSearchParams({ typed })}`)).toBe(plain);
    },
  );
});

describe('a request that is not a sign-up', () => {
  test.each<[number, string, string, string]>([
    [415, 'text', 'text/plain', 'email=ada@verdicts.test'],
    [415, 'nothing that says what it is', '', 'email=ada@verdicts.test'],
    [415, 'a type that only looks like JSON', 'application/jsonp', '{}'],
    [400, 'JSON that is none', 'application/json', '{"email":'],
    [400, 'a form of parts without a boundary', 'multipart/form-data; x=y', 'email'],
    [400, 'a form of parts that ends in between', 'multipart/form-data; boundary=b', '--b\r\nContent-Disp'],
    [422, 'a list', 'application/json', '["ada@verdicts.test"]'],
    [422, 'null', 'application/json', 'null'],
    [422, 'a list of addresses', 'application/json', '{"email":["ada@verdicts.test"]}'],
    [422, 'an address that is an object', 'application/json', '{"email":{"$ne":""}}'],
    [422, 'a name that is a number', 'application/json', '{"email":"ada@verdicts.test","name":1}'],
    [422, 'two addresses', 'application/x-www-form-urlencoded', 'email=a@b.test&email=c@d.test'],
    [422, 'an empty form', 'application/x-www-form-urlencoded', ''],
  ])('a request that is not a sign-up is refused by %i: %s', async (status, _, type, body) => {
    const response = await post(new TextEncoder().encode(body), type === '' ? {} : { 'content-type': type });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
    expect(await kept()).toEqual([]);
    expect(pages.errors).toEqual([]);
  });

  test('a compressed sign-up is refused by 415', async () => {
    expect((await postJson({ email: ADA }, { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('a sign-up with a file in place of the address is refused by 422', async () => {
    const response = await postMultipart({ email: new Blob(['ada@verdicts.test']) }, {});
    expect([response.status, await response.json()]).toMatchObject([422, { fields: ['email'] }]);
  });
});

test('a sign-up that the store cannot save is answered as a server error', async () => {
  await pages.sql('drop table sign_ups');
  expect((await postJson({ email: ADA })).status).toBe(WITHOUT_TABLE);
  expect(pages.errors).toHaveLength(1);
});

test('someone who signs up often gets one email, as the limits allow', async () => {
  for (let count = 0; count < 20; count += 1) await postForm({ email: ADA });
  const { signUpKeys, tokens } = knownSignUpKeys();
  const { subscriberStore: store, clock } = pages;
  await runFor(1_000, clock, (job) =>
    settleSignUps({ ...job, subscriberStore: store, signUpKeys, onWaiting: () => undefined }),
  );
  expect(tokens).toHaveLength(1);
  expect(await kept()).toEqual([]);
});
