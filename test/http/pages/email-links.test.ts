import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { openOutbox } from '../../../src/transport/outbox.ts';
import { DAY, HOUR } from '../../support/comparisons.ts';
import { aNewSubscriber, IMPORTED, SLOT } from '../../support/issues.ts';
import { makePlace } from '../../support/processes.ts';
import { runFor, sendFor, writeEmails } from '../../support/sending/transactional-emails.ts';
import { aSignUp, FROM_A_BROWSER, knownSignUpKeys } from '../../support/sign-ups.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';

const ADA = 'ada@verdicts.test';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const post = (path: string, fields: Record<string, string> = {}) =>
  pages.http.request(path, { method: 'POST', body: new URLSearchParams(fields), headers: BROWSER });
const history = () => pages.subscriberStore.findHistory(ADA);
const pageOf = async (response: Response) => parsedPage(await response.text());
const heading = async (response: Response) => (await pageOf(response)).texts('h1')[0];
const statusAndHeading = async (response: Response) => [response.status, await heading(response)];

/** The path of the link in an confirmation email. */
async function confirmLink(email = ADA) {
  const [token = ''] = await writeEmails(pages.subscriberStore, [email], pages.clock.now());
  return `/confirm/${token}`;
}

/** The path of the data link, as a confirmed subscriber gets it by email. */
async function dataLink() {
  await pages.subscriberStore.importSubscribers([aNewSubscriber({ email: ADA, name: 'Ada' })], IMPORTED);
  const { id = 0 } = (await history()) ?? {};
  const { signUpKeys, tokens } = knownSignUpKeys();
  await pages.subscriberStore.requestDataLink({
    subscriberId: id,
    networkAddress: '192.0.2.7',
    now: pages.clock.now(),
    signUpKeys,
  });
  return `/data/${tokens[0]?.token}`;
}

async function expectToChangeNothing(path: string) {
  const before = await pages.tables();
  const get = await pages.get(path);
  const head = await pages.http.request(path, { method: 'HEAD', headers: BROWSER });
  expect([head.status, await head.text()]).toEqual([get.status, '']);
  expect(await pages.tables()).toEqual(before);
  expect(Object.fromEntries(get.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  });
  return get;
}

test('a reader can sign up, get the email and confirm', async () => {
  const place = await makePlace();
  const { subscriberStore: store, outgoingEmailStore, clock } = pages;
  expect((await post('/subscribe', { email: ADA, name: 'Ada', source: 'footer' })).status).toBe(303);
  expect(await history()).toBeNull();
  const { signUpKeys } = knownSignUpKeys();
  await runFor(1_000, clock, (job) =>
    settleSignUps({ ...job, subscriberStore: store, signUpKeys, onWaiting: () => undefined }),
  );
  expect(await history()).toMatchObject({ status: 'pending', name: 'Ada' });
  expect(
    await sendFor(1_000, { outgoingEmailStore, transport: await openOutbox(place.outbox), clock }),
  ).toEqual([]);
  const [name = ''] = await place.messages();
  const mail = await PostalMime.parse(await readFile(join(place.outbox, 'new', name)));
  await place.remove();
  expect(mail.to?.[0]?.address).toBe(ADA);
  const [, link = ''] = /https:\/\/verdicts\.test(\/confirm\/[\w-]+)/.exec(mail.text ?? '') ?? [];
  expect(await heading(await expectToChangeNothing(link))).toBe('Confirm your subscription');
  clock.advance(HOUR);
  expect(await statusAndHeading(await post(link))).toEqual([200, 'You are subscribed']);
  expect(await history()).toMatchObject({
    status: 'confirmed',
    consent: [
      { event: 'requested', source: 'form:footer' },
      { event: 'confirmed', source: 'link', at: clock.now() },
    ],
  });
  expect(pages.errors).toEqual([]);
});

describe('the confirmation link', () => {
  test('the confirmation page has one button, whose form works behind any proxy', async () => {
    const page = await pageOf(await expectToChangeNothing(await confirmLink()));
    expect(page.texts('button')).toEqual(['Confirm']);
    expect(page.all('form').map(({ attribs }) => attribs)).toEqual([{ method: 'post' }]);
    expect(page.attributes('link', 'rel')).not.toContain('canonical');
  });

  test('somebody who has just confirmed is offered the past issues, and no sign-up', async () => {
    const page = await pageOf(await post(await confirmLink()));
    expect(page.texts('main')[0]).toContain('read past issues');
    expect(page.texts('main')[0]).not.toMatch(/sign.?up/i);
  });

  test('the confirmation page of a confirmed subscriber says so, and changes nothing more', async () => {
    const link = await confirmLink();
    await post(link);
    const before = await pages.tables();
    const done = [200, 'You have already confirmed'];
    expect(await statusAndHeading(await post(link))).toEqual(done);
    expect(await statusAndHeading(await expectToChangeNothing(link))).toEqual(done);
    expect(await pages.tables()).toEqual(before);
  });

  test('an expired confirmation link says to sign up again', async () => {
    const link = await confirmLink();
    pages.clock.advance(3 * DAY);
    const response = await expectToChangeNothing(link);
    expect(response.status).toBe(410);
    const { texts, attributes } = await pageOf(response);
    expect(texts('p')).toContain('Sign up again, and we will send a new one.');
    expect(attributes('a', 'href')).toContain('/');
    expect(await statusAndHeading(await post(link))).toEqual([410, 'This link has expired']);
    expect(await history()).toMatchObject({ status: 'pending' });
  });

  test('a confirmation link does nothing for an address that has since complained', async () => {
    const link = await confirmLink();
    const complained = aNewSubscriber({ email: ADA, status: 'pending', suppression: 'complained' });
    await pages.subscriberStore.importSubscribers([complained], IMPORTED);
    expect((await post(link)).status).toBe(409);
    expect(await history()).toMatchObject({ status: 'pending' });
  });

  test('a program that opens a broken confirmation link gets a problem in JSON', async () => {
    const response = await pages.http.request('/confirm/nothing', { method: 'POST' });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.status).toBe(404);
  });
});

describe('the data link', () => {
  test('the data page says whose data it is and what can be done, and changes nothing', async () => {
    const { texts } = await pageOf(await expectToChangeNothing(await dataLink()));
    expect(texts('bdi')).toContain(ADA);
    expect(texts('button')).toEqual(['Download my data', 'Erase me']);
  });

  test('the data page offers all stored data as a file, as often as it is requested', async () => {
    const link = await dataLink();
    const before = await pages.tables();
    for (const _ of [1, 2]) {
      const response = await post(link, { action: 'download' });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="my-data.json"',
      });
      expect(await response.json()).toEqual({
        email: ADA,
        name: 'Ada',
        status: 'confirmed',
        createdAt: '2026-11-17T09:00:00.000Z',
        pausedUntil: null,
        suppression: null,
        consent: [
          {
            event: 'imported',
            source: 'test',
            slot: null,
            at: '2026-11-17T09:00:00.000Z',
            textVersion: null,
            networkAddress: null,
            userAgent: null,
          },
        ],
        deliveries: [],
        signUps: [],
        letters: [
          {
            kind: 'data',
            status: 'open',
            createdAt: '2026-11-17T09:00:00.000Z',
            attempts: 0,
            lastProblem: null,
          },
        ],
        links: [
          {
            kind: 'data',
            createdAt: '2026-11-17T09:00:00.000Z',
            expiresAt: '2026-11-18T09:00:00.000Z',
            usedAt: null,
          },
        ],
      });
    }
    expect(await pages.tables()).toEqual(before);
  });

  test('the data file has the consent, pending emails, the pause and the issues, and nothing about others', async () => {
    const link = await dataLink();
    const from = { networkAddress: '2001:db8::7', userAgent: 'Browser/7', textVersion: '1' };
    await pages.subscriberStore.storeSignUps([
      aSignUp({ email: 'ADA@verdicts.test', name: 'A. L.', ...from }),
      aSignUp({ email: 'eve@verdicts.test', name: 'Eve' }),
    ]);
    const { id = 0 } = (await history()) ?? {};
    await pages.subscriberStore.changeOwn({
      subscriberId: id,
      change: { kind: 'pause', until: pages.clock.now() + DAY },
      evidence: FROM_A_BROWSER,
      slot: SLOT,
      now: pages.clock.now(),
    });
    await pages.sql(`
      insert into issues (id, slot, status, scheduled_at, created_at) values (1, '${SLOT}', 'draft', 1, 1);
      insert into batches (issue_id, number, status, size) values (1, 1, 'open', 1);
      insert into deliveries (issue_id, subscriber_id, batch_number, updated_at, status, provider_id, provider_state,
        provider_state_at)
      values (1, ${id}, 1, 5, 'submitted', 'p-1', 'delivered', 9)`);
    const text = await (await post(link, { action: 'download' })).text();
    expect(JSON.parse(text)).toMatchObject({
      pausedUntil: '2026-11-18T09:00:00.000Z',
      deliveries: [
        {
          slot: SLOT,
          status: 'submitted',
          providerId: 'p-1',
          at: '1970-01-01T00:00:00.005Z',
          event: 'delivered',
          eventAt: '1970-01-01T00:00:00.009Z',
        },
      ],
      signUps: [{ email: 'ADA@verdicts.test', name: 'A. L.', ...from }],
    });
    expect(text.toLowerCase()).not.toContain('eve@');
    expect(text).not.toContain(link.slice('/data/'.length));
  });

  test('the data page says what would be lost before it erases, and asking changes nothing', async () => {
    const link = await dataLink();
    const { all } = await pageOf(await pages.get(link));
    expect(all('form').map(({ attribs }) => attribs.method)).toEqual(['post', 'get']);
    expect(all('button').map(({ attribs }) => attribs)).toContainEqual({
      class: 'quiet',
      name: 'step',
      value: 'erase',
    });
    const question = await pageOf(await expectToChangeNothing(`${link}?step=erase`));
    expect(question.texts('h1')).toEqual(['Erase everything?']);
    expect(question.texts('li').join(' ')).toMatch(
      /subscription .* pause.*ada@verdicts\.test.*Ada.*entries: 1.*issues/,
    );
    expect(question.texts('button')).toEqual(['Erase everything', 'Keep my data']);
    expect(question.all('form').map(({ attribs }) => attribs)).toEqual([
      { method: 'post' },
      { method: 'get' },
    ]);
    expect(await heading(await post(`${link}?step=erase`, { action: 'erase' }))).toBe('Your data is erased');
  });

  test('erasing through the data page works once, and then the link leads nowhere', async () => {
    const link = await dataLink();
    expect(await statusAndHeading(await post(link, { action: 'erase' }))).toEqual([
      200,
      'Your data is erased',
    ]);
    expect(JSON.stringify(await pages.tables())).not.toContain(ADA);
    expect((await pages.get(link)).status).toBe(404);
    expect((await post(link, { action: 'erase' })).status).toBe(404);
  });

  test.each([{}, { action: 'ERASE' }, { erase: 'action' }])(
    'the data page does nothing if it is asked for %j',
    async (form) => {
      const link = await dataLink();
      const before = await pages.tables();
      expect((await post(link, form as Record<string, string>)).status).toBe(422);
      expect(await pages.tables()).toEqual(before);
    },
  );

  test('an expired data link neither shows nor erases anything', async () => {
    const link = await dataLink();
    pages.clock.advance(DAY);
    const before = await pages.tables();
    expect((await expectToChangeNothing(link)).status).toBe(410);
    for (const action of ['download', 'erase']) expect((await post(link, { action })).status).toBe(410);
    expect(await pages.tables()).toEqual(before);
  });

  test('the data page accepts no body larger than a form', async () => {
    const link = await dataLink();
    expect((await post(link, { action: 'erase', x: 'x'.repeat(9_000) })).status).toBe(413);
    expect(await history()).not.toBeNull();
  });
});

describe('a token of another purpose', () => {
  test.each(['confirm', 'data'])('a token of another purpose does nothing at /%s/', async (page) => {
    const confirm = (await confirmLink('eve@verdicts.test')).replace('/confirm/', '');
    const data = (await dataLink()).replace('/data/', '');
    const other = page === 'confirm' ? data : confirm;
    const own = page === 'confirm' ? confirm : data;
    const altered = [own.slice(0, -1), `a${own}`, own.slice(1), own.split('').reverse().join('')];
    const strange = ['%00', '%E0%A4%A', '..%2f..%2f', "'%20or%201=1--", '%3Cscript%3E', 'x'.repeat(4_000)];
    const before = await pages.tables();
    for (const token of [other, ...altered, ...strange]) {
      const path = `/${page}/${token}`;
      const answers = [await pages.get(path), await post(path, { action: 'erase' })];
      for (const answer of answers) {
        expect([answer.status, await heading(answer)]).toEqual([404, 'This link does not work']);
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      }
    }
    expect(await pages.tables()).toEqual(before);
    expect(pages.errors).toEqual([]);
  });
});
