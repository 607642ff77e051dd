import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK } from '../../src/look/look.ts';
import type { SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import type { OutgoingEmailStore } from '../../src/transactional/outgoing-email-store.ts';
import { type BatchAnswer, IMMEDIATE_TURN } from '../../src/transport/transport.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR } from '../support/comparisons.ts';
import { type OpenedStores, openWithTables } from '../support/database/tables.ts';
import { lookStoreOf } from '../support/looks.ts';
import { type Act, scriptedTransport } from '../support/sending/scripted-transport.ts';
import { NEWSLETTER, sendFor, writeEmails } from '../support/sending/transactional-emails.ts';
import { knownSignUpKeys } from '../support/sign-ups.ts';

const ADA = 'ada@verdicts.test';
const MINUTE = 60_000;
const UNCERTAIN: BatchAnswer = { kind: 'uncertain', reason: 'Silence.' };

let stores: OpenedStores;
let store: SubscriberStore;
let outgoingEmailStore: OutgoingEmailStore;
let clock: TestClock;
beforeEach(async () => {
  stores = await openWithTables();
  store = stores.subscriberStore;
  outgoingEmailStore = stores.outgoingEmailStore;
  clock = testClock();
});
afterEach(() => stores.close());

const isOpen = async () =>
  (await outgoingEmailStore.claimEmail({ now: clock.now() + DAY, leaseExpiresAt: 0, notices: false })) !==
  null;

/** Writes one email, sends for a while through a transport that follows the script, and says what came of it. */
async function send(script: Act[], { milliseconds = 10_000, keyLifetimeMs = DAY } = {}) {
  await writeEmails(store, [ADA], clock.now());
  const transport = scriptedTransport(script, { keyLifetimeMs });
  const told = await sendFor(milliseconds, { outgoingEmailStore, transport, clock });
  const keys = new Set(transport.requests.map(({ idempotencyKey }) => idempotencyKey));
  const bodies = new Set(transport.requests.map(({ body }) => body));
  return { ...transport, told, keys: keys.size, bodies: bodies.size, requests: transport.requests.length };
}

test('every email goes out once, with its own link and no list headers', async () => {
  const emails = [ADA, 'eve@bücher.example', 'ida@verdicts.test'];
  const tokens = await writeEmails(store, emails, clock.now());
  const transport = scriptedTransport();
  expect(await sendFor(10_000, { outgoingEmailStore, transport, clock })).toEqual([]);
  expect(transport.taken).toEqual([ADA, 'eve@xn--bcher-kva.example', 'ida@verdicts.test']);
  const [first] = transport.requests;
  expect(first?.idempotencyKey).toMatch(/^letter-1-[0-9a-f]{16}$/);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    from: { email: 'digest@verdicts.test' },
    replyTo: { email: 'editors@verdicts.test' },
    to: { email: ADA, name: null },
    subject: 'Confirm your subscription to Weekly Verdicts',
    date: Date.parse('2026-11-17T09:00:00Z'),
    reference: first?.idempotencyKey,
    headers: [['Auto-Submitted', 'auto-generated']],
    html: expect.stringContaining(`https://verdicts.test/confirm/${tokens[0]}`),
    text: expect.stringContaining(`https://verdicts.test/confirm/${tokens[0]}`),
  });
});

test('a notice that the provider refuses holds up no email to a subscriber', async () => {
  const facts = { slot: '2026-W47', scheduledAt: clock.now(), reason: null, subject: null, items: [] };
  const notice = {
    event: 'draft',
    facts: { ...facts, audience: null, deliveries: null },
    at: clock.now(),
  } as const;
  expect(await stores.noticeStore.addNotice(notice)).toBe('queued');
  await writeEmails(store, [ADA], clock.now());
  const editor = { name: null, email: 'editor@verdicts.test' };
  const pause: BatchAnswer = { kind: 'pause', until: null, reason: 'Only to yourself.', maybePartial: false };
  const accepting = scriptedTransport();
  const transport: typeof accepting = {
    ...accepting,
    handOverMessage: async (request, terms) =>
      request.idempotencyKey.startsWith('notice-') ? pause : accepting.handOverMessage(request, terms),
  };
  await sendFor(10_000, { outgoingEmailStore, transport, clock, notices: { editor, zone: 'UTC' } });
  expect(accepting.taken).toEqual([ADA]);
});

test('the data email has a link to the subscriber’s data', async () => {
  await writeEmails(store, [ADA], clock.now());
  const { id = 0 } = (await store.findHistory(ADA)) ?? {};
  clock.advance(HOUR);
  const newToken = () => ({ token: 'the-token', hash: 'ab'.repeat(32) });
  const signUpKeys = { throttleKey: () => 'k', networkKey: () => 'n', erasedKeys: () => [], newToken };
  expect(
    await store.requestDataLink({
      subscriberId: id,
      networkAddress: '192.0.2.7',
      now: clock.now(),
      signUpKeys,
    }),
  ).toBe('queued');
  const transport = scriptedTransport();
  await sendFor(10_000, { outgoingEmailStore, transport, clock });
  const mail = JSON.parse(transport.requests[1]?.body ?? '');
  expect(mail.subject).toBe('Your links at Weekly Verdicts');
  expect(mail.text).toContain('https://verdicts.test/data/the-token\n');
  expect(mail.text).toContain('24 hours');
});

describe('an email whose outcome is uncertain', () => {
  test.each([
    ['was not taken', UNCERTAIN],
    ['was taken', { takenBut: UNCERTAIN }],
  ] as const)(
    'an uncertain email is repeated with the same bytes and key, and arrives once if it %s',
    async (_, act) => {
      const sent = await send([act, act]);
      expect(sent).toMatchObject({ requests: 3, keys: 1, bodies: 1, taken: [ADA], told: [] });
      expect(await isOpen()).toBe(false);
    },
  );

  test('an uncertain email is given up before the provider forgets its key', async () => {
    const sent = await send(Array(100).fill(UNCERTAIN), {
      milliseconds: HOUR / 2,
      keyLifetimeMs: 1.2 * HOUR,
    });
    expect(sent).toMatchObject({ keys: 1, bodies: 1, told: ['Letter 1 was given up: Silence.'] });
    expect(sent.requests).toBeLessThan(20);
    expect(await isOpen()).toBe(false);
  });

  test('an uncertain email is not repeated if the machine comes back after the provider has forgotten its key', async () => {
    await send([UNCERTAIN], { milliseconds: 500 });
    clock.advance(DAY);
    const transport = scriptedTransport();
    expect(await sendFor(1_000, { outgoingEmailStore, transport, clock })).toEqual([
      expect.stringContaining('no longer remembers'),
    ]);
    expect(transport.requests).toEqual([]);
  });

  test('an email is uncertain if the transport throws', async () => {
    await writeEmails(store, [ADA], clock.now());
    const transport = scriptedTransport([], {
      handOverMessage: async () => {
        throw new Error('broken');
      },
    });
    await sendFor(1_000, { outgoingEmailStore, transport, clock });
    const again = scriptedTransport();
    await sendFor(10_000, { outgoingEmailStore, transport: again, clock });
    expect(again.taken).toEqual([ADA]);
  });
});

describe('an email that would be written otherwise at its next attempt', () => {
  const OTHER = { ...NEWSLETTER, name: 'Another name', postalAddress: 'Another street' };
  const LOOK = lookStoreOf({ accent: '#b3005e' });
  /** The first attempt as the script says, and then a sender with another name and another look. */
  async function sendWithChange(act: Act, transport = scriptedTransport([act])) {
    await writeEmails(store, [ADA], clock.now());
    await sendFor(500, { outgoingEmailStore, transport, clock });
    await sendFor(10_000, { outgoingEmailStore, transport, clock, lookStore: LOOK }, OTHER);
    return transport;
  }

  test.each([
    ['was not taken', UNCERTAIN],
    ['was taken', { takenBut: UNCERTAIN }],
  ] as const)(
    'an uncertain email is repeated as it was, under its key, whatever changed since, if it %s',
    async (_, act) => {
      const { requests, taken } = await sendWithChange(act);
      expect(requests).toHaveLength(2);
      expect(requests[1]).toEqual(requests[0]);
      expect(taken).toEqual([ADA]);
    },
  );

  test('an email of which the provider took nothing is written anew, under another key', async () => {
    const { requests, taken } = await sendWithChange({
      kind: 'retry',
      at: clock.now() + 1_000,
      reason: 'Busy.',
    });
    expect(requests.map(({ body }) => JSON.parse(body).subject)).toEqual([
      'Confirm your subscription to Weekly Verdicts',
      'Confirm your subscription to Another name',
    ]);
    expect(new Set(requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
    expect(taken).toEqual([ADA]);
  });

  test('an email that waited has the look in force when it is first handed over', async () => {
    await writeEmails(store, [ADA], clock.now());
    const { lookStore } = stores;
    const look = { ...DEFAULT_LOOK, accent: '#b3005e' };
    await lookStore.saveLook({ look, png: null, revision: 0, at: clock.now() + 1 });
    const transport = scriptedTransport();
    await sendFor(500, { outgoingEmailStore, transport, clock, lookStore });
    expect(JSON.parse(transport.requests[0]?.body ?? '').html).toContain('#b3005e');
  });

  test('an uncertain email goes through no other transport, because that knows no key of the first', async () => {
    await writeEmails(store, [ADA], clock.now());
    await sendFor(500, { outgoingEmailStore, transport: scriptedTransport([UNCERTAIN]), clock });
    const outbox = scriptedTransport([], { name: 'outbox' });
    expect(await sendFor(10_000, { outgoingEmailStore, transport: outbox, clock })).toEqual([
      'Letter 1 was given up: It may have gone out already, through the transport resend.',
    ]);
    expect(outbox.requests).toEqual([]);
  });

  test('an email does not go to somebody who was erased while it waited for its turn', async () => {
    await writeEmails(store, [ADA], clock.now());
    const { signUpKeys } = knownSignUpKeys();
    const transport = scriptedTransport([], {
      awaitTurn: async () => {
        const erasedKeys = signUpKeys.erasedKeys(ADA);
        await store.erase({ emailKey: ADA, erasedKeys, at: clock.now() });
        return IMMEDIATE_TURN;
      },
    });
    expect(await sendFor(2_000, { outgoingEmailStore, transport, clock })).toEqual([]);
    expect(transport.requests).toEqual([]);
  });
});

describe('an email that is refused', () => {
  test('an email that is refused for its content is given up', async () => {
    const rejected: BatchAnswer = {
      kind: 'answered',
      outcomes: [{ kind: 'rejected', code: 'validation_error', message: 'No such address.' }],
    };
    expect(await send([rejected])).toMatchObject({
      requests: 1,
      told: ['Letter 1 was given up: validation_error: No such address.'],
    });
    expect(await isOpen()).toBe(false);
  });

  test('an email whose key belongs to another one is given up', async () => {
    expect(await send([{ kind: 'hold', reason: 'Another body.' }])).toMatchObject({ requests: 1 });
    expect(await isOpen()).toBe(false);
  });

  test('an email that is refused for now goes out when its time has come', async () => {
    const at = clock.now() + MINUTE;
    const sent = await send([{ kind: 'retry', at, reason: 'Busy.' }], { milliseconds: MINUTE - 1_000 });
    expect(sent).toMatchObject({ requests: 1, taken: [], told: [] });
    const transport = scriptedTransport();
    await sendFor(2_000, { outgoingEmailStore, transport, clock });
    expect(transport.taken).toEqual([ADA]);
  });

  test('an email that needs a person holds up the others, and they all go out once that is solved', async () => {
    const pause: BatchAnswer = { kind: 'pause', until: null, reason: 'Wrong key.', maybePartial: false };
    const emails = [ADA, 'eve@verdicts.test'];
    await writeEmails(store, emails, clock.now());
    const transport = scriptedTransport(Array(24).fill(pause));
    const told = await sendFor(2 * HOUR + MINUTE, { outgoingEmailStore, transport, clock });
    expect(transport.requests).toHaveLength(24 + emails.length);
    expect(transport.taken).toEqual(emails);
    expect(new Set(told)).toEqual(new Set(['Letters wait: Wrong key.']));
  });

  test('an email that is refused for longer than its link is valid is dropped', async () => {
    const pause: BatchAnswer = { kind: 'pause', until: null, reason: 'Wrong key.', maybePartial: false };
    await send(Array(100).fill(pause));
    clock.advance(72 * HOUR);
    const transport = scriptedTransport();
    await sendFor(1_000, { outgoingEmailStore, transport, clock });
    expect(transport.requests).toEqual([]);
    expect(await isOpen()).toBe(false);
  });
});

test('an email whose turn does not come within its lease is given back, and goes out later', async () => {
  await writeEmails(store, [ADA], clock.now());
  let turns = 0;
  const transport = scriptedTransport([], {
    awaitTurn: async () => {
      turns += 1;
      if (turns === 1) clock.advance(HOUR);
      return { id: turns, at: clock.now() };
    },
  });
  await sendFor(HOUR + 5_000, { outgoingEmailStore, transport, clock });
  expect([turns, transport.taken]).toEqual([2, [ADA]]);
});

test('a failure of the store is reported and retried', async () => {
  await writeEmails(store, [ADA], clock.now());
  let failed = false;
  const failing: OutgoingEmailStore = {
    ...outgoingEmailStore,
    claimEmail: async (claim) => {
      if (failed) return outgoingEmailStore.claimEmail(claim);
      failed = true;
      throw new Error('The disk is full.');
    },
  };
  const transport = scriptedTransport();
  expect(await sendFor(5_000, { outgoingEmailStore: failing, transport, clock })).toEqual([
    'The disk is full.',
  ]);
  expect(transport.taken).toEqual([ADA]);
});

describe('a sender of emails that is killed', () => {
  /** Runs a sender until it dies at a point, and then another one after the lease. */
  async function killedAt(point: 'after-claim' | 'after-fix' | 'after-hand-over') {
    await writeEmails(store, [ADA], clock.now());
    const transport = scriptedTransport();
    const killed = new AbortController();
    const dead = (): never => {
      killed.abort();
      throw new Error('killed');
    };
    const dying: OutgoingEmailStore = {
      ...outgoingEmailStore,
      claimEmail: async (claim) => {
        if (killed.signal.aborted) return null;
        const email = await outgoingEmailStore.claimEmail(claim);
        return point === 'after-claim' ? dead() : email;
      },
      fixRequest: async (fixed) => {
        const isFixed = await outgoingEmailStore.fixRequest(fixed);
        return point === 'after-fix' ? dead() : isFixed;
      },
      settleEmail: async () => dead(),
    };
    await sendFor(1_000, { outgoingEmailStore: dying, transport, clock });
    await sendFor(5 * MINUTE, { outgoingEmailStore, transport, clock });
    return transport;
  }

  test.each(['after-claim', 'after-fix', 'after-hand-over'] as const)(
    'a sender that is killed %s leaves nobody out, and emails nobody twice',
    async (point) => {
      const { taken, requests } = await killedAt(point);
      expect(taken).toEqual([ADA]);
      expect(requests).toHaveLength(point === 'after-hand-over' ? 2 : 1);
      expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
      expect(await isOpen()).toBe(false);
    },
  );
});
