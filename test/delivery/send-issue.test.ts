import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { testClock } from '../support/clock.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { addReaders, approveIssue, SLOT, type Stores } from '../support/issues.ts';
import {
  type Act,
  type ScriptedTransport,
  scriptedTransport,
} from '../support/sending/scripted-transport.ts';

let stores: Stores;
let clock: ReturnType<typeof testClock>;
const UNSUBSCRIBED = { event: 'unsubscribed', source: 'test', at: TUESDAY } as const;

beforeEach(async () => {
  stores = await openWithTables();
  clock = testClock();
});
afterEach(() => stores.close());

const send = (transport: ScriptedTransport, owner = 'a') =>
  sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport,
    signer: createTokenSigner(['s'.repeat(32)]),
    clock,
    owner,
    signal: new AbortController().signal,
    dailyLimit: null,
  });

const approveFor = async (readers: number) => {
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
};

const everybodyOnce = (count: number) =>
  Array.from({ length: count }, (_, index) => `reader${index + 1}@verdicts.test`);

test('every subscriber gets the issue once, and it is sent', async () => {
  await approveFor(250);
  const transport = scriptedTransport();
  expect(await send(transport)).toMatchObject({
    status: 'sent',
    audience: { candidates: 250, prepared: 250 },
    deliveries: { pending: 0, submitted: 250 },
  });
  expect(transport.taken).toEqual(everybodyOnce(250));
  expect(transport.requests).toHaveLength(3);
});

test('sending a sent issue again emails nobody', async () => {
  await approveFor(3);
  await send(scriptedTransport());
  const transport = scriptedTransport();
  expect((await send(transport)).status).toBe('sent');
  expect(transport.requests).toEqual([]);
});

test('an uncertain batch is repeated with the same bytes and key', async () => {
  await approveFor(2);
  const lost: Act = { takenBut: { kind: 'uncertain', reason: 'reset' } };
  const transport = scriptedTransport([lost, { kind: 'uncertain', reason: 'timeout' }]);
  expect((await send(transport)).status).toBe('sent');
  expect(transport.requests).toHaveLength(3);
  expect(new Set(transport.requests.map((request) => JSON.stringify(request))).size).toBe(1);
  expect(transport.taken).toEqual(everybodyOnce(2));
});

test('a subscriber who leaves between two attempts is in both, since the first may have been accepted', async () => {
  await approveFor(2);
  const transport = scriptedTransport([{ kind: 'uncertain', reason: 'timeout' }]);
  const { handOver } = transport;
  transport.handOver = async (...request) => {
    await stores.subscriberStore.unsubscribe('reader1@verdicts.test', UNSUBSCRIBED);
    return handOver(...request);
  };
  await send(transport);
  expect(transport.taken).toEqual(everybodyOnce(2));
});

test('a batch that stays uncertain until the provider forgets its key waits for a person', async () => {
  await approveFor(2);
  const silent: Act[] = Array.from({ length: 1000 }, () => ({ kind: 'uncertain', reason: 'no answer' }));
  const transport = scriptedTransport(silent, { keyLifetimeMs: 1.2 * HOUR });
  const issue = await send(transport);
  expect(issue).toMatchObject({ status: 'paused', deliveries: { pending: 0, uncertain: 2 } });
  expect(issue.reason).toContain('2 deliveries');
  expect(clock.now() - TUESDAY).toBeLessThan(0.2 * HOUR);
  expect(clock.now() - TUESDAY).toBeGreaterThan(0.1 * HOUR);
});

test('a provider that asks to wait gets the next request at the time it gave', async () => {
  await approveFor(2);
  const transport = scriptedTransport([{ kind: 'retry', at: TUESDAY + 60_000, reason: 'full' }]);
  expect((await send(transport)).status).toBe('sent');
  expect(clock.now()).toBeGreaterThanOrEqual(TUESDAY + 60_000);
});

test('an account-wide refusal pauses the issue and loses no delivery', async () => {
  await approveFor(150);
  const transport = scriptedTransport([
    'take',
    { kind: 'pause', until: null, reason: 'The key is wrong.', maybePartial: false },
  ]);
  expect(await send(transport)).toMatchObject({
    status: 'paused',
    reason: 'The key is wrong.',
    deliveries: { pending: 50, submitted: 100 },
  });
  const change = { slot: SLOT, scheduledAt: TUESDAY, reason: null, at: clock.now() };
  await stores.issueStore.changeStatus({ ...change, to: 'sending' });
  expect((await send(transport)).status).toBe('sent');
  expect(transport.taken).toEqual(everybodyOnce(150));
});

test('a pause of more than a day does not make a batch uncertain if it was never accepted', async () => {
  await approveFor(1);
  const transport = scriptedTransport([
    { kind: 'pause', until: TUESDAY + 48 * HOUR, reason: 'The day is used up.', maybePartial: false },
  ]);
  await send(transport);
  clock.advance(48 * HOUR);
  await stores.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'sending',
    reason: null,
    at: clock.now(),
  });
  expect((await send(transport)).status).toBe('sent');
});

test('each rejected delivery keeps its code, and the others are submitted', async () => {
  await approveFor(2);
  const answer = {
    kind: 'answered',
    outcomes: [
      { kind: 'rejected', code: 'invalid_to', message: 'No' },
      { kind: 'accepted', providerId: 'p' },
    ],
  } as const;
  expect(await send(scriptedTransport([answer]))).toMatchObject({
    status: 'sent',
    deliveries: { submitted: 1, rejected: 1 },
  });
});

const TOO_LARGE = { kind: 'divide', code: 'too-large', reason: '413' } as const;

test('a request that is too large is sent in halves with keys of their own', async () => {
  await approveFor(3);
  const transport = scriptedTransport([TOO_LARGE]);
  expect((await send(transport)).status).toBe('sent');
  expect(transport.requests).toHaveLength(3);
  expect(new Set(transport.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
  expect(transport.taken.toSorted()).toEqual(everybodyOnce(3));
});

test('a provider that refuses a request because of one message loses only that message', async () => {
  await approveFor(150);
  const refuses = 'reader120@verdicts.test ';
  const transport = scriptedTransport();
  const { handOver } = transport;
  transport.handOver = async (request, terms) =>
    Buffer.concat(request.body).includes(refuses)
      ? { kind: 'divide', code: 'validation_error', reason: 'One of them is wrong.' }
      : handOver(request, terms);
  expect(await send(transport)).toMatchObject({
    status: 'sent',
    deliveries: { submitted: 149, rejected: 1 },
  });
  expect(new Set(transport.taken).size).toBe(149);
});

test('if the very first message is refused, a person is asked before anybody is left out', async () => {
  await approveFor(3);
  const transport = scriptedTransport([TOO_LARGE, TOO_LARGE, TOO_LARGE]);
  expect(await send(transport)).toMatchObject({
    status: 'paused',
    reason: '413',
    deliveries: { pending: 3 },
  });
});

test('an answer that forbids a repetition leaves its batch to a person, and the others continue', async () => {
  await approveFor(150);
  const transport = scriptedTransport([{ kind: 'hold', reason: 'The key stands for another body.' }]);
  const issue = await send(transport);
  expect(issue).toMatchObject({ status: 'paused', deliveries: { uncertain: 100, submitted: 50 } });
  expect(issue.reason).toContain('The key stands for another body.');
});

test('a batch that does not fit the day’s limit is sent in part, and the rest on the next day', async () => {
  await approveFor(150);
  const full = {
    kind: 'pause',
    until: TUESDAY + 15 * HOUR,
    reason: 'The day is used up.',
    maybePartial: false,
  } as const;
  const transport = scriptedTransport([full]);
  expect(await send(transport)).toMatchObject({ status: 'paused', pausedUntil: TUESDAY + 15 * HOUR });
  clock.set(new Date(TUESDAY + 15 * HOUR).toISOString());
  const change = { slot: SLOT, scheduledAt: TUESDAY, reason: null, at: clock.now() };
  await stores.issueStore.changeStatus({ ...change, to: 'sending' });
  await send(transport);
  expect(transport.requests).toHaveLength(4);
  expect(transport.taken.toSorted()).toEqual(everybodyOnce(150).toSorted());
});

test('a request whose bytes changed between two attempts stops for a person instead of going out', async () => {
  await approveFor(2);
  const transport = scriptedTransport([{ kind: 'uncertain', reason: 'timeout' }]);
  const versions = ['one', 'two'];
  transport.compose = async () => [Buffer.from(versions.shift() ?? 'three')];
  expect(await send(transport)).toMatchObject({ status: 'paused', deliveries: { uncertain: 2 } });
  expect(transport.requests).toHaveLength(1);
});

test('an error thrown by a transport counts as an uncertain outcome', async () => {
  await approveFor(1);
  const transport = scriptedTransport();
  const { handOver } = transport;
  let calls = 0;
  transport.handOver = (...request) => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('bug')) : handOver(...request);
  };
  expect((await send(transport)).status).toBe('sent');
});

test('two senders at once share the work', async () => {
  await approveFor(950);
  const transport = scriptedTransport();
  const [one, other] = await Promise.all([send(transport, 'a'), send(transport, 'b')]);
  expect([one.status, other.status]).toEqual(['sent', 'sent']);
  expect(transport.taken.toSorted()).toEqual(everybodyOnce(950).toSorted());
  expect(transport.requests).toHaveLength(10);
});

test('several batches in flight send the same bodies as one at a time', async () => {
  await approveFor(950);
  const four = scriptedTransport([], { concurrency: 4 });
  await send(four);
  const again = await openWithTables();
  await addReaders(again.subscriberStore, 950);
  await approveIssue(again);
  const former = stores;
  stores = again;
  const one = scriptedTransport();
  await send(one);
  former.close();
  const bodies = (transport: ScriptedTransport) => transport.requests.map(({ body }) => body).toSorted();
  expect(bodies(four)).toEqual(bodies(one));
});

test('a sender that is asked to stop finishes its batch, and another continues', async () => {
  await approveFor(300);
  const stop = new AbortController();
  const transport = scriptedTransport();
  const { handOver } = transport;
  transport.handOver = (...request) => {
    stop.abort();
    return handOver(...request);
  };
  const issue = await sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport,
    signer: createTokenSigner(['s'.repeat(32)]),
    clock,
    owner: 'a',
    dailyLimit: null,
    signal: stop.signal,
  });
  expect(issue).toMatchObject({ status: 'sending', deliveries: { submitted: 100, pending: 200 } });
  expect((await send(scriptedTransport([], { handOver }), 'b')).status).toBe('sent');
  expect(transport.taken).toEqual(everybodyOnce(300));
});

test('an issue is sent as it was last approved, however late that was', async () => {
  await approveFor(1);
  const { issueStore, deliveryStore } = stores;
  const transport = scriptedTransport();
  stores = {
    ...stores,
    deliveryStore: {
      ...deliveryStore,
      freezeAudience: async (step) => {
        const change = { slot: SLOT, scheduledAt: TUESDAY, reason: null, at: TUESDAY };
        if ((await issueStore.changeStatus({ ...change, from: 'approved', to: 'draft' })).changed) {
          await approveIssue(stores, {
            text: { fixed: ['Corrected ', ' ', ''], places: ['unsubscribe', 'preferences'] },
          });
        }
        return deliveryStore.freezeAudience(step);
      },
    },
  };
  await send(transport);
  expect(transport.requests[0]?.body).toContain('Corrected');
});

test('a lease is renewed during a long request, so that nobody else takes the batch', async () => {
  await approveFor(1);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const transport = scriptedTransport();
    const { handOver } = transport;
    const others: unknown[] = [];
    transport.handOver = async (...request) => {
      for (let passed = 0; passed < 60_000; passed += 10_000) {
        clock.advance(10_000);
        await vi.advanceTimersByTimeAsync(10_000);
        const now = clock.now();
        others.push(
          await stores.deliveryStore.claimBatch({
            slot: SLOT,
            lease: { owner: 'b', expiresAt: now + 1 },
            now,
            dailyLimit: null,
          }),
        );
      }
      return handOver(...request);
    };
    expect((await send(transport)).status).toBe('sent');
    expect(others).toEqual([null, null, null, null, null, null]);
  } finally {
    vi.useRealTimers();
  }
});

test('an issue that is paused and resumed while its audience is being fixed is not taken for sent', async () => {
  await approveFor(30);
  const { deliveryStore } = stores;
  stores = {
    ...stores,
    deliveryStore: {
      ...deliveryStore,
      freezeAudience: async (step) => {
        await deliveryStore.freezeAudience({ ...step, limit: 10 });
        return { done: true, candidates: 10 };
      },
    },
  };
  expect((await send(scriptedTransport())).status).toBe('sending');
  stores = { ...stores, deliveryStore };
  const transport = scriptedTransport();
  expect((await send(transport)).status).toBe('sent');
  expect(transport.taken).toEqual(everybodyOnce(30));
});

test('a sender that is asked to stop before the audience is fixed reports the issue as approved', async () => {
  await approveFor(1);
  const issue = await sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport: scriptedTransport(),
    signer: createTokenSigner(['s'.repeat(32)]),
    clock,
    owner: 'a',
    dailyLimit: null,
    signal: AbortSignal.abort(),
  });
  expect(issue.status).toBe('approved');
});
