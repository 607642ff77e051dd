import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleSignUps } from '../../../src/subscribers/settle-sign-ups.ts';
import { SIGN_UP_LIMITS } from '../../../src/subscribers/sign-up-limits.ts';
import { DAY } from '../../support/comparisons.ts';
import { openHttpApp, SITE } from '../../support/http-app.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { runFor, sendFor } from '../../support/letters.ts';
import { scriptedTransport } from '../../support/scripted-transport.ts';
import { aSignUp, knownTerms } from '../../support/sign-ups.ts';
import { openWithTables } from '../../support/tables.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';

const ADA = 'ada@verdicts.test';

let pages: Pages;
beforeEach(() => {
  pages = openPages();
});
afterEach(() => pages.close());

const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = BROWSER) =>
  pages.http.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
const add = (given: Parameters<typeof aNewSubscriber>[0]) =>
  pages.subscriberStore.importSubscribers([aNewSubscriber(given)], IMPORTED);

/** Lets the program do what follows from what it was asked, and returns the emails that it sent. */
async function emailsSent() {
  const { subscriberStore: store, clock, signer } = pages;
  const { terms } = knownTerms();
  await runFor(1_000, clock, (job) => settleSignUps({ ...job, store, terms, onWaiting: () => undefined }));
  const transport = scriptedTransport();
  await sendFor(1_000, { store, transport, clock, signer });
  return transport.requests.map(({ body }) => JSON.parse(body) as { to: { email: string }; text: string });
}

const pathsIn = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/https:\/\/verdicts\.test(\/(unsubscribe|preferences|data|confirm)\/\S+)/g)].map(
      ([, path = '', page = '']) => [page, path],
    ),
  );

describe('a link that does not work', () => {
  test.each(['/unsubscribe/x', '/preferences/x', '/confirm/x', '/data/x', '/confirm', '/data/'])(
    'offers to have the links emailed instead: %s',
    async (path) => {
      const response = await pages.get(path);
      const { attributes, texts } = parsedPage(await response.text());
      expect([response.status, texts('h1')[0]]).toEqual([404, 'This link does not work']);
      expect(attributes('form', 'action')).toEqual(['/preferences']);
      expect(attributes('input', 'name')).toEqual(['email']);
    },
  );

  test('that has expired does so too', async () => {
    await pages.subscriberStore.keepSignUps([aSignUp({ email: ADA })]);
    const [letter = { text: '' }] = await emailsSent();
    const { confirm = '' } = pathsIn(letter.text);
    pages.clock.advance(4 * DAY);
    const response = await pages.get(confirm);
    const { attributes } = parsedPage(await response.text());
    expect([response.status, attributes('form', 'action')]).toEqual([410, ['/preferences']]);
  });

  test('and a path that is cut off lead to the page that has the links emailed', async () => {
    for (const path of ['/unsubs', '/preferen', '/nowhere'])
      expect(parsedPage(await pages.read(path)).attributes('a', 'href')).toContain('/preferences');
  });

  test('is told to programs as a problem', async () => {
    const response = await post('/unsubscribe/cut-off', { 'List-Unsubscribe': 'One-Click' }, {});
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
  });
});

describe.each(['/unsubscribe', '/preferences'])('%s without a token', (path) => {
  test('asks for an email address, and opening it changes nothing', async () => {
    const before = pages.tables();
    const response = await pages.get(path);
    const { attributes, texts } = parsedPage(await response.text());
    expect([response.status, attributes('form', 'action'), texts('button')]).toEqual([
      200,
      [path],
      ['Email me my links'],
    ]);
    await pages.get(`${path}?email=${ADA}`);
    expect(pages.tables()).toEqual(before);
  });

  test('sends somebody who gets the digest an email with links that work', async () => {
    await add({ email: ADA });
    expect((await post(path, { email: ADA })).status).toBe(200);
    const [email, ...others] = await emailsSent();
    expect([email?.to.email, others]).toEqual([ADA, []]);
    const { unsubscribe = '', preferences = '', data = '' } = pathsIn(email?.text ?? '');
    for (const link of [unsubscribe, preferences, data]) expect((await pages.get(link)).status).toBe(200);
    expect((await post(unsubscribe)).status).toBe(200);
    expect(await pages.subscriberStore.findHistory(ADA)).toMatchObject({
      status: 'unsubscribed',
      consent: [{}, { event: 'unsubscribed', slot: null }],
    });
  });

  test('sends somebody who has not confirmed the link that confirms, and asks nothing new of them', async () => {
    await pages.subscriberStore.keepSignUps([aSignUp({ email: ADA })]);
    await emailsSent();
    pages.clock.advance(DAY);
    const before = await pages.subscriberStore.findHistory(ADA);
    await post(path, { email: ADA });
    const [email] = await emailsSent();
    const { confirm = '' } = pathsIn(email?.text ?? '');
    expect(await pages.subscriberStore.findHistory(ADA)).toEqual(before);
    expect((await post(confirm)).status).toBe(200);
  });

  test('answers everybody alike, and sends nothing to the unknown and to whom nothing may be sent', async () => {
    await add({ email: ADA });
    await add({ email: 'ben@verdicts.test', suppression: 'complained' });
    await add({ email: 'cleo@verdicts.test', status: 'unsubscribed' });
    const answers = [];
    for (const email of [ADA, 'ben@verdicts.test', 'cleo@verdicts.test', 'nobody@verdicts.test']) {
      const response = await post(path, { email });
      answers.push([response.status, await response.text(), [...response.headers]]);
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await emailsSent()).map(({ to }) => to.email)).toEqual([ADA, 'cleo@verdicts.test']);
    expect(await pages.subscriberStore.findHistory('nobody@verdicts.test')).toBeNull();
  });

  test('sends one mailbox at most one email in ten minutes, and three a day', async () => {
    await add({ email: ADA });
    let emails = 0;
    for (let minute = 0; minute < 120; minute += 5) {
      await post(path, { email: ADA });
      emails += (await emailsSent()).length;
      if (minute === 5) expect(emails).toBe(1);
      pages.clock.advance(5 * 60_000);
    }
    expect(emails).toBe(3);
  });

  test('says what is wrong with an address, and keeps it in its field', async () => {
    const before = pages.tables();
    for (const email of ['', 'ada', `<script>"@verdicts.test`]) {
      const response = await post(path, { email });
      const page = parsedPage(await response.text());
      expect([response.status, page.attributes('input', 'value')]).toEqual([422, [email]]);
      expect(page.attributes('input', 'aria-describedby')).toEqual(['email-error']);
      expect(page.all('script')).toEqual([]);
    }
    expect((await post(path, {}, {})).status).toBe(422);
    expect(pages.tables()).toEqual(before);
  });

  test('takes the form of its own page, which sends no referrer, and none of a page elsewhere', async () => {
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'null' })).status).toBe(200);
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'https://verdicts.test' })).status).toBe(
      200,
    );
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'https://evil.test' })).status).toBe(403);
  });

  test('answers programs in JSON', async () => {
    const body = JSON.stringify({ email: ADA });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await pages.http.request(path, { method: 'POST', body, headers });
    expect([response.status, await response.json()]).toEqual([202, { status: 'check-your-inbox' }]);
  });
});

test('asking for links counts as signing up does', async () => {
  const stores = openWithTables();
  const { http } = openHttpApp(stores, undefined, undefined, SITE);
  await addReaders(stores.subscriberStore, 1);
  const ask = (email: string) =>
    http.request('/preferences', { method: 'POST', body: new URLSearchParams({ email }), headers: BROWSER });
  for (let count = 0; count < SIGN_UP_LIMITS.host.free; count += 1)
    expect((await ask('reader1@verdicts.test')).status).toBe(200);
  for (const email of ['reader1@verdicts.test', 'nobody@verdicts.test']) {
    const answer = await ask(email);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '600']);
    expect(await answer.text()).toContain(
      'Many sign-ups are coming from your network. Try again in 10 minutes.',
    );
  }
  stores.close();
});
