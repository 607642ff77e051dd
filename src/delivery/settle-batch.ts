import type { BatchAnswer, Outcome } from '../transport/transport.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { PreparedBatch } from './hand-over-batch.ts';
import { nextAttemptAt } from './retry-policy.ts';
import type { SendDeps } from './send-deps.ts';

export type BatchResult = { kind: 'next' } | { kind: 'pause'; until: number | null; reason: string };

const NEXT: BatchResult = { kind: 'next' };

/** If the lease was lost meanwhile, its new holder gets the same answer. */
export async function settleBatch(
  prepared: PreparedBatch,
  { answer, anyAccepted }: { answer: BatchAnswer; anyAccepted: boolean },
  { deliveryStore, clock }: SendDeps,
): Promise<BatchResult> {
  const { batch, attempts } = prepared;
  const now = clock.now();
  switch (answer.kind) {
    case 'answered':
      return recordAnswer(prepared, { outcomes: answer.outcomes, now }, deliveryStore);
    case 'retry':
      await deliveryStore.postponeBatch({ batch, at: answer.at, reason: answer.reason, refused: true });
      return NEXT;
    case 'pause':
      await postponeOrSplit(prepared, { answer, now, anyAccepted }, deliveryStore);
      return { kind: 'pause', until: answer.until, reason: answer.reason };
    case 'divide':
      return splitOrReject(prepared, { answer, now }, deliveryStore);
    case 'hold':
      await deliveryStore.holdBatch({ batch, reason: answer.reason, now });
      return NEXT;
    case 'uncertain': {
      const at = nextAttemptAt(attempts, now, answer.notBefore);
      if (at === null) await deliveryStore.holdBatch({ batch, reason: answer.reason, now });
      else await deliveryStore.postponeBatch({ batch, at, reason: answer.reason, refused: false });
      return NEXT;
    }
  }
}

/** If none of the issue was ever accepted, the issue itself may be at fault: a person looks first. */
async function recordAnswer(
  { batch, request }: PreparedBatch,
  { outcomes, now }: { outcomes: readonly Outcome[]; now: number },
  deliveryStore: DeliveryStore,
): Promise<BatchResult> {
  const [first] = outcomes;
  if (first?.kind === 'rejected' && outcomes.every(({ kind }) => kind === 'rejected')) {
    if (await nothingAcceptedYet(batch.slot, deliveryStore)) {
      const reason = `The provider refused every message of a request, and has accepted none of this issue yet: ${first.message}`;
      await deliveryStore.postponeBatch({ batch, at: now, reason, refused: true, newKey: true });
      return { kind: 'pause', until: null, reason };
    }
  }
  const ofDeliveries = request.recipients.map(({ deliveryId }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('A transport must answer for every recipient.');
    return { ...outcome, deliveryId };
  });
  await deliveryStore.recordOutcomes({ batch, outcomes: ofDeliveries, now });
  return NEXT;
}

async function nothingAcceptedYet(slot: string, deliveryStore: DeliveryStore): Promise<boolean> {
  return (await deliveryStore.progress(slot)).deliveries.submitted === 0;
}

/** Halves a batch that exceeds a fresh daily quota: if other email uses part of it, a hundred might never fit. */
async function postponeOrSplit(
  { batch, request, attempts }: PreparedBatch,
  {
    answer,
    now,
    anyAccepted,
  }: { answer: Extract<BatchAnswer, { kind: 'pause' }>; now: number; anyAccepted: boolean },
  deliveryStore: DeliveryStore,
): Promise<void> {
  const { until, reason, maybePartial } = answer;
  const isOnlyAttempt = !maybePartial && attempts.count === 1;
  const exceedsQuota = until !== null && !anyAccepted;
  if (exceedsQuota && isOnlyAttempt && request.recipients.length > 1)
    await deliveryStore.splitBatch({ batch, reason });
  else {
    // What may have been accepted keeps its key and waits; the rest waits with the issue.
    const at = until === null || isOnlyAttempt ? now : until;
    await deliveryStore.postponeBatch({ batch, at, reason, refused: !maybePartial, newKey: until === null });
  }
}

/**
 * Halves the batch until the message at fault is alone. Halves get new keys, so only a request that was never accepted
 * may be split.
 */
async function splitOrReject(
  { batch, request, attempts }: PreparedBatch,
  { answer, now }: { answer: Extract<BatchAnswer, { kind: 'divide' }>; now: number },
  deliveryStore: DeliveryStore,
): Promise<BatchResult> {
  const { code, reason } = answer;
  const [only, ...others] = request.recipients;
  if (attempts.count > 1) {
    await deliveryStore.holdBatch({ batch, reason, now });
    return NEXT;
  }
  if (only === undefined || others.length > 0) {
    await deliveryStore.splitBatch({ batch, reason });
    return NEXT;
  }
  if (await nothingAcceptedYet(batch.slot, deliveryStore)) {
    await deliveryStore.postponeBatch({ batch, at: now, reason, refused: true, newKey: true });
    return { kind: 'pause', until: null, reason };
  }
  const outcome = { kind: 'rejected', code, message: reason, deliveryId: only.deliveryId } as const;
  await deliveryStore.recordOutcomes({ batch, outcomes: [outcome], now });
  return NEXT;
}
