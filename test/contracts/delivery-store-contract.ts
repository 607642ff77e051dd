import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchHold, ClaimedBatch, FixedRequest } from '../../src/store/delivery-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
  type Stores,
} from '../support/issues.ts';

const LEASE = 30_000;

/** What every store of deliveries must do, whatever it is built on. */
export function deliveryStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`the deliveries in ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const claim = (owner = 'a', now = TUESDAY) =>
      stores.deliveryStore.claimBatch({ slot: SLOT, lease: { owner, expiresAt: now + LEASE }, now });
    const begin = async (readers: number) => {
      await addReaders(stores.subscriberStore, readers);
      await approveIssue(stores.issueStore);
      await freezeWholeAudience(stores.deliveryStore);
    };
    const fix = (batch: BatchHold & ClaimedBatch, now = TUESDAY) =>
      stores.deliveryStore.fixRequest({ batch, now, ...requestFor(batch) });
    const counts = async () => (await stores.deliveryStore.progress(SLOT)).deliveries;

    describe('the audience', () => {
      test('candidates are prepared or excluded, and nobody else is a candidate', async () => {
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
        await approveIssue(stores.issueStore);
        await freezeWholeAudience(stores.deliveryStore);
        expect((await stores.issueStore.findIssue(SLOT))?.audience).toEqual(expected);
        expect((await counts()).pending).toBe(2);
      });

      test('it is fixed in steps of any size, with full batches but the last', async () => {
        await addReaders(stores.subscriberStore, 250);
        await approveIssue(stores.issueStore);
        await freezeWholeAudience(stores.deliveryStore, { limit: 7 });
        const sizes = [await claim(), await claim(), await claim()].map((batch) => membersOf(batch).length);
        expect(sizes).toEqual([100, 100, 50]);
        expect(await claim()).toBeNull();
      });

      test('no batch can be claimed before the whole audience is fixed', async () => {
        await addReaders(stores.subscriberStore, 150);
        await approveIssue(stores.issueStore);
        await stores.deliveryStore.freezeAudience({ slot: SLOT, at: TUESDAY, limit: 120 });
        expect(await claim()).toBeNull();
      });

      test('it is fixed once: going on or doing it again adds nobody', async () => {
        await begin(30);
        await addReaders(stores.subscriberStore, 40);
        await freezeWholeAudience(stores.deliveryStore);
        expect((await stores.issueStore.findIssue(SLOT))?.audience.prepared).toBe(30);
      });

      test('an issue that is not approved gets none', async () => {
        await addReaders(stores.subscriberStore, 3);
        expect(await stores.deliveryStore.freezeAudience({ slot: SLOT, at: TUESDAY, limit: 10 })).toEqual({
          done: true,
          candidates: 0,
        });
      });
    });

    describe('a claimed batch', () => {
      test('belongs to its holder alone until the lease lapses', async () => {
        await begin(10);
        expect(await claim('a')).toMatchObject({ number: 1, kind: 'new' });
        expect(await claim('b', TUESDAY + LEASE - 1)).toBeNull();
        expect(await claim('b', TUESDAY + LEASE)).toMatchObject({ number: 1, owner: 'b' });
      });

      test('is kept by renewing its lease', async () => {
        await begin(10);
        const batch = present(await claim('a'));
        expect(await stores.deliveryStore.renewLease(batch, TUESDAY + 2 * LEASE)).toBe(true);
        expect(await claim('b', TUESDAY + LEASE)).toBeNull();
      });

      test('cannot be changed by whoever lost its lease', async () => {
        await begin(10);
        const lost = present(await claim('a'));
        await claim('b', TUESDAY + LEASE);
        const { deliveryStore } = stores;
        expect(await deliveryStore.renewLease(lost, TUESDAY + 9 * LEASE)).toBe(false);
        expect(await fix(lost)).toBe(false);
        expect(
          await deliveryStore.recordOutcomes({ batch: lost, outcomes: accepted(lost), now: TUESDAY }),
        ).toBe(false);
        expect(
          await deliveryStore.postponeBatch({ batch: lost, at: TUESDAY, reason: 'x', refused: true }),
        ).toBe(false);
        expect(await deliveryStore.holdBatch({ batch: lost, reason: 'x', now: TUESDAY })).toBe(false);
        expect(await deliveryStore.splitBatch(lost)).toBe(false);
        expect(await counts()).toMatchObject({ pending: 10, submitted: 0 });
      });

      test('loses whoever left since the audience was fixed, and says why', async () => {
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

      test('is done at once when everybody in it left', async () => {
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

      test('keeps its recipients, key and hash from the first attempt on, whoever leaves', async () => {
        await begin(3);
        const batch = present(await claim());
        expect(await fix(batch)).toBe(true);
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
      expect(await fix(batch)).toBe(false);
    });

    describe('the outcome of a batch', () => {
      test('is kept for each delivery', async () => {
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
        expect(history?.deliveries).toEqual([
          { slot: SLOT, status: 'submitted', providerId: 'p-1', at: TUESDAY + 1 },
        ]);
        expect(await claim('b', TUESDAY + DAY)).toBeNull();
      });

      test('a postponed batch has its turn later', async () => {
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

      test("an attempt that was refused whole does not use up the key's time", async () => {
        await begin(2);
        const batch = present(await claim());
        await fix(batch);
        await stores.deliveryStore.postponeBatch({
          batch,
          at: TUESDAY + DAY,
          reason: 'tomorrow',
          refused: true,
        });
        expect(await claim('b', TUESDAY + DAY)).toMatchObject({
          kind: 'retried',
          attempts: 1,
          firstAttemptAt: TUESDAY + DAY,
        });
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
        expect(await stores.deliveryStore.splitBatch(whole)).toBe(true);
        const halves = [present(await claim()), present(await claim())];
        expect(halves.map((half) => half.kind)).toEqual(['new', 'new']);
        expect(halves.flatMap(membersOf)).toEqual(membersOf(whole));
        expect(membersOf(halves[0]).length).toBe(3);
        expect(await counts()).toMatchObject({ pending: 5 });
      });
    });

    test('a paused issue gives no batch, and gives them again when it goes on', async () => {
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

function membersOf(batch: ClaimedBatch | null | undefined) {
  if (batch?.kind !== 'new') throw new Error(`Expected a new batch, not ${batch?.kind ?? 'none'}.`);
  return batch.members;
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

function accepted(batch: ClaimedBatch) {
  return membersOf(batch).map(({ deliveryId }) => ({
    kind: 'accepted' as const,
    providerId: 'p',
    deliveryId,
  }));
}
