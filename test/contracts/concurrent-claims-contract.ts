import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimedBatch } from '../../src/delivery/delivery-store.ts';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';
import {
  type Stores as AllStores,
  addReaders,
  approveIssue,
  freezeWholeAudience,
  SLOT,
} from '../support/issues.ts';

const LEASE = 30_000;
const DAILY_LIMIT = 230;
const READERS = 500;
const SENDERS = 4;

type Stores = Pick<AllStores, 'subscriberStore' | 'comparisonStore' | 'issueStore' | 'deliveryStore'>;

/** What claims by several processes at the same time must keep to, with any store. */
export function concurrentClaimsContract(name: string, share: () => SharedDatabase<Stores>): void {
  describe(`claims at the same time in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      database = share();
    });
    afterEach(() => database.remove());

    const claimBy = (stores: Stores, owner: string, now: number, dailyLimit: number | null) =>
      stores.deliveryStore.claimBatch({
        slot: SLOT,
        lease: { owner, expiresAt: now + LEASE },
        now,
        dailyLimit,
      });

    /** Hands over a batch; returns its deliveries. */
    async function handOver(stores: Stores, batch: ClaimedBatch & { kind: 'new' }, now: number) {
      const ids = batch.members.map(({ deliveryId }) => deliveryId);
      expect(await stores.deliveryStore.fixRequest({ batch, now, ...requestOf(batch) })).toBe('fixed');
      const outcomes = ids.map((deliveryId) => ({
        deliveryId,
        kind: 'accepted' as const,
        providerId: `${batch.owner}-${deliveryId}`,
      }));
      expect(await stores.deliveryStore.recordOutcomes({ batch, outcomes, now })).toBe(true);
      return ids;
    }

    /** Claims and hands over until the day's limit is used up; returns the deliveries. */
    async function work(stores: Stores, owner: string, now: number): Promise<number[]> {
      const batch = await claimBy(stores, owner, now, DAILY_LIMIT);
      if (batch?.kind !== 'new') return [];
      return [...(await handOver(stores, batch, now)), ...(await work(stores, owner, now))];
    }

    test('no batch is held by two senders', async () => {
      const first = await database.open();
      await addReaders(first.subscriberStore, READERS);
      await approveIssue(first);
      await freezeWholeAudience(first.deliveryStore);
      const others = Array.from({ length: SENDERS - 1 }, () => database.open());
      const senders = [first, ...(await Promise.all(others))];
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          claimBy(senders[index % SENDERS] as Stores, `sender ${index}`, TUESDAY, null),
        ),
      );
      const numbers = claims.flatMap((batch) =>
        batch !== null && batch.kind !== 'day-full' ? [batch.number] : [],
      );
      expect(numbers).toHaveLength(READERS / 100);
      expect(new Set(numbers).size).toBe(numbers.length);
    });

    test('several senders keep to the limit of each day together, and everyone gets the issue once', async () => {
      const first = await database.open();
      await addReaders(first.subscriberStore, READERS);
      await approveIssue(first);
      await freezeWholeAudience(first.deliveryStore);
      const others = Array.from({ length: SENDERS - 1 }, () => database.open());
      const senders = [first, ...(await Promise.all(others))];
      const days: number[][] = [];
      for (let day = 0; day < 3; day += 1) {
        const parts = await Promise.all(
          senders.map((stores, index) => work(stores, `sender ${index}`, TUESDAY + day * DAY)),
        );
        days.push(parts.flat());
      }
      expect(days.map((ids) => ids.length)).toEqual([DAILY_LIMIT, DAILY_LIMIT, READERS - 2 * DAILY_LIMIT]);
      expect(new Set(days.flat()).size).toBe(READERS);
      expect((await first.deliveryStore.progress(SLOT)).deliveries).toMatchObject({
        submitted: READERS,
        pending: 0,
      });
    });
  });
}

function requestOf(batch: ClaimedBatch & { kind: 'new' }) {
  return {
    recipients: batch.members.map(({ deliveryId, email, name }) => ({
      deliveryId,
      email,
      name,
      tokens: { unsubscribe: `u${deliveryId}`, preferences: `p${deliveryId}` },
    })),
    idempotencyKey: `${batch.slot}-${batch.number}-${batch.owner}`,
    bodyHash: 'a'.repeat(64),
  };
}
