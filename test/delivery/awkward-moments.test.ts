import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { resumeIssue } from '../../src/issue-actions/resume-issue.ts';
import { resumeSending } from '../../src/issue-actions/resume-sending.ts';
import type { IssueStatus } from '../../src/issues/issue-status-rules.ts';
import type { BatchAnswer } from '../../src/transport/transport.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import {
  type Act,
  type ScriptedTransport,
  scriptedTransport,
} from '../support/sending/scripted-transport.ts';
import { sendDeps } from '../support/sending/send-deps.ts';

let stores: Stores;
let clock: TestClock;
beforeEach(async () => {
  stores = await openWithTables();
  clock = testClock();
});
afterEach(() => stores.close());

const send = (
  transport: ScriptedTransport,
  given: { dailyLimit?: number; onWait?: (wait: { reason: string }) => void } = {},
) => sendIssue(SLOT, sendDeps(stores, { transport, clock, ...given }));

const approveFor = async (readers: number) => {
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
};

const change = (to: IssueStatus, reason: string | null = null) =>
  stores.issueStore.changeStatus({ slot: SLOT, scheduledAt: TUESDAY, to, reason, at: clock.now() });

const MIDNIGHT = Date.parse('2026-11-18T00:00:00Z');
const DAY_IS_FULL: BatchAnswer = {
  kind: 'pause',
  until: MIDNIGHT,
  reason: 'The day is full.',
  maybePartial: false,
};
const SILENCE: BatchAnswer = { kind: 'uncertain', reason: 'No answer.' };

/** A provider that runs a callback while the request with this number, from 1, is in flight. */
function interrupted(number: number, act: () => Promise<unknown>, script: Act[] = []): ScriptedTransport {
  const transport = scriptedTransport(script);
  const { handOver } = transport;
  transport.handOver = async (...request) => {
    if (transport.requests.length === number - 1) await act();
    return handOver(...request);
  };
  return transport;
}

describe('a first request of which every message is rejected', () => {
  const rejection = (count: number): Act => ({
    kind: 'answered',
    outcomes: Array.from({ length: count }, () => ({
      kind: 'rejected',
      code: 'validation_error',
      message: 'Bad from.',
    })),
  });

  test('a first request whose messages are all rejected stops the issue before anybody is left out, and gets a new key', async () => {
    await approveFor(30);
    const transport = scriptedTransport([rejection(30)]);
    expect(await send(transport)).toMatchObject({
      status: 'paused',
      pausedUntil: null,
      reason: expect.stringContaining('Bad from.'),
      deliveries: { pending: 30, rejected: 0 },
    });
    await change('sending');
    expect((await send(transport)).status).toBe('sent');
    expect(new Set(transport.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
    expect(transport.taken).toHaveLength(30);
  });

  test('a request whose messages are all rejected, after others were accepted, loses only those messages', async () => {
    await approveFor(130);
    expect(await send(scriptedTransport(['take', rejection(30)]))).toMatchObject({
      status: 'sent',
      deliveries: { submitted: 100, rejected: 30 },
    });
  });
});

describe('a pause by a person', () => {
  test('a pause by a person is not overwritten by one that ends by itself', async () => {
    await approveFor(150);
    const transport = interrupted(1, () => change('paused', 'Wait for me.'), [DAY_IS_FULL]);
    expect(await send(transport)).toMatchObject({
      status: 'paused',
      reason: 'Wait for me.',
      pausedUntil: null,
    });
  });

  test('a pause by a person is not overwritten by the daily limit', async () => {
    await approveFor(150);
    const transport = interrupted(1, () => change('paused', 'Wait for me.'));
    expect(await send(transport, { dailyLimit: 100 })).toMatchObject({
      reason: 'Wait for me.',
      pausedUntil: null,
    });
  });

  test('a pause or a stop by a person replaces a pause that would end by itself', async () => {
    await approveFor(150);
    const pause = {
      slot: SLOT,
      scheduledAt: TUESDAY,
      to: 'paused',
      reason: 'The day is full.',
      at: TUESDAY,
    } as const;
    const act = () => stores.issueStore.changeStatus({ ...pause, pausedUntil: MIDNIGHT });
    const stop: Act = { kind: 'pause', until: null, reason: 'The key is wrong.', maybePartial: false };
    expect(await send(interrupted(1, act, [stop]))).toMatchObject({
      reason: 'The key is wrong.',
      pausedUntil: null,
    });
  });

  test('a pause or a cancellation by a person stops a request that may have been accepted from being repeated', async () => {
    await approveFor(50);
    const transport = scriptedTransport([SILENCE]);
    const { awaitTurn } = transport;
    let turns = 0;
    transport.awaitTurn = async (...terms) => {
      turns += 1;
      if (turns === 2) await change('cancelled');
      return awaitTurn(...terms);
    };
    expect(await send(transport)).toMatchObject({ status: 'cancelled' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('a request that may have been accepted when the daily quota is used up', () => {
  const lostAnswer: Act = { takenBut: SILENCE };

  test('an uncertain request is repeated at once, not a day later when its key is forgotten', async () => {
    await approveFor(250);
    clock.set('2026-11-17T00:00:30Z');
    const transport = scriptedTransport([lostAnswer, DAY_IS_FULL]);
    expect(await send(transport)).toMatchObject({
      status: 'paused',
      pausedUntil: MIDNIGHT,
      deliveries: { submitted: 100, pending: 150, uncertain: 0 },
    });
  });

  test('an uncertain request is repeated at once with our own daily limit, too', async () => {
    await approveFor(250);
    const transport = scriptedTransport([lostAnswer]);
    expect(await send(transport, { dailyLimit: 100 })).toMatchObject({
      status: 'paused',
      deliveries: { submitted: 100, pending: 150, uncertain: 0 },
    });
    expect(transport.requests).toHaveLength(2);
  });
});

test('an issue that waits for the next day continues at once if a person resumes it', async () => {
  await approveFor(150);
  const transport = scriptedTransport([DAY_IS_FULL]);
  await send(transport);
  await resumeIssue(SLOT, null, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    clock,
    config: { transportName: 'resend', schedule: { zone: 'UTC' } },
  });
  expect((await send(transport)).status).toBe('sent');
  expect(clock.now()).toBeLessThan(TUESDAY + HOUR);
});

test('of several pauses at once, the one that waits for a person wins', async () => {
  await approveFor(250);
  const stop: Act = { kind: 'pause', until: null, reason: 'Suspended.', maybePartial: false };
  const transport = scriptedTransport([DAY_IS_FULL, stop, DAY_IS_FULL], { concurrency: 3 });
  const { handOver } = transport;
  let inFlight = 0;
  let go: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  transport.handOver = async (...request) => {
    inFlight += 1;
    if (inFlight === 3) go();
    await all;
    return handOver(...request);
  };
  expect(await send(transport)).toMatchObject({ status: 'paused', reason: 'Suspended.', pausedUntil: null });
});

test('an issue that waits does not keep another one from going out', async () => {
  await approveFor(10);
  await freezeWholeAudience(stores.deliveryStore);
  await approveIssue(stores, { slot: '2026-W48', id: 'ee'.repeat(16) });
  await freezeWholeAudience(stores.deliveryStore, { slot: '2026-W48' });
  const stop = new AbortController();
  const transport = scriptedTransport();
  const { handOver } = transport;
  transport.handOver = async (request, terms) => {
    if (request.issue.slot === SLOT) return SILENCE;
    stop.abort();
    return handOver(request, terms);
  };
  await resumeSending({
    ...sendDeps(stores, {
      transport,
      clock: {
        now: clock.now,
        sleep: async (wait, signal) => {
          await clock.sleep(wait, signal);
          await setImmediate();
        },
      },
      signal: stop.signal,
    }),
    onError: (slot, reason) => {
      throw new Error(`${slot}: ${reason}`);
    },
  });
  expect(transport.taken).toHaveLength(10);
});

test('deliveries that a person decides to resend get a key of their own', async () => {
  await approveFor(2);
  const transport = scriptedTransport([{ kind: 'hold', reason: 'Another body.' }]);
  expect((await send(transport)).status).toBe('paused');
  await resumeIssue(SLOT, 'resend', {
    ...stores,
    deliveryStore: stores.deliveryStore,
    clock,
    config: { transportName: 'resend', schedule: { zone: 'UTC' } },
  });
  expect((await send(transport)).status).toBe('sent');
  expect(new Set(transport.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

test('a provider that wants no requests for a while is waited for, and the wait is shown', async () => {
  await approveFor(2);
  const transport = scriptedTransport();
  const { awaitTurn } = transport;
  transport.awaitTurn = async (signal, onWait) => {
    onWait?.(TUESDAY + HOUR);
    return awaitTurn(signal);
  };
  const told: string[] = [];
  await send(transport, { onWait: ({ reason }) => told.push(reason) });
  expect(told).toEqual(['The provider asked to wait.']);
});

describe('events', () => {
  const tell = (deliveryId: number, id = `e${deliveryId}`) =>
    stores.providerEventStore.applyProviderEvents(
      [
        {
          id,
          type: 'email.delivered',
          occurredAt: TUESDAY,
          providerId: `provider-${deliveryId}`,
          delivery: { issueId: 'f0'.repeat(16), deliveryId },
          emailKey: null,
          report: { state: 'delivered' },
        },
      ],
      clock.now(),
    );

  test('events that settle all unknown outcomes finish the issue', async () => {
    await approveFor(2);
    await send(scriptedTransport([{ kind: 'hold', reason: 'Nobody knows.' }]));
    await tell(1);
    expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({ status: 'paused' });
    await tell(2);
    expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'sent',
      reason: null,
      deliveries: { submitted: 2, uncertain: 0 },
    });
  });

  test('events tell the outcome of a cancelled issue’s last request', async () => {
    await approveFor(2);
    await send(interrupted(1, () => change('cancelled'), [SILENCE]));
    await change('cancelled');
    await tell(1);
    const { deliveries } = (await stores.issueStore.findIssue(SLOT)) ?? {};
    expect(deliveries).toMatchObject({ submitted: 1 });
  });

  test('an event about a delivery whose request is later refused keeps it from being sent again', async () => {
    await approveFor(2);
    const transport = interrupted(1, () => tell(1), [{ kind: 'retry', at: TUESDAY, reason: 'full' }]);
    expect(await send(transport)).toMatchObject({ status: 'sent', deliveries: { submitted: 2 } });
    expect(transport.taken).toEqual(['reader2@verdicts.test']);
  });
});

test('a cancelled issue with unknown outcomes keeps its items and counts those outcomes', async () => {
  await approveFor(2);
  await freezeWholeAudience(stores.deliveryStore);
  await handOverAll(stores.deliveryStore, { ending: 'uncertain' });
  await change('paused');
  await stores.deliveryStore.settleUncertain({ slot: SLOT, how: 'resend', at: TUESDAY });
  await change('cancelled');
  expect(await stores.comparisonStore.openComparisons('2026-W48')).toEqual([]);
});

test('a batch that was claimed before midnight and sent after it counts towards the new day', async () => {
  await approveFor(200);
  await freezeWholeAudience(stores.deliveryStore);
  const now = MIDNIGHT - 1;
  const lease = { owner: 'x', expiresAt: now + DAY };
  const claim = { slot: SLOT, lease, now, dailyLimit: 100 };
  const batch = await stores.deliveryStore.claimBatch(claim);
  if (batch?.kind !== 'new') throw new Error('There is a batch.');
  const tokens = { unsubscribe: 'u', preferences: 'p' };
  const recipients = batch.members.map((member) => ({ ...member, tokens }));
  const request = { batch, recipients, idempotencyKey: 'k', bodyHash: 'ab'.repeat(32) };
  expect(await stores.deliveryStore.fixRequest({ ...request, now: MIDNIGHT })).toBe('changed');
});

test('a worker that lost a lease to another of the same process cannot give the batch back', async () => {
  await approveFor(2);
  let slow: (() => void) | undefined;
  const transport = scriptedTransport(['take', 'take'], { concurrency: 2 });
  const { handOver } = transport;
  transport.handOver = async (...request) => {
    if (slow !== undefined) {
      const answer = await handOver(...request);
      slow();
      return answer;
    }
    const refused = new Promise<void>((resolve) => {
      slow = resolve;
    });
    clock.advance(40_000);
    await refused;
    return DAY_IS_FULL;
  };
  const issue = await send(transport);
  expect(issue).toMatchObject({ deliveries: { submitted: 2, pending: 0 } });
  expect(transport.taken).toHaveLength(2);
});
