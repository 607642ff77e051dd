import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { messageOf } from '../shared/errors.ts';
import { REQUEST_TIMEOUT_MS } from '../transport/request-timeout.ts';
import type { BatchAnswer, BatchRequest, Transport, Turn } from '../transport/transport.ts';
import { bodyHash } from './body-hash.ts';
import type { ClaimedBatch } from './delivery-store.ts';
import { recipientsOf } from './recipients.ts';
import { type Attempts, isKeyRemembered } from './retry-policy.ts';
import type { SendDeps } from './send-deps.ts';

export type NonEmptyBatch = Exclude<ClaimedBatch, { kind: 'emptied' }>;

export interface PreparedBatch {
  batch: NonEmptyBatch;
  request: BatchRequest;
  attempts: Attempts;
  turn: Turn;
}

/**
 * Null, with the batch given back, if it must not be sent: a recipient left, sending stopped, or a person must decide.
 */
export async function prepareBatch(
  batch: NonEmptyBatch,
  { issue, halt }: { issue: FrozenIssue; halt: AbortSignal },
  { deliveryStore, transport, signer, clock, onWait }: SendDeps,
): Promise<PreparedBatch | null> {
  const recipients = batch.kind === 'new' ? recipientsOf(batch.members, { issue, signer }) : batch.recipients;
  const body = await transport.compose({ issue, recipients });
  const hash = bodyHash(body);
  const turn = await transport.awaitTurn(halt, (until) =>
    onWait?.({ until, reason: 'The provider asked to wait.' }),
  );
  if (turn === null) {
    await deliveryStore.releaseBatch(batch);
    return null;
  }
  const now = clock.now();
  const { keyLifetimeMs } = transport;
  if (batch.kind === 'new') {
    const retrySuffix = batch.round === 0 ? '' : `-${batch.round}`;
    const idempotencyKey = `${issue.id}-${batch.number}-${hash.slice(0, 16)}${retrySuffix}`;
    const fixed = await deliveryStore.fixRequest({ batch, recipients, idempotencyKey, bodyHash: hash, now });
    const attempts = { count: 1, firstAt: now, keyLifetimeMs };
    if (fixed === 'fixed')
      return { batch, turn, attempts, request: { idempotencyKey, body, issue, recipients } };
    await deliveryStore.releaseBatch(batch);
    return null;
  }
  const attempts = { count: batch.attempts, firstAt: batch.firstAttemptAt, keyLifetimeMs };
  const obstacle = reasonNotToRetry({ isSameBody: hash === batch.bodyHash, attempts, now });
  if (obstacle !== null) {
    await deliveryStore.holdBatch({ batch, reason: obstacle, now });
    return null;
  }
  if (!(await deliveryStore.repeatRequest({ batch, now }))) {
    await deliveryStore.releaseBatch(batch);
    return null;
  }
  const { idempotencyKey } = batch;
  return { batch, turn, attempts, request: { idempotencyKey, body, issue, recipients } };
}

function reasonNotToRetry({
  isSameBody,
  attempts,
  now,
}: {
  isSameBody: boolean;
  attempts: Attempts;
  now: number;
}): string | null {
  if (!isSameBody) return 'The request no longer matches what was handed over before, byte for byte.';
  const isFirst = attempts.count === 1;
  return isFirst || isKeyRemembered(attempts, now)
    ? null
    : 'The provider no longer remembers whether it accepted the request.';
}

export function handOverBatch(
  { request, turn }: PreparedBatch,
  { transport, stop }: { transport: Transport; stop: AbortSignal },
): Promise<BatchAnswer> {
  return withTimeLimit(stop, (signal) => transport.handOver(request, { turn, signal }));
}

/** Makes a request; after a timeout, or if `stop` is aborted, its outcome is uncertain. */
export async function withTimeLimit<Answer>(
  stop: AbortSignal,
  make: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | Extract<BatchAnswer, { kind: 'uncertain' }>> {
  try {
    return await make(AbortSignal.any([AbortSignal.timeout(REQUEST_TIMEOUT_MS), stop]));
  } catch (error) {
    return { kind: 'uncertain', reason: `The transport failed: ${messageOf(error)}.`, cause: 'transport' };
  }
}
