import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type NetworkRange, readNetworkRange } from '../../../src/network-address.ts';
import { createLetterTerms } from '../../../src/subscribers/letter-terms.ts';
import { settleSignUps } from '../../../src/subscribers/settle-sign-ups.ts';
import { SIGN_UP_LIMITS, type SignUpLimits } from '../../../src/subscribers/sign-up-limits.ts';
import { DAY, HOUR } from '../../support/comparisons.ts';
import { openHttpApp } from '../../support/http-app.ts';
import { aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { runFor, sendFor } from '../../support/letters.ts';
import { scriptedTransport } from '../../support/scripted-transport.ts';
import { SECRET } from '../../support/sign-ups.ts';
import { openWithTables } from '../../support/tables.ts';
import { BROWSER, parsedPage } from './open-pages.ts';

const MINUTE = 60_000;
const ADA = 'ada@verdicts.test';
const FEW: SignUpLimits = {
  network: { most: 2, within: 10 * MINUTE },
  all: { most: 5, within: HOUR },
};

let stores: ReturnType<typeof openWithTables>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(() => {
  stores = openWithTables();
  open({ limits: FEW });
});
afterEach(() => {
  vi.useRealTimers();
  stores.close();
});

/** The program on the same database; also as after a restart. */
function open(given: { limits?: SignUpLimits; trustedProxies?: NetworkRange[] }) {
  app = openHttpApp(stores, undefined, undefined, undefined, given);
  vi.useFakeTimers({ toFake: ['Date'], now: app.clock.now() });
}

function pass(milliseconds: number) {
  app.clock.advance(milliseconds);
  vi.setSystemTime(app.clock.now());
}

interface Sent {
  email?: string;
  from?: string;
  headers?: Record<string, string>;
  fields?: Record<string, string>;
}

const post = ({ email = ADA, from = '192.0.2.7', headers = {}, fields = {} }: Sent = {}) =>
  app.http.request(
    '/subscribe',
    { method: 'POST', body: new URLSearchParams({ email, ...fields }), headers },
    { incoming: { socket: { remoteAddress: from } } },
  );
/** As a script does it, which is quicker. */
const postJson = ({ email = ADA, from = '192.0.2.7' }: Sent) =>
  app.http.request(
    '/subscribe',
    { method: 'POST', body: JSON.stringify({ email }), headers: { 'content-type': 'application/json' } },
    { incoming: { socket: { remoteAddress: from } } },
  );
const statusOf = async (sent?: Sent) => (await post(sent)).status;
const statusesOf = async (all: Sent[]) => {
  const statuses = [];
  for (const sent of all) statuses.push(await statusOf(sent));
  return statuses;
};

const kept = () => stores.tables().sign_ups ?? [];
const counted = () =>
  stores.db.$client.prepare<[], string>('select key from rate_limits order by key').pluck().all();

describe('from one network', () => {
  test('sign-ups beyond the limit are refused until its time is over, and nothing is kept of them', async () => {
    expect(await statusesOf([{}, {}, {}])).toEqual([303, 303, 429]);
    expect(kept()).toHaveLength(2);
    pass(4 * MINUTE + 1);
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '360']);
    expect(await refused.json()).toEqual({
      type: 'about:blank',
      status: 429,
      title: 'Too many sign-ups',
      detail: 'We take 2 sign-ups from one network in 10 minutes. Try again in 6 minutes.',
    });
    expect(await statusOf({ from: '192.0.2.8' })).toBe(303);
    pass(6 * MINUTE);
    expect(await statusOf()).toBe(303);
  });

  test('people read so on a page, which nobody keeps', async () => {
    await statusesOf([{}, {}]);
    const refused = await post({ headers: BROWSER });
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([429, 'no-store']);
    expect(refused.headers.get('retry-after')).toBe('600');
    const { texts } = parsedPage(await refused.text());
    expect(texts('h1')).toEqual(['Too many sign-ups']);
    expect(texts('p')[0]).toContain('2 sign-ups from one network in 10 minutes');
  });

  test('an IPv6 /64 is one, and another /64 is another', async () => {
    const addresses = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:db8:1:2::3', '2001:db8:1:3::3'];
    expect(await statusesOf(addresses.map((from) => ({ from })))).toEqual([303, 303, 429, 303]);
  });

  test('an IPv4 address is the same, also written as IPv6', async () => {
    const addresses = ['192.0.2.7', '::ffff:192.0.2.7', '192.0.2.7', '::ffff:192.0.2.8'];
    expect(await statusesOf(addresses.map((from) => ({ from })))).toEqual([303, 303, 429, 303]);
  });

  test('all that come from nowhere are one', async () => {
    const nowhere = () =>
      app.http.request('/subscribe', { method: 'POST', body: new URLSearchParams({ email: ADA }) });
    const answers = [await nowhere(), await nowhere(), await nowhere()];
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 429]);
  });

  test('a filled-in trap counts like any other, and what is no sign-up does not', async () => {
    expect(await statusesOf([{ email: 'ada' }, { email: '' }, { email: 'ada' }])).toEqual([422, 422, 422]);
    const fields = { homepage: 'https://spam.test' };
    expect(await statusesOf([{ fields }, { fields }, { fields }, {}])).toEqual([303, 303, 429, 429]);
  });

  test('they are refused the same whatever the address’s state', async () => {
    const list = [
      aNewSubscriber({ email: 'pending@verdicts.test', status: 'pending' }),
      aNewSubscriber({ email: 'confirmed@verdicts.test' }),
      aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
      aNewSubscriber({ email: 'bounced@verdicts.test', suppression: 'bounced' }),
    ];
    await stores.subscriberStore.importSubscribers(list, IMPORTED);
    await statusesOf([{}, {}]);
    const answers = [];
    for (const { email } of [{ email: 'new@verdicts.test' }, ...list]) {
      const answer = await post({ email });
      answers.push([answer.status, [...answer.headers], await answer.text()]);
    }
    expect(answers[0]?.[0]).toBe(429);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('the count survives a restart', async () => {
    await statusesOf([{}, {}]);
    open({ limits: FEW });
    expect(await statusOf()).toBe(429);
  });

  test('the database does not tell which', async () => {
    await statusesOf([{ from: '192.0.2.7' }, { from: '2001:db8:1:2::1' }]);
    const hashed = expect.stringMatching(/^sign-ups of a network:[0-9a-f]{64}$/);
    expect(counted()).toEqual([hashed, hashed, 'sign-ups:all']);
  });
});

describe('from all networks together', () => {
  const from = (number: number): Sent => ({ from: `192.0.2.${number}` });
  const five = [1, 2, 3, 4, 5].map(from);

  test('sign-ups beyond the limit are refused until its time is over', async () => {
    await statusesOf(five);
    pass(15 * MINUTE);
    const refused = await post(from(6));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2700']);
    expect(await refused.json()).toMatchObject({
      detail: 'We take 5 sign-ups in all in 60 minutes. Try again in 45 minutes.',
    });
    pass(45 * MINUTE + 1);
    expect(await statusOf(from(6))).toBe(303);
  });

  test('nothing more is counted while they are refused, so that a flood writes nothing', async () => {
    await statusesOf([...five, from(6)]);
    const before = counted();
    expect(await statusesOf([7, 8, 9].map(from))).toEqual([429, 429, 429]);
    expect(counted()).toEqual(before);
  });

  test('those that the limit of their network refused do not count', async () => {
    expect(
      await statusesOf([...Array.from({ length: 9 }, () => from(1)), from(2), from(3), from(4)]),
    ).toEqual([303, 303, 429, 429, 429, 429, 429, 429, 429, 303, 303, 303]);
    expect(await statusOf(from(5))).toBe(429);
  });
});

test('that a limit refuses is told, at most every ten minutes, with how many it refused', async () => {
  await statusesOf(Array.from({ length: 6 }, () => ({})));
  expect(app.refusing).toEqual([['network', 1]]);
  pass(10 * MINUTE + 1);
  await statusesOf([{}, {}, {}, {}]);
  expect(app.refusing).toEqual([
    ['network', 1],
    ['network', 4],
  ]);
  await statusesOf([8, 9].map((number) => ({ from: `192.0.2.${number}` })));
  expect(app.refusing.at(-1)).toEqual(['all', 1]);
  expect(app.refusing).toHaveLength(3);
});

describe('X-Forwarded-For', () => {
  const forged = (number: number) => ({ headers: { 'x-forwarded-for': `198.51.100.${number}` } });

  test('is passed over where no proxy is trusted', async () => {
    expect(await statusesOf([forged(1), forged(2), forged(3)])).toEqual([303, 303, 429]);
    expect(kept()).toMatchObject([{ network_address: '192.0.2.7' }, { network_address: '192.0.2.7' }]);
  });

  test('says who signed up where the proxy is trusted, by its right-most entry', async () => {
    const proxy = readNetworkRange('192.0.2.0/24');
    open({ limits: FEW, trustedProxies: proxy === null ? [] : [proxy] });
    expect(await statusesOf([forged(1), forged(2), forged(3)])).toEqual([303, 303, 303]);
    const spoofed = (number: number) => ({
      headers: { 'x-forwarded-for': `198.51.100.${number}, 203.0.113.9` },
    });
    expect(await statusesOf([spoofed(1), spoofed(2)])).toEqual([303, 303]);
    expect(kept().map((row) => row.network_address)).toEqual([
      '198.51.100.1',
      '198.51.100.2',
      '198.51.100.3',
      '203.0.113.9',
      '203.0.113.9',
    ]);
  });
});

test('of 10,000 sign-ups for one mailbox, from as many networks and to as many sub-addresses, three mails come of a day', async () => {
  open({});
  const { subscriberStore: store } = stores;
  const { clock } = app;
  const transport = scriptedTransport();
  const terms = createLetterTerms([SECRET]);
  const begun = clock.now();
  const statuses = new Set<number>();
  for (let wave = 0; wave < 20; wave += 1) {
    const wishes = Array.from({ length: 500 }, (_, index) => {
      const number = (wave * 500 + index).toString(16);
      return { email: `victim+${number}@verdicts.test`, from: `2001:db8:${number}::1` };
    });
    for (const { status } of await Promise.all(wishes.map(postJson))) statuses.add(status);
    await runFor(500, clock, (job) => settleSignUps({ ...job, store, terms, onWaiting: () => undefined }));
    await sendFor(500, { store, transport, clock });
    pass(71 * MINUTE);
  }
  expect([...statuses]).toEqual([202]);
  expect(kept()).toEqual([]);
  expect(clock.now() - begun).toBeLessThan(DAY);
  expect(transport.taken).toHaveLength(3);
});

test('as it is delivered, 30 sign-ups of a network are taken in 10 minutes, and 10,000 in all in an hour', () => {
  expect(SIGN_UP_LIMITS).toEqual({
    network: { most: 30, within: 10 * MINUTE },
    all: { most: 10_000, within: HOUR },
  });
});
