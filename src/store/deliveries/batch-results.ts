import { and, count, eq, inArray, isNotNull, lte, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { BatchHold, DeliveryOutcome, DeliveryStore } from '../../delivery/delivery-store.ts';
import type { Database } from '../engine.ts';
import { issueIdOf } from '../issues/issue-rows.ts';
import { batches, deliveries } from '../schema/index.ts';
import { all, change, changeRows, first, prepared, type Steps } from '../steps.ts';
import {
  HOLD_PARAMETERS,
  heldUpdate,
  isBatch,
  isHeld,
  isPendingIn,
  param,
  RELEASED,
  splitOff,
  UNFIXED,
  updateHeld,
} from './batch-rows.ts';
import { applyParkedEvents } from './provider-events.ts';

type Result<Method extends keyof DeliveryStore> = Parameters<DeliveryStore[Method]>[0];

const plus = (column: AnySQLiteColumn, added: number | Placeholder): SQL => sql`${column} + ${added}`;

const keptIfRepeated = (column: AnySQLiteColumn): SQL =>
  sql`case when ${batches.attempts} > 1 then ${column} end`;

/**
 * Undoes an attempt that was rejected whole or never made. If it was the only one, the request is no longer fixed,
 * and subscribers who leave before the next attempt are dropped.
 */
const UNDONE_ATTEMPT = {
  attempts: sql`case when ${batches.attempts} > 1 then ${batches.attempts} - 1 else 0 end`,
  idempotencyKey: keptIfRepeated(batches.idempotencyKey),
  bodyHash: keptIfRepeated(batches.bodyHash),
  recipients: keptIfRepeated(batches.recipients),
  firstAttemptAt: keptIfRepeated(batches.firstAttemptAt),
  countedOn: keptIfRepeated(batches.countedOn),
};

/** See {@link DeliveryStore.postponeBatch}. */
export function* postponeBatch(db: Database, result: Result<'postponeBatch'>): Steps<boolean> {
  const { batch, at, reason, refused, newKey = false } = result;
  const postponed = { status: 'open', ...RELEASED, nextAttemptAt: at, lastProblem: reason } as const;
  const refusal = { round: plus(batches.round, newKey ? 1 : 0), ...UNDONE_ATTEMPT };
  const isDone = yield* updateHeld(db, batch, refused ? { ...postponed, ...refusal } : postponed);
  if (isDone) yield* settleNamedDeliveries(db, batch);
  return isDone;
}

/** See {@link DeliveryStore.releaseBatch}. */
export function* releaseBatch(db: Database, batch: BatchHold): Steps<boolean> {
  const isDone = yield* updateHeld(db, batch, { status: 'open', ...RELEASED, ...UNDONE_ATTEMPT });
  if (isDone) yield* settleNamedDeliveries(db, batch);
  return isDone;
}

/**
 * Settles deliveries that an event named while their request was being made: the provider has them, whatever the
 * response said. A fixed batch with nothing left to send is then done.
 */
function* settleNamedDeliveries(db: Database, batch: BatchHold): Steps<void> {
  const known = yield* change(
    db
      .update(deliveries)
      .set({ status: 'submitted' })
      .where(and(isPendingIn(db, batch), isNotNull(deliveries.providerId))),
  );
  if (known === 0) return;
  const { status, size, submitted, rejected, uncertain, excluded, idempotencyKey } = batches;
  yield* change(
    db
      .update(batches)
      .set({ submitted: plus(submitted, known) })
      .where(isBatch(db, batch)),
  );
  const isSettled = sql`${submitted} + ${rejected} + ${uncertain} + ${excluded} = ${size}`;
  yield* change(
    db
      .update(batches)
      .set({ status: 'done', recipients: null, lastProblem: null })
      .where(and(isBatch(db, batch), eq(status, 'open'), isNotNull(idempotencyKey), isSettled)),
  );
}

/** See {@link DeliveryStore.recordOutcomes}. */
export function* recordOutcomes(
  db: Database,
  { batch, outcomes, now }: Result<'recordOutcomes'>,
): Steps<boolean> {
  const { accepted, rejected } = groupOutcomes(outcomes);
  // An event may have settled a delivery before the response arrived, so count only what changes here.
  const submitted = yield* changeRows(submit, accepted, { ...batch, now });
  const refused = yield* changeRows(reject, rejected, { ...batch, now });
  const closed = yield* change(closeHeld, { ...batch, now, submitted, rejected: refused });
  if (closed === 0) return false;
  const providerIds = accepted.map(([, providerId]) => providerId);
  yield* applyParkedEvents(db, providerIds, now);
  return true;
}

function groupOutcomes(outcomes: readonly DeliveryOutcome[]) {
  const accepted: [deliveryId: number, providerId: string][] = [];
  const rejected: [deliveryId: number, code: string][] = [];
  for (const outcome of outcomes)
    if (outcome.kind === 'accepted') accepted.push([outcome.deliveryId, outcome.providerId]);
    else rejected.push([outcome.deliveryId, outcome.code]);
  return { accepted, rejected };
}

/** A lease that was lost changes nothing. Asked for once: `exists` would be, for SQLite, a table to join. */
const isWaiting = (db: Database): SQL => {
  const held = db.select({ number: batches.number }).from(batches).where(isHeld(db, HOLD_PARAMETERS));
  return sql`${deliveries.status} = 'pending' and ${held} is not null`;
};

/** Raw, because a batch's outcomes are written as one group. Those that an event has settled meanwhile stay as they are. */
const submit = prepared((db) => {
  const { id, providerId } = deliveries;
  return sql`
    update deliveries
    set status = 'submitted', provider_id = accepted."providerId", updated_at = ${sql.placeholder('now')}
    from ${db.words.rows('accepted', { id, providerId })} where ${id} = accepted.id and ${isWaiting(db)}`;
});

const reject = prepared((db) => {
  const { id, rejectCode: code } = deliveries;
  return sql`
    update deliveries
    set status = 'rejected', reject_code = refused.code, updated_at = ${sql.placeholder('now')}
    from ${db.words.rows('refused', { id, code })} where ${id} = refused.id and ${isWaiting(db)}`;
});

const closeHeld = prepared((db) =>
  heldUpdate(db, HOLD_PARAMETERS, {
    status: 'done',
    ...RELEASED,
    recipients: null,
    lastProblem: null,
    finishedAt: param('now'),
    submitted: plus(batches.submitted, sql.placeholder('submitted')),
    rejected: plus(batches.rejected, sql.placeholder('rejected')),
  }),
);

/**
 * See {@link DeliveryStore.holdBatch}. A delivery that already has a provider id was accepted: an event reported it
 * first.
 */
export function* holdBatch(db: Database, { batch, reason, now }: Result<'holdBatch'>): Steps<boolean> {
  const { providerId } = deliveries;
  const pending = isPendingIn(db, batch);
  const counted = yield* first(
    db
      .select({ all: count(), known: count(providerId) })
      .from(deliveries)
      .where(pending),
  );
  const { all: waiting, known } = counted ?? { all: 0, known: 0 };
  const uncertain = waiting - known;
  const isDone = yield* updateHeld(db, batch, {
    status: uncertain > 0 ? 'uncertain' : 'done',
    ...RELEASED,
    lastProblem: reason,
    uncertain,
    submitted: plus(batches.submitted, known),
    recipients: uncertain > 0 ? batches.recipients : null,
  });
  if (!isDone) return false;
  const status = sql`case when ${providerId} is null then 'uncertain' else 'submitted' end`;
  yield* change(db.update(deliveries).set({ status, updatedAt: now }).where(pending));
  return true;
}

/** See {@link DeliveryStore.splitBatch}. */
export function* splitBatch(db: Database, { batch, reason }: Result<'splitBatch'>): Steps<boolean> {
  const open = { status: 'open', ...RELEASED, ...UNFIXED, nextAttemptAt: null, lastProblem: reason } as const;
  if (!(yield* updateHeld(db, batch, open, lte(batches.attempts, 1)))) return false;
  yield* settleNamedDeliveries(db, batch);
  const left = yield* all(
    db.select({ id: deliveries.id }).from(deliveries).where(isPendingIn(db, batch)).orderBy(deliveries.id),
  );
  const half = left.slice(Math.ceil(left.length / 2)).map(({ id }) => id);
  yield* splitOff(db, batch, half);
  return true;
}

/** See {@link DeliveryStore.settleUncertain}. */
export function* settleUncertain(db: Database, { slot, how, at }: Result<'settleUncertain'>): Steps<number> {
  const waiting = and(eq(batches.issueId, issueIdOf(db, slot)), eq(batches.status, 'uncertain'));
  const uncertain = sql<number>`coalesce(sum(${batches.uncertain}), 0)`;
  const found = yield* first(db.select({ uncertain }).from(batches).where(waiting));
  const accepted = { status: 'done', recipients: null, finishedAt: at } as const;
  if (how === 'accept') yield* change(db.update(batches).set(accepted).where(waiting));
  else yield* resendUncertain(db, { slot, waiting, at });
  return found?.uncertain ?? 0;
}

function* resendUncertain(
  db: Database,
  { slot, waiting, at }: { slot: string; waiting: SQL | undefined; at: number },
): Steps<void> {
  const { issueId, status, batchNumber } = deliveries;
  const ofSlot = eq(issueId, issueIdOf(db, slot));
  const waitingBatches = db.select({ number: batches.number }).from(batches).where(waiting);
  yield* change(
    db
      .update(deliveries)
      .set({ status: 'pending', updatedAt: at })
      .where(and(ofSlot, eq(status, 'uncertain'), inArray(batchNumber, waitingBatches))),
  );
  yield* change(
    db
      .update(batches)
      .set({
        ...UNFIXED,
        status: 'open',
        uncertain: 0,
        nextAttemptAt: null,
        lastProblem: null,
        round: plus(batches.round, 1),
        possiblyAccepted: true,
      })
      .where(waiting),
  );
}
