import type { ClaimedBatch, DeliveryStore } from '../../../src/delivery/delivery-store.ts';
import { TUESDAY } from '../comparisons.ts';
import { SLOT } from '../issues.ts';

/** A delivery that was handed over, and the provider's id of it. */
export interface HandedOver {
  deliveryId: number;
  subscriberId: number;
  email: string;
  providerId: string;
}

export type NewBatch = Extract<ClaimedBatch, { kind: 'new' }>;

/** How a request ended: `in-flight` is not answered yet. */
export type Ending = 'submitted' | 'uncertain' | 'in-flight';

/** A batch that was handed over, and the content of its answer. */
export interface HandedBatch {
  batch: NewBatch;
  deliveries: HandedOver[];
  /** Records the answer. */
  submit(): Promise<void>;
}

/** Hands over all batches of an issue whose audience is fixed. */
export async function handOverAll(
  store: DeliveryStore,
  { slot = SLOT, at = TUESDAY, ending = 'submitted' as Ending } = {},
): Promise<HandedBatch[]> {
  const handed: HandedBatch[] = [];
  for (;;) {
    const lease = { owner: 'somebody', expiresAt: at + 30_000 };
    const batch = await store.claimBatch({ slot, lease, now: at, dailyLimit: null });
    if (batch?.kind !== 'new') return handed;
    const one = await handOver(store, batch, at);
    if (ending === 'submitted') await one.submit();
    if (ending === 'uncertain') await store.holdBatch({ batch, reason: 'Nobody knows.', now: at });
    handed.push(one);
  }
}

async function handOver(store: DeliveryStore, batch: NewBatch, now: number): Promise<HandedBatch> {
  const { slot, number, members } = batch;
  const tokens = { unsubscribe: 'u', preferences: 'p' };
  const recipients = members.map(({ deliveryId, email, name }) => ({ deliveryId, email, name, tokens }));
  const idempotencyKey = `key-${slot}-${number}`;
  await store.fixRequest({ batch, recipients, idempotencyKey, bodyHash: 'ab'.repeat(32), now });
  const deliveries = members.map(({ deliveryId, subscriberId, email }) => ({
    deliveryId,
    subscriberId,
    email,
    providerId: providerIdOf(deliveryId),
  }));
  return {
    batch,
    deliveries,
    submit: async () => {
      const outcomes = deliveries.map(({ deliveryId, providerId }) => ({
        kind: 'accepted' as const,
        deliveryId,
        providerId,
      }));
      await store.recordOutcomes({ batch, outcomes, now });
    },
  };
}

/** The id that the tests' provider gives a delivery. */
export function providerIdOf(deliveryId: number): string {
  return `00000000-0000-4000-8000-${String(deliveryId).padStart(12, '0')}`;
}
