import type { DeliveryStore } from '../store/delivery-store.ts';
import type { BatchAnswer } from '../transport/transport.ts';
import type { HandOverDeps, PreparedBatch } from './hand-over-batch.ts';
import { nextAttemptAt } from './retry-policy.ts';

/** What an answer means for the rest of the issue: whether to go on, or to pause and until when. */
export type BatchResult = { kind: 'next' } | { kind: 'pause'; until: number | null; reason: string };

const NEXT: BatchResult = { kind: 'next' };

/** Records an answer. A lease that was lost meanwhile is no matter: its new holder hears the same answer. */
export async function settleBatch(
  prepared: PreparedBatch,
  answer: BatchAnswer,
  { store, clock }: Pick<HandOverDeps, 'store' | 'clock'>,
): Promise<BatchResult> {
  const { batch, request, attempts } = prepared;
  const now = clock.now();
  switch (answer.kind) {
    case 'answered': {
      const outcomes = request.recipients.map(({ deliveryId }, index) => {
        const outcome = answer.outcomes[index];
        if (outcome === undefined) throw new Error('A transport must answer for every recipient.');
        return { ...outcome, deliveryId };
      });
      await store.recordOutcomes({ batch, outcomes, now });
      return NEXT;
    }
    case 'retry':
      await store.postponeBatch({ batch, at: answer.at, reason: answer.reason, refused: true });
      return NEXT;
    case 'pause':
      await giveBack(prepared, { answer, now }, store);
      return { kind: 'pause', until: answer.until, reason: answer.reason };
    case 'divide':
      return divide(prepared, { answer, now }, store);
    case 'hold':
      await store.holdBatch({ batch, reason: answer.reason, now });
      return NEXT;
    case 'uncertain': {
      const at = nextAttemptAt(attempts, now, answer.notBefore);
      if (at === null) await store.holdBatch({ batch, reason: answer.reason, now });
      else await store.postponeBatch({ batch, at, reason: answer.reason, refused: false });
      return NEXT;
    }
  }
}

/**
 * Gives a batch back that was refused until `until`. A batch that a day's quota has no room for is made smaller: where
 * other mail uses up a part of every day, a hundred at once might never fit.
 */
async function giveBack(
  { batch, request, attempts }: PreparedBatch,
  { answer, now }: { answer: Extract<BatchAnswer, { kind: 'pause' }>; now: number },
  store: DeliveryStore,
): Promise<void> {
  const { until, reason, begun } = answer;
  const mayBeSplit = until !== null && !begun && attempts.count === 1 && request.recipients.length > 1;
  if (mayBeSplit) await store.splitBatch({ batch, at: until });
  else await store.postponeBatch({ batch, at: until ?? now, reason, refused: !begun });
}

/**
 * Makes two batches of one that was refused for what is in it, and so on until the message at fault is alone, and is
 * rejected. Halves get keys of their own, so only a request that was never taken may be split. Where nothing of the issue
 * was ever taken, the fault may lie in all its messages, and a person looks at it before anybody is left out.
 */
async function divide(
  { batch, request, attempts }: PreparedBatch,
  { answer, now }: { answer: Extract<BatchAnswer, { kind: 'divide' }>; now: number },
  store: DeliveryStore,
): Promise<BatchResult> {
  const { code, reason } = answer;
  const [only, ...others] = request.recipients;
  if (attempts.count > 1) {
    await store.holdBatch({ batch, reason, now });
    return NEXT;
  }
  if (only === undefined || others.length > 0) {
    await store.splitBatch({ batch, at: now });
    return NEXT;
  }
  if ((await store.progress(batch.slot)).deliveries.submitted === 0) {
    await store.postponeBatch({ batch, at: now, reason, refused: true });
    return { kind: 'pause', until: null, reason };
  }
  const outcome = { kind: 'rejected', code, message: reason, deliveryId: only.deliveryId } as const;
  await store.recordOutcomes({ batch, outcomes: [outcome], now });
  return NEXT;
}
