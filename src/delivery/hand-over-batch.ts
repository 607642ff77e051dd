import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { FrozenIssue } from '../render/frozen-issue.ts';
import type { ClaimedBatch, DeliveryStore } from '../store/delivery-store.ts';
import type { TokenSigner } from '../subscribers/tokens.ts';
import type { BatchAnswer, BatchRequest, Transport } from '../transport/transport.ts';
import { bodyHash } from './body-hash.ts';
import { recipientsOf } from './recipients.ts';
import { type Attempts, keyStillHolds, nextAttemptAt } from './retry-policy.ts';

/** How long a lease lasts, in milliseconds. */
export const LEASE = 30_000;

/** How long one request may take, in milliseconds; longer, and its outcome is uncertain. */
const REQUEST_TIME_LIMIT = 60_000;

export interface HandOverDeps {
  store: DeliveryStore;
  transport: Transport;
  signer: TokenSigner;
  clock: Clock;
}

/** What handing one batch over means for the rest of the issue: whether to go on, or to pause and until when. */
export type BatchResult = { kind: 'next' } | { kind: 'pause'; until: number | null; reason: string };

type NonEmptyBatch = Exclude<ClaimedBatch, { kind: 'emptied' }>;

/**
 * Hands a claimed batch over and records what became of it. Its lease is renewed meanwhile. Killed anywhere, the batch
 * is claimed again when the lease lapses, and handed over with the same bytes under the same key.
 */
export async function handOverBatch(
  batch: NonEmptyBatch,
  issue: FrozenIssue,
  deps: HandOverDeps,
): Promise<BatchResult> {
  const { store, clock } = deps;
  const renewal = setInterval(() => {
    store.renewLease(batch, clock.now() + LEASE).catch(() => undefined);
  }, LEASE / 3);
  try {
    const prepared = await prepare(batch, issue, deps);
    if (prepared === null) return { kind: 'next' };
    const answer = await ask(deps.transport, prepared.request);
    return await settle({ batch, answer, ...prepared }, deps);
  } finally {
    clearInterval(renewal);
  }
}

interface Prepared {
  request: BatchRequest;
  attempts: Attempts;
}

/** Writes the request, and fixes it at the first attempt. Null where it must not be made. */
async function prepare(
  batch: NonEmptyBatch,
  issue: FrozenIssue,
  deps: HandOverDeps,
): Promise<Prepared | null> {
  const { store, transport, clock } = deps;
  const recipients =
    batch.kind === 'new'
      ? recipientsOf(batch.members, { slot: issue.slot, signer: deps.signer })
      : batch.recipients;
  const body = await transport.compose({ issue, recipients });
  const hash = bodyHash(body);
  const { remembersKeysFor } = transport;
  const now = clock.now();
  if (batch.kind === 'new') {
    const idempotencyKey = `${issue.id}-${batch.number}-${hash.slice(0, 16)}`;
    const fixed = await store.fixRequest({ batch, recipients, idempotencyKey, bodyHash: hash, now });
    return fixed
      ? {
          request: { idempotencyKey, body, issue, recipients },
          attempts: { count: 1, firstAt: now, remembersKeysFor },
        }
      : null;
  }
  const attempts = { count: batch.attempts, firstAt: batch.firstAttemptAt, remembersKeysFor };
  const obstacle = obstacleTo({ same: hash === batch.bodyHash, attempts, now });
  if (obstacle !== null) {
    await store.holdBatch({ batch, reason: obstacle, now });
    return null;
  }
  return { request: { idempotencyKey: batch.idempotencyKey, body, issue, recipients }, attempts };
}

/** Why a fixed request must not be made again; null where it may. */
function obstacleTo({
  same,
  attempts,
  now,
}: {
  same: boolean;
  attempts: Attempts;
  now: number;
}): string | null {
  if (!same) return 'The request is no longer what was handed over before, byte for byte.';
  const isFirst = attempts.count === 1;
  return isFirst || keyStillHolds(attempts, now)
    ? null
    : 'The provider no longer remembers whether it took the request.';
}

async function ask(transport: Transport, request: BatchRequest): Promise<BatchAnswer> {
  try {
    return await transport.handOver(request, AbortSignal.timeout(REQUEST_TIME_LIMIT));
  } catch (error) {
    return { kind: 'uncertain', reason: `The transport failed: ${messageOf(error)}.` };
  }
}

interface Answered extends Prepared {
  batch: NonEmptyBatch;
  answer: BatchAnswer;
}

/** Records an answer. A lease that was lost meanwhile is no matter: its new holder hears the same answer. */
async function settle(
  { batch, answer, request, attempts }: Answered,
  { store, clock }: HandOverDeps,
): Promise<BatchResult> {
  const now = clock.now();
  switch (answer.kind) {
    case 'answered': {
      const outcomes = request.recipients.map(({ deliveryId }, index) => {
        const outcome = answer.outcomes[index];
        if (outcome === undefined) throw new Error('A transport must answer for every recipient.');
        return { ...outcome, deliveryId };
      });
      await store.recordOutcomes({ batch, outcomes, now });
      return { kind: 'next' };
    }
    case 'retry':
      await store.postponeBatch({ batch, at: answer.at, reason: answer.reason, refused: true });
      return { kind: 'next' };
    case 'pause':
      await store.postponeBatch({ batch, at: answer.until ?? now, reason: answer.reason, refused: true });
      return { kind: 'pause', until: answer.until, reason: answer.reason };
    case 'too-large':
      if (attempts.count > 1) await store.holdBatch({ batch, reason: answer.reason, now });
      else await splitOrReject({ batch, request, now }, store);
      return { kind: 'next' };
    case 'uncertain': {
      const at = nextAttemptAt(attempts, now);
      if (at === null) await store.holdBatch({ batch, reason: answer.reason, now });
      else await store.postponeBatch({ batch, at, reason: answer.reason, refused: false });
      return { kind: 'next' };
    }
  }
}

/** Halves get keys of their own, so only a request that was never taken may be split. */
async function splitOrReject(
  { batch, request, now }: { batch: NonEmptyBatch; request: BatchRequest; now: number },
  store: DeliveryStore,
): Promise<void> {
  const [only, ...others] = request.recipients;
  if (only === undefined || others.length > 0) {
    await store.splitBatch(batch);
    return;
  }
  const outcome = {
    kind: 'rejected',
    code: 'too-large',
    message: 'One message alone is too large.',
  } as const;
  await store.recordOutcomes({ batch, outcomes: [{ ...outcome, deliveryId: only.deliveryId }], now });
}
