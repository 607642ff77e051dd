import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchHold, ClaimedBatch, FixedRequest } from '../../src/delivery/delivery-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import {
  type Stores as AllStores,
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../support/issues.ts';

const LEASE = 30_000;
const LATER_SLOT = '2026-W48';

type Stores = Pick<
  AllStores,
  'subscriberStore' | 'comparisonStore' | 'issueStore' | 'deliveryStore' | 'close'
>;

/** What every store of deliveries must do. */
export function deliveryStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`the deliveries in ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const claimWithin = (dailyLimit: number | null, { owner = 'a', now = TUESDAY } = {}) => {
      const lease = { owner, expiresAt: now + LEASE };
      return stores.deliveryStore.claimBatch({ slot: SLOT, lease, now, dailyLimit });
    };
    const claim = async (owner = 'a', now = TUESDAY) => {
      const batch = await claimWithin(null, { owner, now });
      if (batch?.kind === 'day-full') throw new Error('There is no limit.');
      return batch;
    };
    const begin = async (readers: number) => {
      await addReaders(stores.subscriberStore, readers);
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
    };
    const fix = (batch: BatchHold & ClaimedBatch, now = TUESDAY) =>
      stores.deliveryStore.fixRequest({ batch, now, ...requestFor(batch) });
    const leave = (email: string) =>
      stores.subscriberStore.unsubscribe(email, { ...IMPORTED, event: 'unsubscribed' });
    const counts = async () => (await stores.deliveryStore.progress(SLOT)).deliveries;

    describe('the audience', () => {
      test('the audience’s candidates are prepared or excluded, and nobody else is a candidate', async () => {
        const list = [
          aNewSubscriber({ email: 'reads@verdicts.test' }),
          aNewSubscriber({ email: 'bounced@verdicts.test', suppression: 'bounced' }),
          aNewSubscriber({ email: 'pauses@verdicts.test', pausedUntil: TUESDAY + DAY }),
          aNewSubscriber({ email: 'is-back@verdicts.test', pausedUntil: TUESDAY }),
          aNewSubscriber({
            email: 'bounced-and-pauses@verdicts.test',
            suppression: 'complained',
            pausedUntil: TUESDAY + DAY,
          }),
          aNewSubscriber({ email: 'pending@verdicts.test', status: 'pending' }),
          aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
        ];
        await stores.subscriberStore.importSubscribers(list, IMPORTED);
        const expected = { candidates: 5, prepared: 2, excluded: { suppressed: 2, paused: 1 } };
        expect(await stores.deliveryStore.forecastAudience(TUESDAY)).toEqual(expected);
        await approveIssue(stores);
        await freezeWholeAudience(stores.deliveryStore);
        expect((await stores.issueStore.findIssue(SLOT))?.audience).toEqual(expected);
        expect((await counts()).pending).toBe(2);
      });

      test('the audience is fixed in steps of any size, with full batches except the last', async () => {
        await addReaders(stores.subscriberStore, 250);
        await approveIssue(stores);
        await freezeWholeAudience(stores.deliveryStore, { limit: 7 });
        const sizes = [await claim(), await claim(), await claim()].map((batch) => membersOf(batch).length);
        expect(sizes).toEqual([100, 100, 50]);
        expect(await claim()).toBeNull();
      });

      test('no batch can be claimed before the whole audience is fixed', async () => {
        await addReaders(stores.subscriberStore, 150);
        await approveIssue(stores);
        await stores.deliveryStore.freezeAudience({
          slot: SLOT,
          at: TUESDAY,
          limit: 120,
          transport: 'resend',
        });
        expect(await claim()).toBeNull();
      });

      test('the audience is fixed once: continuing or repeating it adds nobody', async () => {
        await begin(30);
        await addReaders(stores.subscriberStore, 40);
        await freezeWholeAudience(stores.deliveryStore);
        expect((await stores.issueStore.findIssue(SLOT))?.audience.prepared).toBe(30);
      });

      test('an issue that is not approved gets no audience', async () => {
        await addReaders(stores.subscriberStore, 3);
        expect(
          await stores.deliveryStore.freezeAudience({
            slot: SLOT,
            at: TUESDAY,
            limit: 10,
            transport: 'resend',
          }),
        ).toEqual({
          done: true,
          candidates: 0,
        });
      });
    });

    describe('a claimed batch', () => {
      test('a claimed batch belongs to its holder alone until the lease lapses', async () => {
        await begin(10);
        expect(await claim('a')).toMatchObject({ number: 1, kind: 'new' });
        expect(await claim('b', TUESDAY + LEASE - 1)).toBeNull();
        expect(await claim('b', TUESDAY + LEASE)).toMatchObject({ number: 1, owner: 'b' });
      });

      test('a claimed batch is kept by renewing its lease', async () => {
        await begin(10);
        const batch = present(await claim('a'));
        expect(await stores.deliveryStore.renewLease(batch, TUESDAY + 2 * LEASE)).toBe(true);
        expect(await claim('b', TUESDAY + LEASE)).toBeNull();
      });

      test('a claimed batch cannot be changed by a sender that lost its lease', async () => {
        await begin(10);
        const lost = present(await claim('a'));
        await claim('b', TUESDAY + LEASE);
        const { deliveryStore } = stores;
        expect(await deliveryStore.renewLease(lost, TUESDAY + 9 * LEASE)).toBe(false);
        expect(await fix(lost)).toBe('lost');
        expect(
          await deliveryStore.recordOutcomes({ batch: lost, outcomes: accepted(lost), now: TUESDAY }),
        ).toBe(false);
        expect(
          await deliveryStore.postponeBatch({ batch: lost, at: TUESDAY, reason: 'x', refused: true }),
        ).toBe(false);
        expect(await deliveryStore.holdBatch({ batch: lost, reason: 'x', now: TUESDAY })).toBe(false);
        expect(await deliveryStore.repeatRequest({ batch: lost, now: TUESDAY })).toBe(false);
        expect(await deliveryStore.releaseBatch(lost)).toBe(false);
        expect(await deliveryStore.splitBatch({ batch: lost, reason: 'x' })).toBe(false);
        expect(await counts()).toMatchObject({ pending: 10, submitted: 0 });
      });

      test('a claimed batch loses subscribers who left since the audience was fixed, and says why', async () => {
        await begin(4);
        const { subscriberStore } = stores;
        await subscriberStore.unsubscribe('reader1@verdicts.test', { ...IMPORTED, event: 'unsubscribed' });
        await subscriberStore.importSubscribers(
          [
            aNewSubscriber({ email: 'reader2@verdicts.test', suppression: 'bounced' }),
            aNewSubscriber({ email: 'reader3@verdicts.test', pausedUntil: TUESDAY + DAY }),
          ],
          IMPORTED,
        );
        expect(membersOf(await claim()).map(({ email }) => email)).toEqual(['reader4@verdicts.test']);
        expect(await counts()).toEqual({ pending: 1, submitted: 0, rejected: 0, uncertain: 0, excluded: 3 });
        const left = await subscriberStore.findHistory('reader1@verdicts.test');
        expect(left?.deliveries).toMatchObject([{ slot: SLOT, status: 'excluded' }]);
      });

      test('a claimed batch is finished at once if everybody in it left', async () => {
        await begin(1);
        await stores.subscriberStore.unsubscribe('reader1@verdicts.test', {
          ...IMPORTED,
          event: 'unsubscribed',
        });
        expect(await claim()).toMatchObject({ kind: 'emptied' });
        expect(await stores.deliveryStore.progress(SLOT)).toMatchObject({
          nextTurnAt: null,
          batches: { done: 1 },
        });
      });

      test('a claimed batch keeps its recipients, key and hash from the first attempt, whoever leaves', async () => {
        await begin(3);
        const batch = present(await claim());
        expect(await fix(batch)).toBe('fixed');
        await stores.subscriberStore.unsubscribe('reader1@verdicts.test', {
          ...IMPORTED,
          event: 'unsubscribed',
        });
        const again = await claim('b', TUESDAY + LEASE);
        expect(again).toMatchObject({
          kind: 'retried',
          attempts: 2,
          firstAttemptAt: TUESDAY,
          ...requestFor(batch),
        });
      });
    });

    test('a batch that was claimed before its issue was cancelled or paused is not handed over', async () => {
      await begin(2);
      const batch = present(await claim());
      await stores.issueStore.changeStatus({
        slot: SLOT,
        scheduledAt: TUESDAY,
        to: 'paused',
        reason: null,
        at: TUESDAY,
      });
      expect(await fix(batch)).toBe('lost');
    });

    test.each([
      ['unsubscribes', async () => leave('reader1@verdicts.test')],
      [
        'bounces',
        async () =>
          stores.subscriberStore.importSubscribers(
            [aNewSubscriber({ email: 'reader1@verdicts.test', suppression: 'bounced' })],
            IMPORTED,
          ),
      ],
    ] as const)(
      'a subscriber who %s between the claim and the first attempt is dropped',
      async (_, depart) => {
        await begin(2);
        const batch = present(await claim());
        await depart();
        expect(await fix(batch)).toBe('changed');
        await stores.deliveryStore.releaseBatch(batch);
        const again = present(await claim());
        expect(membersOf(again).map(({ email }) => email)).toEqual(['reader2@verdicts.test']);
        expect(await fix(again)).toBe('fixed');
      },
    );

    describe("the day's limit", () => {
      const EVENING = TUESDAY - (TUESDAY % DAY) + DAY - 1;

      /** Hands over what a daily limit of 50 allows. */
      const workThrough = async (now: number): Promise<number[]> => {
        const batch = await claimWithin(50, { now });
        if (batch?.kind !== 'new') return [];
        await fix(batch, now);
        await stores.deliveryStore.recordOutcomes({ batch, outcomes: accepted(batch), now });
        return [batch.members.length, ...(await workThrough(now))];
      };

      test('the daily limit cuts a batch to the room that is left, and the rest goes the next day', async () => {
        await begin(130);
        const first = present(await claimWithin(50, { now: EVENING }));
        expect(limited(first).members).toHaveLength(50);
        expect(await claimWithin(50, { now: EVENING })).toEqual({ kind: 'day-full' });
        const sizes = [...(await workThrough(EVENING + DAY)), ...(await workThrough(EVENING + 2 * DAY))];
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100);
        expect(await counts()).toMatchObject({ pending: 30, submitted: 100 });
      });

      test('the daily limit is shared by all issues', async () => {
        await begin(40);
        await claimWithin(60);
        await approveIssue(stores, { slot: LATER_SLOT, id: 'ee'.repeat(16) });
        await freezeWholeAudience(stores.deliveryStore, { slot: LATER_SLOT });
        const lease = { owner: 'a', expiresAt: TUESDAY + LEASE };
        const batch = await stores.deliveryStore.claimBatch({
          slot: LATER_SLOT,
          lease,
          now: TUESDAY,
          dailyLimit: 60,
        });
        expect(limited(batch).members).toHaveLength(20);
      });

      test('the daily limit counts a batch once a day, however often it is attempted', async () => {
        await begin(10);
        const batch = present(await claimWithin(10));
        await fix(limited(batch));
        const silence = { batch: limited(batch), at: TUESDAY + 1, reason: 'silence', refused: false };
        await stores.deliveryStore.postponeBatch(silence);
        expect(await claimWithin(10, { now: TUESDAY + 1 })).toMatchObject({ kind: 'retried', attempts: 2 });
      });

      test('the daily limit has room again for a request that was refused whole', async () => {
        await begin(10);
        const batch = limited(present(await claimWithin(10)));
        await fix(batch);
        await stores.deliveryStore.postponeBatch({ batch, at: TUESDAY, reason: 'no', refused: true });
        expect(await claimWithin(10)).toMatchObject({ kind: 'new' });
      });

      test('a daily limit that is lowered below an already fixed batch lets that one go alone on a day', async () => {
        await begin(30);
        const batch = present(await claim());
        await fix(batch);
        await stores.deliveryStore.postponeBatch({ batch, at: TUESDAY, reason: 'silence', refused: false });
        expect(await claimWithin(5, { now: TUESDAY + DAY })).toMatchObject({ kind: 'retried' });
      });
    });

    describe('deliveries whose outcome is unknown', () => {
      const hold = async () => {
        const batch = present(await claim());
        await fix(batch);
        await stores.deliveryStore.holdBatch({ batch, reason: 'nobody knows', now: TUESDAY });
        return batch;
      };

      test('unknown outcomes are resent, except to subscribers who left, if a person says so', async () => {
        await begin(3);
        await hold();
        await leave('reader1@verdicts.test');
        const { deliveryStore } = stores;
        expect(await deliveryStore.settleUncertain({ slot: SLOT, how: 'resend', at: TUESDAY })).toBe(3);
        expect(await counts()).toMatchObject({ pending: 3, uncertain: 0 });
        const again = present(await claim());
        expect(membersOf(again)).toHaveLength(2);
        await fix(again);
        await deliveryStore.recordOutcomes({ batch: again, outcomes: accepted(again), now: TUESDAY });
        expect(await counts()).toEqual({ pending: 0, submitted: 2, rejected: 0, uncertain: 0, excluded: 1 });
      });

      test('unknown outcomes stay uncertain and stop nobody if a person accepts that', async () => {
        await begin(3);
        await hold();
        const { deliveryStore } = stores;
        expect(await deliveryStore.settleUncertain({ slot: SLOT, how: 'accept', at: TUESDAY })).toBe(3);
        expect(await counts()).toMatchObject({ pending: 0, uncertain: 3 });
        expect(await deliveryStore.progress(SLOT)).toMatchObject({
          batches: { uncertain: 0 },
          nextTurnAt: null,
        });
        expect(await deliveryStore.settleUncertain({ slot: SLOT, how: 'resend', at: TUESDAY })).toBe(0);
      });
    });

    describe('the submissions of the last minute', () => {
      const handOver = async (instants: number[]) => {
        for (const now of instants) {
          const batch = present(await claim('a', now));
          await fix(batch, now);
          await stores.deliveryStore.recordOutcomes({ batch, outcomes: accepted(batch), now });
        }
        return (await stores.deliveryStore.progress(SLOT)).recentSubmissions;
      };

      test('submissions are counted over the last minute', async () => {
        await begin(1_000);
        expect((await stores.deliveryStore.progress(SLOT)).recentSubmissions).toBeNull();
        const instants = Array.from({ length: 10 }, (_, index) => TUESDAY + index * 9_000);
        expect(await handOver(instants)).toEqual({
          messages: 700,
          since: TUESDAY + 21_000,
          until: TUESDAY + 81_000,
        });
      });

      test('submissions are counted from the end of a pause on', async () => {
        await begin(400);
        const resumed = TUESDAY + 40_000;
        expect(await handOver([TUESDAY, TUESDAY + 1_000, resumed, resumed + 1_000])).toEqual({
          messages: 200,
          since: resumed,
          until: resumed + 1_000,
        });
      });
    });

    test('a lease is known while a batch is in hand, and not before or after', async () => {
      await begin(1);
      const leasedUntil = async () => (await stores.deliveryStore.progress(SLOT)).leasedUntil;
      expect(await leasedUntil()).toBeNull();
      const batch = present(await claim());
      expect(await leasedUntil()).toBeGreaterThan(TUESDAY);
      await stores.deliveryStore.releaseBatch(batch);
      expect(await leasedUntil()).toBeNull();
    });

    describe('the outcome of a batch', () => {
      test('the outcome of a batch is stored for each delivery', async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        const [first, second] = membersOf(batch).map(({ deliveryId }) => deliveryId);
        const outcomes = [
          { kind: 'accepted', providerId: 'p-1', deliveryId: first ?? 0 },
          { kind: 'rejected', code: 'invalid', message: 'No such address', deliveryId: second ?? 0 },
        ] as const;
        expect(await stores.deliveryStore.recordOutcomes({ batch, outcomes, now: TUESDAY + 1 })).toBe(true);
        expect(await counts()).toEqual({ pending: 0, submitted: 1, rejected: 1, uncertain: 0, excluded: 0 });
        const history = await stores.subscriberStore.findHistory('reader1@verdicts.test');
        expect(history?.deliveries).toMatchObject([
          { slot: SLOT, status: 'submitted', providerId: 'p-1', at: TUESDAY + 1 },
        ]);
        expect(await claim('b', TUESDAY + DAY)).toBeNull();
      });

      test('a postponed batch is attempted later', async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        await stores.deliveryStore.postponeBatch({
          batch,
          at: TUESDAY + HOUR,
          reason: 'busy',
          refused: false,
        });
        expect(await stores.deliveryStore.progress(SLOT)).toMatchObject({
          nextTurnAt: TUESDAY + HOUR,
          lastProblem: 'busy',
        });
        expect(await claim('b', TUESDAY + HOUR - 1)).toBeNull();
        expect(await claim('b', TUESDAY + HOUR)).toMatchObject({
          kind: 'retried',
          attempts: 2,
          firstAttemptAt: TUESDAY,
        });
      });

      test('an attempt that was refused whole does not count: whoever leaves before the next is dropped', async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        const refusal = { batch, at: TUESDAY + DAY, reason: 'tomorrow', refused: true };
        await stores.deliveryStore.postponeBatch(refusal);
        await leave('reader1@verdicts.test');
        const again = present(await claim('b', TUESDAY + DAY));
        expect(membersOf(again).map(({ email }) => email)).toEqual(['reader2@verdicts.test']);
      });

      test('a refusal after an attempt that may have been accepted changes neither the request nor the key’s time', async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        const { deliveryStore } = stores;
        await deliveryStore.postponeBatch({ batch, at: TUESDAY + 1, reason: 'silence', refused: false });
        await claim('a', TUESDAY + 1);
        await deliveryStore.postponeBatch({ batch, at: TUESDAY + DAY, reason: 'tomorrow', refused: true });
        await leave('reader1@verdicts.test');
        expect(await claim('b', TUESDAY + DAY)).toMatchObject({
          kind: 'retried',
          attempts: 2,
          firstAttemptAt: TUESDAY,
          ...requestFor(batch),
        });
      });

      test('a batch whose request was not made is given back as it was', async () => {
        await begin(2);
        const batch = present(await claim());
        expect(await stores.deliveryStore.releaseBatch(batch)).toBe(true);
        expect(await claim('b')).toEqual({ ...batch, owner: 'b' });
      });

      test('a batch that is held waits for a person, its deliveries uncertain', async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        await stores.deliveryStore.holdBatch({ batch, reason: 'nobody knows', now: TUESDAY });
        expect(await counts()).toEqual({ pending: 0, submitted: 0, rejected: 0, uncertain: 2, excluded: 0 });
        expect(await claim('b', TUESDAY + DAY)).toBeNull();
        expect(await stores.deliveryStore.progress(SLOT)).toMatchObject({
          nextTurnAt: null,
          batches: { uncertain: 1 },
        });
      });

      test('a batch that is too large becomes two, and everybody stays in one of them', async () => {
        await begin(5);
        const whole = present(await claim());
        await fix(whole);
        expect(await stores.deliveryStore.splitBatch({ batch: whole, reason: 'x' })).toBe(true);
        const halves = [present(await claim()), present(await claim())];
        expect(halves.map((half) => half.kind)).toEqual(['new', 'new']);
        expect(halves.flatMap(membersOf)).toEqual(membersOf(whole));
        expect(membersOf(halves[0]).length).toBe(3);
        expect(await counts()).toMatchObject({ pending: 5 });
      });
    });

    test('a paused issue hands out no batch, and does so again when it is resumed', async () => {
      await begin(2);
      const change = { slot: SLOT, scheduledAt: TUESDAY, reason: 'wait', at: TUESDAY };
      await stores.issueStore.changeStatus({ ...change, to: 'paused' });
      expect(await claim()).toBeNull();
      await stores.issueStore.changeStatus({ ...change, to: 'sending' });
      expect(await claim()).toMatchObject({ number: 1 });
    });
  });
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('There was nothing to claim.');
  return value;
}

function membersOf(batch: ClaimedBatch | { kind: 'day-full' } | null | undefined) {
  if (batch?.kind !== 'new') throw new Error(`Expected a new batch, not ${batch?.kind ?? 'none'}.`);
  return batch.members;
}

function limited(batch: ClaimedBatch | { kind: 'day-full' } | null) {
  if (batch?.kind !== 'new') throw new Error(`Expected a new batch, not ${batch?.kind ?? 'none'}.`);
  return batch;
}

function requestFor(batch: ClaimedBatch): FixedRequest {
  const tokens = { unsubscribe: 'u', preferences: 'p' };
  const recipients = membersOf(batch).map(({ deliveryId, email, name }) => ({
    deliveryId,
    email,
    name,
    tokens,
  }));
  return { recipients, idempotencyKey: `key-${batch.number}`, bodyHash: 'ab'.repeat(32) };
}

function accepted(batch: ClaimedBatch | { kind: 'day-full' }) {
  return membersOf(batch).map(({ deliveryId }) => ({
    kind: 'accepted' as const,
    providerId: 'p',
    deliveryId,
  }));
}
