import type { BatchAnswer, Outcome } from '../transport/transport.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { HandOverDeps, PreparedBatch } from './hand-over-batch.ts';
import { nextAttemptAt } from './retry-policy.ts';

/** What an answer means for the rest of the issue: whether to go on, or to pause and until when. */
export type BatchResult = { kind: 'next' } | { kind: 'pause'; until: number | null; reason: string };

const NEXT: BatchResult = { kind: 'next' };

/**
 * Records an answer. A lease that was lost meanwhile is no matter: its new holder hears the same answer.
 *
 * @param tookSome Whether the provider took any batch in this run.
 */
export async function settleBatch(
  prepared: PreparedBatch,
  answer: BatchAnswer,
  { store, clock, tookSome }: Pick<HandOverDeps, 'store' | 'clock'> & { tookSome: boolean },
): Promise<BatchResult> {
  const { batch, attempts } = prepared;
  const now = clock.now();
  switch (answer.kind) {
    case 'answered':
      return record(prepared, { outcomes: answer.outcomes, now }, store);
    case 'retry':
      await store.postponeBatch({ batch, at: answer.at, reason: answer.reason, refused: true });
      return NEXT;
    case 'pause':
      await giveBack(prepared, { answer, now, tookSome }, store);
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
 * Records each delivery's outcome. Where all of them were rejected and nothing of the issue was ever taken, the fault may
 * lie in the issue itself, and a person looks at it before anybody is left out.
 */
async function record(
  { batch, request }: PreparedBatch,
  { outcomes, now }: { outcomes: readonly Outcome[]; now: number },
  store: DeliveryStore,
): Promise<BatchResult> {
  const [first] = outcomes;
  if (first?.kind === 'rejected' && outcomes.every(({ kind }) => kind === 'rejected')) {
    if (await nothingWasTaken(batch.slot, store)) {
      const reason = `All messages of a request were rejected, and none of this issue was taken yet: ${first.message}`;
      await store.postponeBatch({ batch, at: now, reason, refused: true, anew: true });
      return { kind: 'pause', until: null, reason };
    }
  }
  const ofDeliveries = request.recipients.map(({ deliveryId }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('A transport must answer for every recipient.');
    return { ...outcome, deliveryId };
  });
  await store.recordOutcomes({ batch, outcomes: ofDeliveries, now });
  return NEXT;
}

async function nothingWasTaken(slot: string, store: DeliveryStore): Promise<boolean> {
  return (await store.progress(slot)).deliveries.submitted === 0;
}

/**
 * Gives a batch back that was refused until `until`. Where a day's quota has no room for the first batch of a day, the
 * batch is made smaller: if other mail uses up a part of every day, a hundred at once might never fit.
 */
async function giveBack(
  { batch, request, attempts }: PreparedBatch,
  {
    answer,
    now,
    tookSome,
  }: { answer: Extract<BatchAnswer, { kind: 'pause' }>; now: number; tookSome: boolean },
  store: DeliveryStore,
): Promise<void> {
  const { until, reason, begun } = answer;
  const isOnly = !begun && attempts.count === 1;
  const isTooMuch = until !== null && !tookSome;
  if (isTooMuch && isOnly && request.recipients.length > 1) await store.splitBatch({ batch, reason });
  else {
    // What may have been taken waits for its key; anything else waits with its issue.
    const at = until === null || isOnly ? now : until;
    await store.postponeBatch({ batch, at, reason, refused: !begun, anew: until === null });
  }
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
    await store.splitBatch({ batch, reason });
    return NEXT;
  }
  if (await nothingWasTaken(batch.slot, store)) {
    await store.postponeBatch({ batch, at: now, reason, refused: true, anew: true });
    return { kind: 'pause', until: null, reason };
  }
  const outcome = { kind: 'rejected', code, message: reason, deliveryId: only.deliveryId } as const;
  await store.recordOutcomes({ batch, outcomes: [outcome], now });
  return NEXT;
}
