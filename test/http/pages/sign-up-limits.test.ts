import { readFileSync } from 'node:fs';
import type { Challenge } from 'altcha-lib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type NetworkRange, readNetworkRange } from '../../../src/shared/network-address.ts';
import { projectPath } from '../../../src/shared/project-path.ts';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { settleSignUps } from '../../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpKeys } from '../../../src/subscribers/sign-ups/sign-up-keys.ts';
import { SIGN_UP_LIMITS, type SignUpLimits } from '../../../src/subscribers/sign-ups/sign-up-limits.ts';
import { DAY, HOUR } from '../../support/comparisons.ts';
import { openWithTables } from '../../support/database/tables.ts';
import { openHttpApp } from '../../support/http/http-app.ts';
import { solve } from '../../support/http/proofs.ts';
import { aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { scriptedTransport } from '../../support/sending/scripted-transport.ts';
import { runFor, sendFor } from '../../support/sending/transactional-emails.ts';
import { limitsOf, SECRET } from '../../support/sign-ups.ts';
import { BROWSER, parsedPage } from './open-pages.ts';

const MINUTE = 60_000;
const ADA = 'ada@verdicts.test';
const FEW = limitsOf({
  host: { maxWithoutProof: 2, maxMoreWithProof: 1, windowMs: 10 * MINUTE },
  all: { maxWithoutProof: 5, maxMoreWithProof: 2, windowMs: HOUR },
});

let stores: Awaited<ReturnType<typeof openWithTables>>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(async () => {
  stores = await openWithTables();
  open({ limits: FEW });
});
afterEach(() => {
  vi.useRealTimers();
  stores.close();
});

/** The program on the same database, as after a restart. */
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
/** The challenge that the form has now; none if it has none. */
const prove = async (from = '192.0.2.7'): Promise<Record<string, string>> => {
  const incoming = { incoming: { socket: { remoteAddress: from } } };
  const needed = (await (await app.http.request('/subscribe/challenge', {}, incoming)).json()) as {
    challenge?: Challenge;
  };
  return needed.challenge === undefined ? {} : { proof: await solve(needed.challenge) };
};
const statusOf = async (sent?: Sent) => (await post(sent)).status;
const statusesOf = async (all: Sent[]) => {
  const statuses = [];
  for (const sent of all) statuses.push(await statusOf(sent));
  return statuses;
};

const kept = async () => (await stores.tables()).sign_ups ?? [];
const counted = async () =>
  (await stores.sql('select key from rate_limits order by key')).map(({ key }) => String(key));

describe('sign-ups from one network', () => {
  test('the first sign-ups of a network are free; the next ones need a proof of work, and are not stored before', async () => {
    expect(await statusesOf([{}, {}])).toEqual([303, 303]);
    pass(4 * MINUTE + 1);
    const asked = await post();
    expect([asked.status, asked.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(await asked.json()).toMatchObject({
      title: 'The sign-up needs one more step',
      detail: expect.stringMatching(
        /^Many sign-ups are coming from your network\. In 6 min, one is taken without this step\. Get a challenge from GET \/subscribe\/challenge/,
      ),
      fields: ['proof'],
    });
    expect(await kept()).toHaveLength(2);
    expect(await statusOf({ from: '192.0.2.8' })).toBe(303);
    expect(await statusOf({ fields: await prove() })).toBe(303);
    expect(await kept()).toHaveLength(4);
    pass(6 * MINUTE);
    expect(await statusOf()).toBe(303);
  });

  test('a challenge is handed out only to the network that needs it, and only while it does', async () => {
    expect(await prove()).toEqual({});
    await statusesOf([{}, {}]);
    expect(Object.keys(await prove())).toEqual(['proof']);
    expect(await prove('192.0.2.8')).toEqual({});
    pass(10 * MINUTE + 1);
    expect(await prove()).toEqual({});
  });

  test.each([
    ['that is made up', async () => 'x'],
    [
      'that was used before',
      async () => {
        const { proof = '' } = await prove();
        await statusOf({ fields: { proof } });
        return proof;
      },
    ],
  ])('a proof %s is not accepted', async (_, proofOf) => {
    open({ limits: { ...FEW, host: { ...FEW.host, maxMoreWithProof: 9 } } });
    await statusesOf([{}, {}]);
    const proof = await proofOf();
    expect(await statusOf({ fields: { proof } })).toBe(422);
  });

  test('a person who needs a proof gets the filled-in form again, and what to do with and without JavaScript', async () => {
    await statusesOf([{}, {}]);
    const asked = await post({ headers: BROWSER, fields: { name: 'Ada', source: 'footer' } });
    expect([asked.status, asked.headers.get('cache-control')]).toEqual([422, 'no-store']);
    expect(asked.headers.get('content-security-policy')).toContain("script-src 'self'; connect-src 'self'");
    const { texts, attributes, all } = parsedPage(await asked.text());
    expect(texts('p')).toContainEqual(
      'Many sign-ups are coming from your network, so your browser has to compute something first. Press the button once more. If you end up here again, or have JavaScript turned off, leave this page open and press it in 10 min.',
    );
    expect(attributes('form', 'data-verdicts')).toEqual(['']);
    expect(attributes('script', 'src')).toEqual(['/embed.js']);
    const fields = all('input').map(({ attribs: { name, value } }) => [name, value]);
    expect(Object.fromEntries(fields)).toEqual({ source: 'footer', email: ADA, name: 'Ada' });
  });

  test('without JavaScript, the same form is accepted once the waiting time is over', async () => {
    await statusesOf([{}, {}, {}]);
    pass(10 * MINUTE);
    expect(await statusOf({ headers: BROWSER })).toBe(303);
  });

  test('a network that has used up its proven sign-ups is refused until the time is over', async () => {
    await statusesOf([{}, {}]);
    const spare = await prove();
    expect(await statusOf({ fields: await prove() })).toBe(303);
    pass(4 * MINUTE);
    for (const fields of [{}, spare]) {
      const refused = await post({ fields });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '360']);
      expect(await refused.json()).toEqual({
        type: 'about:blank',
        status: 429,
        title: 'Too many sign-ups',
        detail: 'We take 3 sign-ups from one network in 10 min. Try again in 6 min.',
      });
    }
    expect(await kept()).toHaveLength(3);
  });

  test('sign-ups without a proof do not use up the proven ones', async () => {
    await statusesOf([{}, {}]);
    expect(new Set(await statusesOf(Array.from({ length: 20 }, () => ({}))))).toEqual(new Set([422]));
    expect(await statusOf({ fields: await prove() })).toBe(303);
  });

  test('a person who is refused gets a page that says so, which is not cached', async () => {
    await statusesOf([{}, {}, { fields: {} }]);
    await statusOf({ fields: await prove() });
    const refused = await post({ headers: BROWSER });
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([429, 'no-store']);
    expect(refused.headers.get('retry-after')).toBe('600');
    const { texts } = parsedPage(await refused.text());
    expect(texts('h1')).toEqual(['Too many sign-ups']);
    expect(texts('p')[0]).toContain('3 sign-ups from one network in 10 min');
  });

  test('the addresses of an IPv6 /64 share one limit, and another /64 has its own', async () => {
    const addresses = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:db8:1:2::3', '2001:db8:1:3::3'];
    expect(await statusesOf(addresses.map((from) => ({ from })))).toEqual([303, 303, 422, 303]);
  });

  test('an IPv4 address counts the same if it is written as IPv6', async () => {
    const addresses = ['192.0.2.7', '::ffff:192.0.2.7', '192.0.2.7', '::ffff:192.0.2.8'];
    expect(await statusesOf(addresses.map((from) => ({ from })))).toEqual([303, 303, 422, 303]);
  });

  test('all sign-ups without a client address share one limit', async () => {
    const nowhere = () =>
      app.http.request('/subscribe', { method: 'POST', body: new URLSearchParams({ email: ADA }) });
    const answers = [await nowhere(), await nowhere(), await nowhere()];
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 422]);
  });

  test('a form that is shown again, for wrong fields or a filled-in trap, does not count', async () => {
    expect(await statusesOf([{ email: 'ada' }, { email: '' }, { email: 'ada' }])).toEqual([422, 422, 422]);
    const fields = { homepage: 'https://spam.test' };
    expect(await statusesOf([{ fields }, { fields }, { fields }])).toEqual([422, 422, 422]);
    expect(await statusesOf([{}, {}])).toEqual([303, 303]);
  });

  test('a refusal by a limit is the same whatever the address’s state', async () => {
    const list = [
      aNewSubscriber({ email: 'pending@verdicts.test', status: 'pending' }),
      aNewSubscriber({ email: 'confirmed@verdicts.test' }),
      aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
      aNewSubscriber({ email: 'bounced@verdicts.test', suppression: 'bounced' }),
    ];
    await stores.subscriberStore.importSubscribers(list, IMPORTED);
    await statusesOf([{}, {}]);
    const answersNow = async () => {
      const answers = [];
      for (const { email } of [{ email: 'new@verdicts.test' }, ...list]) {
        const answer = await post({ email });
        answers.push([answer.status, [...answer.headers], await answer.text()]);
      }
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      return answers[0]?.[0];
    };
    expect(await answersNow()).toBe(422);
    await statusOf({ fields: await prove() });
    expect(await answersNow()).toBe(429);
  });

  test('the limits survive a restart', async () => {
    await statusesOf([{}, {}]);
    open({ limits: FEW });
    expect(await statusOf()).toBe(422);
  });

  test('the database does not reveal which networks signed up', async () => {
    await statusesOf([{ from: '192.0.2.7' }, { from: '2001:db8:1:2::1' }]);
    const names = (await counted()).map((key) => key.replace(/:[0-9a-f]{64}$/, ':(hash)'));
    expect(new Set(names)).toEqual(
      new Set(
        ['host', 'site', 'block'].map((width) => `sign-ups of a ${width}:(hash)`).concat('sign-ups:all'),
      ),
    );
  });
});

describe('sign-ups from larger networks', () => {
  const LIMIT = { maxWithoutProof: 2, maxMoreWithProof: 1, windowMs: 10 * MINUTE };
  const each = (addresses: string[]) => statusesOf(addresses.map((from) => ({ from })));

  test('the /64s of an IPv6 /56 share a limit, and another /56 has its own', async () => {
    open({ limits: limitsOf({ site: LIMIT }) });
    const home = ['2001:db8:1:2a00::1', '2001:db8:1:2a01::1', '2001:db8:1:2aff::1', '2001:db8:1:2b00::1'];
    expect(await each(home)).toEqual([303, 303, 422, 303]);
  });

  test('the /56s of an IPv6 /48 share a limit, and another /48 has its own', async () => {
    open({ limits: limitsOf({ block: LIMIT }) });
    const office = ['2001:db8:1::1', '2001:db8:1:100::1', '2001:db8:1:ff00::1', '2001:db8:2::1'];
    expect(await each(office)).toEqual([303, 303, 422, 303]);
  });

  test('a long waiting time is given in hours', async () => {
    open({ limits: limitsOf({ block: { ...LIMIT, windowMs: DAY } }) });
    await each(['192.0.2.1', '192.0.2.2']);
    pass(HOUR);
    const asked = await post({ from: '192.0.2.3' });
    expect(asked.status).toBe(422);
    expect(await asked.json()).toMatchObject({ detail: expect.stringContaining('In 23 h,') });
    expect(await statusOf({ from: '192.0.2.3', fields: await prove('192.0.2.3') })).toBe(303);
    const refused = await post({ from: '192.0.2.4' });
    expect(await refused.json()).toMatchObject({
      status: 429,
      detail: 'We take 3 sign-ups from one network in 24 h. Try again in 23 h.',
    });
    pass(23 * HOUR + 1);
    expect(await statusOf({ from: '192.0.2.4' })).toBe(303);
  });

  test('the addresses of an IPv4 /24 share a limit, and another /24 has its own', async () => {
    open({ limits: limitsOf({ block: LIMIT }) });
    expect(await each(['192.0.2.1', '::ffff:192.0.2.2', '192.0.2.3', '192.0.3.1'])).toEqual([
      303, 303, 422, 303,
    ]);
  });

  test('256 networks of one IPv6 /56 cannot close the form for others', async () => {
    open({});
    const home = Array.from({ length: 4 * 256 }, (_, index) => ({
      email: `victim${index}@verdicts.test`,
      from: `2001:db8:1:${(0x2a00 + (index % 256)).toString(16)}::1`,
    }));
    const statuses = [];
    for (const sent of home) statuses.push((await postJson(sent)).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(SIGN_UP_LIMITS.site.maxWithoutProof);
    expect(new Set(statuses.slice(SIGN_UP_LIMITS.site.maxWithoutProof))).toEqual(new Set([422]));
    expect(await prove('198.51.100.1')).toEqual({});
    expect(await statusOf({ from: '198.51.100.1' })).toBe(303);
    expect(await statusOf({ from: '2001:db8:1:1::1' })).toBe(303);
  });
});

describe('sign-ups from all networks together', () => {
  const from = (number: number): Sent => ({ from: `192.0.2.${number}` });
  const five = [1, 2, 3, 4, 5].map(from);

  test('beyond the overall limit, sign-ups need a proof of work, and then are refused until the time is over', async () => {
    await statusesOf(five);
    pass(15 * MINUTE);
    const asked = await post(from(6));
    expect(asked.status).toBe(422);
    expect(await asked.json()).toMatchObject({
      detail: expect.stringContaining('Many sign-ups are coming in. In 45 min'),
      fields: ['proof'],
    });
    for (const number of [6, 7])
      expect(await statusOf({ ...from(number), fields: await prove(`192.0.2.${number}`) })).toBe(303);
    const refused = await post({ ...from(8), fields: await prove('192.0.2.8') });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2700']);
    expect(await refused.json()).toMatchObject({
      detail: 'We take 7 sign-ups in total in 60 min. Try again in 45 min.',
    });
    pass(45 * MINUTE + 1);
    expect(await statusOf(from(8))).toBe(303);
  });

  test('while everybody needs a proof, refused sign-ups write nothing to the database', async () => {
    await statusesOf([...five, from(6)]);
    const before = await counted();
    expect(await statusesOf([7, 8, 9].map(from))).toEqual([422, 422, 422]);
    expect(await counted()).toEqual(before);
  });

  test('sign-ups stopped by the limit of their network do not count towards the overall limit', async () => {
    expect(
      await statusesOf([...Array.from({ length: 9 }, () => from(1)), from(2), from(3), from(4)]),
    ).toEqual([303, 303, 422, 422, 422, 422, 422, 422, 422, 303, 303, 303]);
    expect(await statusOf(from(5))).toBe(422);
  });
});

test('the log says that a limit stops sign-ups, and how many, at most every ten minutes for each limit', async () => {
  await statusesOf(Array.from({ length: 6 }, () => ({})));
  expect(app.refusing).toEqual([['prove network', 1]]);
  await statusOf({ fields: await prove() });
  await statusesOf([{}, {}]);
  expect(app.refusing.at(-1)).toEqual(['refuse network', 1]);
  pass(10 * MINUTE + 1);
  await statusesOf([{}, {}, {}]);
  expect(app.refusing.at(-1)).toEqual(['prove network', 4]);
  await statusesOf([8, 9].map((number) => ({ from: `192.0.2.${number}` })));
  expect(app.refusing.at(-1)).toEqual(['prove all', 1]);
  expect(app.refusing).toHaveLength(4);
});

test('/metrics counts the sign-ups that were held back, by reason', async () => {
  await statusesOf([{}, {}, {}, {}, { fields: { homepage: 'x' } }]);
  await statusOf({ fields: await prove() });
  await statusOf();
  const text = await (await app.http.request('/metrics')).text();
  expect(text).toContain('verdicts_process_sign_ups_held_back_total{reason="proof-of-work"} 2');
  expect(text).toContain('verdicts_process_sign_ups_held_back_total{reason="hidden-field"} 1');
  expect(text).toContain('verdicts_process_sign_ups_held_back_total{reason="too-many"} 1');
});

describe('X-Forwarded-For', () => {
  const forged = (number: number) => ({ headers: { 'x-forwarded-for': `198.51.100.${number}` } });

  test('X-Forwarded-For is ignored if no proxy is trusted', async () => {
    expect(await statusesOf([forged(1), forged(2), forged(3)])).toEqual([303, 303, 422]);
    expect(await kept()).toMatchObject([{ network_address: '192.0.2.7' }, { network_address: '192.0.2.7' }]);
  });

  test('the right-most entry of X-Forwarded-For is the client if the proxy is trusted', async () => {
    const proxy = readNetworkRange('192.0.2.0/24');
    open({ limits: FEW, trustedProxies: proxy === null ? [] : [proxy] });
    expect(await statusesOf([forged(1), forged(2), forged(3)])).toEqual([303, 303, 303]);
    const spoofed = (number: number) => ({
      headers: { 'x-forwarded-for': `198.51.100.${number}, 203.0.113.9` },
    });
    expect(await statusesOf([spoofed(1), spoofed(2)])).toEqual([303, 303]);
    expect((await kept()).map((row) => row.network_address)).toEqual([
      '198.51.100.1',
      '198.51.100.2',
      '198.51.100.3',
      '203.0.113.9',
      '203.0.113.9',
    ]);
  });
});

test('10,000 sign-ups for one mailbox, from as many networks and sub-addresses, send three emails in a day', async () => {
  open({});
  const { subscriberStore: store, outgoingEmailStore } = stores;
  const { clock } = app;
  const transport = scriptedTransport();
  const signUpKeys = createSignUpKeys([SECRET]);
  const begun = clock.now();
  const statuses = new Set<number>();
  for (let wave = 0; wave < 20; wave += 1) {
    const wishes = Array.from({ length: 500 }, (_, index) => {
      const number = (wave * 500 + index).toString(16);
      return { email: `victim+${number}@verdicts.test`, from: `2001:db8:${number}::1` };
    });
    for (const { status } of await Promise.all(wishes.map(postJson))) statuses.add(status);
    await runFor(500, clock, (job) =>
      settleSignUps({ ...job, subscriberStore: store, signUpKeys, onWaiting: () => undefined }),
    );
    await sendFor(500, { outgoingEmailStore, transport, clock });
    pass(71 * MINUTE);
  }
  expect([...statuses]).toEqual([202]);
  expect(await kept()).toEqual([]);
  expect(clock.now() - begun).toBeLessThan(DAY);
  expect(transport.taken).toHaveLength(3);
});

test('the default limits leave room for a home, an office and a provider, and for everybody else', () => {
  const { host, site, block, all } = SIGN_UP_LIMITS;
  expect([host.maxWithoutProof, site.maxWithoutProof, block.maxWithoutProof, all.maxWithoutProof]).toEqual([
    30, 60, 240, 5_000,
  ]);
  expect([
    host.maxMoreWithProof,
    site.maxMoreWithProof,
    block.maxMoreWithProof,
    all.maxMoreWithProof,
  ]).toEqual([60, 120, 360, 15_000]);
  expect([host, site, block, all].map(({ windowMs }) => windowMs)).toEqual([
    10 * MINUTE,
    10 * MINUTE,
    HOUR,
    HOUR,
  ]);
  // One network of the maximum size, with all its proofs, uses only a fraction of the overall free sign-ups.
  expect(block.maxWithoutProof + block.maxMoreWithProof).toBeLessThan(all.maxWithoutProof / 5);
});

test('the documentation has the same limits as the program', () => {
  const documentation = readFileSync(projectPath('docs', 'sign-up-form.md'), 'utf8');
  const number = (value: number) => value.toLocaleString('en-GB');
  for (const { maxWithoutProof, maxMoreWithProof } of Object.values(SIGN_UP_LIMITS))
    expect(documentation).toContain(
      `| ${number(maxWithoutProof)} | ${number(maxMoreWithProof)} more | 429 |`,
    );
  const { maxPerHour, reservedForOwnData, maxPerDay, minGapMs } = EMAIL_LIMITS;
  expect(documentation).toContain(
    `| ${number(maxPerHour)} emails | an hour | all together, ${reservedForOwnData} of`,
  );
  expect(documentation).toContain(
    `| 1 email, and ${maxPerDay} | ${minGapMs / MINUTE} minutes, and 24 hours |`,
  );
});
