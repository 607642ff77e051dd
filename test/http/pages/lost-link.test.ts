import type { Challenge } from 'altcha-lib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignUpCheck } from '../../../src/settings/settings.ts';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { DAY } from '../../support/comparisons.ts';
import { openWithTables } from '../../support/database/tables.ts';
import { openHttpApp, SITE } from '../../support/http/http-app.ts';
import { solve } from '../../support/http/proofs.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { scriptedTransport } from '../../support/sending/scripted-transport.ts';
import { runFor, sendFor } from '../../support/sending/transactional-emails.ts';
import { aSignUp, knownSignUpKeys, limitsOf } from '../../support/sign-ups.ts';
import { BROWSER, openPages, type Pages, parsedPage } from './open-pages.ts';

const ADA = 'ada@verdicts.test';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = BROWSER) =>
  pages.http.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
const add = (given: Parameters<typeof aNewSubscriber>[0]) =>
  pages.subscriberStore.importSubscribers([aNewSubscriber(given)], IMPORTED);

/** Runs the jobs that follow a request, and returns the emails sent. */
async function emailsSent() {
  const { subscriberStore: store, outgoingEmailStore, clock, signer } = pages;
  const { signUpKeys } = knownSignUpKeys();
  await runFor(1_000, clock, (job) =>
    settleSignUps({ ...job, subscriberStore: store, signUpKeys, onWaiting: () => undefined }),
  );
  const transport = scriptedTransport();
  await sendFor(1_000, { outgoingEmailStore, transport, clock, signer });
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
    'the page of a broken link offers to email new ones: %s',
    async (path) => {
      const response = await pages.get(path);
      const { attributes, texts } = parsedPage(await response.text());
      expect([response.status, texts('h1')[0]]).toEqual([404, 'This link does not work']);
      expect(attributes('form', 'action')).toEqual(['/preferences']);
      expect(attributes('input', 'name')).toEqual(['email']);
    },
  );

  test('the page of an expired link offers to email new ones', async () => {
    await pages.subscriberStore.storeSignUps([aSignUp({ email: ADA })]);
    const [email = { text: '' }] = await emailsSent();
    const { confirm = '' } = pathsIn(email.text);
    pages.clock.advance(4 * DAY);
    const response = await pages.get(confirm);
    const { attributes } = parsedPage(await response.text());
    expect([response.status, attributes('form', 'action')]).toEqual([410, ['/preferences']]);
  });

  test('a truncated link and a truncated path lead to the page that emails new links', async () => {
    for (const path of ['/unsubs', '/preferen', '/nowhere'])
      expect(parsedPage(await pages.read(path)).attributes('a', 'href')).toContain('/preferences');
  });

  test('a program that opens a broken link gets a problem in JSON', async () => {
    const response = await post('/unsubscribe/cut-off', { 'List-Unsubscribe': 'One-Click' }, {});
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
  });
});

describe.each(['/unsubscribe', '/preferences'])('%s without a token', (path) => {
  test('the page for a lost link asks for an email address, and opening it changes nothing', async () => {
    const before = await pages.tables();
    const response = await pages.get(path);
    const { attributes, texts } = parsedPage(await response.text());
    expect([response.status, attributes('form', 'action'), texts('button')]).toEqual([
      200,
      [path],
      ['Email me my links'],
    ]);
    await pages.get(`${path}?email=${ADA}`);
    expect(await pages.tables()).toEqual(before);
  });

  test('a subscriber who asks for links gets an email with links that work', async () => {
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

  test('a pending subscriber who asks for links gets the confirmation link, with no new consent', async () => {
    await pages.subscriberStore.storeSignUps([aSignUp({ email: ADA })]);
    await emailsSent();
    pages.clock.advance(DAY);
    const before = await pages.subscriberStore.findHistory(ADA);
    await post(path, { email: ADA });
    const [email] = await emailsSent();
    const { confirm = '' } = pathsIn(email?.text ?? '');
    expect(await pages.subscriberStore.findHistory(ADA)).toEqual(before);
    expect((await post(confirm)).status).toBe(200);
  });

  test('everybody who asks for links gets the same answer, and only those who may be emailed get an email', async () => {
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

  test('a mailbox gets at most one email with links in ten minutes, and three a day', async () => {
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

  test('an invalid address is explained, and stays in its field', async () => {
    const before = await pages.tables();
    for (const email of ['', 'ada', `<script>"@verdicts.test`]) {
      const response = await post(path, { email });
      const page = parsedPage(await response.text());
      expect([response.status, page.attributes('input', 'value')]).toEqual([422, [email]]);
      expect(page.attributes('input', 'aria-describedby')).toEqual(['email-error']);
      expect(page.all('script')).toEqual([]);
    }
    expect((await post(path, {}, {})).status).toBe(422);
    expect(await pages.tables()).toEqual(before);
  });

  test('the form for a lost link is accepted from its own page, which sends no referrer, and from no other site', async () => {
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'null' })).status).toBe(200);
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'https://verdicts.test' })).status).toBe(
      200,
    );
    expect((await post(path, { email: ADA }, { ...BROWSER, origin: 'https://evil.test' })).status).toBe(403);
  });

  test('a program that asks for links gets JSON', async () => {
    const body = JSON.stringify({ email: ADA });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await pages.http.request(path, { method: 'POST', body, headers });
    expect([response.status, await response.json()]).toEqual([202, { status: 'check-your-inbox' }]);
  });
});

describe('while many people ask for links', () => {
  const FREE = 3;
  const PROVEN = 2;
  let app: ReturnType<typeof openHttpApp>;
  let stores: Awaited<ReturnType<typeof openWithTables>>;
  const fill = async ({ free = FREE, proven = PROVEN, checks = [] as SignUpCheck[] } = {}) => {
    const limits = limitsOf({
      host: { maxWithoutProof: free, maxMoreWithProof: proven, windowMs: 10 * 60_000 },
    });
    app = openHttpApp(stores, undefined, undefined, SITE, { limits, checks });
    await addReaders(stores.subscriberStore, 1);
    for (let count = 0; count < free; count += 1)
      expect((await ask('reader1@verdicts.test')).status).toBe(200);
  };
  const ask = (email: string, { path = '/preferences', proof = '', headers = BROWSER } = {}) => {
    const body = new URLSearchParams({ email, ...(proof && { proof }) });
    return app.http.request(path, { method: 'POST', body, headers });
  };
  const aProof = async () => {
    const { challenge } = (await (await app.http.request('/subscribe/challenge')).json()) as {
      challenge: Challenge;
    };
    return solve(challenge);
  };
  const kept = async () => (await stores.tables()).sign_ups?.length ?? 0;
  beforeEach(async () => {
    stores = await openWithTables();
  });
  afterEach(() => stores.close());

  test.each(['/unsubscribe', '/preferences'])('%s asks everybody for a proof of work', async (path) => {
    await fill();
    const answers = [];
    for (const email of ['reader1@verdicts.test', 'nobody@verdicts.test']) {
      const response = await ask(email, { path });
      const text = await response.text();
      const { attributes } = parsedPage(text);
      expect(attributes('input', 'value')).toEqual([email]);
      expect([attributes('form', 'action'), attributes('script', 'src').length]).toEqual([[path], 1]);
      expect(attributes('form', 'data-challenge')).toEqual(['/subscribe/challenge']);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      answers.push([response.status, text.replaceAll(email, '…')]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.[0]).toBe(422);
    expect(answers[0]?.[1]).toContain('Many requests are coming from your network');
    expect(answers[0]?.[1]).toContain('press it in 10 min');
    expect(await kept()).toBe(FREE);
  });

  test('a request for links with a proof is accepted, and the same proof only once', async () => {
    await fill();
    const proof = await aProof();
    expect((await ask('reader1@verdicts.test', { proof })).status).toBe(200);
    expect((await ask('nobody@verdicts.test', { proof })).status).toBe(422);
    expect((await ask('nobody@verdicts.test', { proof: 'made up' })).status).toBe(422);
    expect((await ask('nobody@verdicts.test', { proof: await aProof() })).status).toBe(200);
    const refused = await ask('reader1@verdicts.test', { proof: await aProof() });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
    const text = await refused.text();
    expect(text).toContain('Too many requests');
    expect(text).toContain('Your links are also at the end of every issue.');
  });

  test('a program that asks for links is told what proof to send', async () => {
    await fill();
    const response = await ask('reader1@verdicts.test', { headers: { accept: 'application/json' } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      title: 'The request needs one more step',
      fields: ['proof'],
      detail: expect.stringMatching(/^Many requests .*GET \/subscribe\/challenge/),
    });
  });

  test('the log and the metrics count requests for links apart from sign-ups', async () => {
    await fill();
    await ask('reader1@verdicts.test');
    expect(app.refusing).toEqual([['prove network links', 1]]);
    const metrics = await (await app.http.request('/metrics')).text();
    expect(metrics).toContain('verdicts_process_sign_ups_held_back_total{reason="links-proof-of-work"} 1');
    expect(metrics).toContain('verdicts_process_sign_ups_held_back_total{reason="proof-of-work"} 0');
  });

  test('sign-ups and requests for links share their limits', async () => {
    await fill();
    const signUp = await app.http.request('/subscribe', {
      method: 'POST',
      body: new URLSearchParams({ email: 'new@verdicts.test' }),
      headers: BROWSER,
    });
    expect([signUp.status, await signUp.text()]).toEqual([
      422,
      expect.stringContaining('Many sign-ups are coming from your network'),
    ]);
    expect(app.refusing).toEqual([['prove network', 1]]);
  });

  test('a visitor who wants to unsubscribe needs none of the checks that are configured for sign-ups', async () => {
    await fill({ checks: ['time-trap', 'proof-of-work'] });
    expect((await ask('reader1@verdicts.test')).status).toBe(422);
    expect((await ask('reader1@verdicts.test', { proof: await aProof() })).status).toBe(200);
  });
});
