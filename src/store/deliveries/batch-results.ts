import { and, count, eq, inArray, isNotNull, lte, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { BatchHold, DeliveryOutcome, DeliveryStore } from '../../delivery/delivery-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import { issueIdOf } from '../issues/issue-rows.ts';
import { batches, deliveries } from '../schema/index.ts';
import {
  BATCH_PARAMETERS,
  HOLD_PARAMETERS,
  heldUpdate,
  isBatch,
  isPendingIn,
  param,
  RELEASED,
  splitOff,
  UNFIXED,
  updateHeld,
} from './batch-rows.ts';
import { outcomeStatements } from './outcome-statements.ts';
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
  attempts: sql`max(${batches.attempts} - 1, 0)`,
  idempotencyKey: keptIfRepeated(batches.idempotencyKey),
  bodyHash: keptIfRepeated(batches.bodyHash),
  recipients: keptIfRepeated(batches.recipients),
  firstAttemptAt: keptIfRepeated(batches.firstAttemptAt),
  countedOn: keptIfRepeated(batches.countedOn),
};

/** See {@link DeliveryStore.postponeBatch}. */
export function postponeBatch(db: SqliteDatabase, result: Result<'postponeBatch'>): boolean {
  const { batch, at, reason, refused, newKey = false } = result;
  const postponed = { status: 'open', ...RELEASED, nextAttemptAt: at, lastProblem: reason } as const;
  const refusal = { round: plus(batches.round, newKey ? 1 : 0), ...UNDONE_ATTEMPT };
  return inTx(db, () => {
    if (!updateHeld(db, batch, refused ? { ...postponed, ...refusal } : postponed)) return false;
    settleNamedDeliveries(db, batch);
    return true;
  });
}

/** See {@link DeliveryStore.releaseBatch}. */
export function releaseBatch(db: SqliteDatabase, batch: BatchHold): boolean {
  return inTx(db, () => {
    if (!updateHeld(db, batch, { status: 'open', ...RELEASED, ...UNDONE_ATTEMPT })) return false;
    settleNamedDeliveries(db, batch);
    return true;
  });
}

/**
 * Settles deliveries that an event named while their request was being made: the provider has them, whatever the
 * response said. A fixed batch with nothing left to send is then done.
 */
function settleNamedDeliveries(db: SqliteDatabase, batch: BatchHold): void {
  const { changes: known } = db
    .update(deliveries)
    .set({ status: 'submitted' })
    .where(and(isPendingIn(db, batch), isNotNull(deliveries.providerId)))
    .run();
  if (known === 0) return;
  const { status, size, submitted, rejected, uncertain, excluded, idempotencyKey } = batches;
  db.update(batches)
    .set({ submitted: plus(submitted, known) })
    .where(isBatch(db, batch))
    .run();
  const isSettled = sql`${submitted} + ${rejected} + ${uncertain} + ${excluded} = ${size}`;
  db.update(batches)
    .set({ status: 'done', recipients: null, lastProblem: null })
    .where(and(isBatch(db, batch), eq(status, 'open'), isNotNull(idempotencyKey), isSettled))
    .run();
}

/** See {@link DeliveryStore.recordOutcomes}. */
export function recordOutcomes(db: SqliteDatabase, result: Result<'recordOutcomes'>): boolean {
  const { batch, outcomes, now } = result;
  return inTx(db, () => {
    if (closeHeld(db).run({ ...batch, now }).changes === 0) return false;
    const { accepted, rejected } = groupOutcomes(outcomes);
    const statements = outcomeStatements(db);
    // An event may have settled a delivery before the response arrived, so count only what changes here.
    const submitted = statements.accepted.run(now, JSON.stringify(accepted)).changes;
    const refused = statements.rejected.run(now, JSON.stringify(rejected)).changes;
    addCounts(db).run({ ...batch, submitted, rejected: refused });
    const providerIds = accepted.map(([, providerId]) => providerId);
    runSteps(db, applyParkedEvents(inWords(db), providerIds, now));
    return true;
  });
}

// Prepared once, like the statements of a claim: building them takes longer than running them.
const closeHeld = perDatabase((db) =>
  heldUpdate(db, HOLD_PARAMETERS, {
    status: 'done',
    ...RELEASED,
    recipients: null,
    lastProblem: null,
    finishedAt: param('now'),
  }).prepare(),
);

const addCounts = perDatabase((db) =>
  db
    .update(batches)
    .set({
      submitted: plus(batches.submitted, sql.placeholder('submitted')),
      rejected: plus(batches.rejected, sql.placeholder('rejected')),
    })
    .where(isBatch(db, BATCH_PARAMETERS))
    .prepare(),
);

function groupOutcomes(outcomes: readonly DeliveryOutcome[]) {
  const accepted: [deliveryId: number, providerId: string][] = [];
  const rejected: [deliveryId: number, code: string][] = [];
  for (const outcome of outcomes)
    if (outcome.kind === 'accepted') accepted.push([outcome.deliveryId, outcome.providerId]);
    else rejected.push([outcome.deliveryId, outcome.code]);
  return { accepted, rejected };
}

/**
 * See {@link DeliveryStore.holdBatch}. A delivery that already has a provider id was accepted: an event reported it
 * first.
 */
export function holdBatch(db: SqliteDatabase, { batch, reason, now }: Result<'holdBatch'>): boolean {
  const { providerId } = deliveries;
  return inTx(db, () => {
    const pending = isPendingIn(db, batch);
    const counted = db
      .select({ all: count(), known: count(providerId) })
      .from(deliveries)
      .where(pending)
      .get();
    const { all, known } = counted ?? { all: 0, known: 0 };
    const uncertain = all - known;
    const held = updateHeld(db, batch, {
      status: uncertain > 0 ? 'uncertain' : 'done',
      ...RELEASED,
      lastProblem: reason,
      uncertain,
      submitted: plus(batches.submitted, known),
      recipients: uncertain > 0 ? batches.recipients : null,
    });
    if (!held) return false;
    db.update(deliveries)
      .set({ status: sql`iif(${providerId} is null, 'uncertain', 'submitted')`, updatedAt: now })
      .where(pending)
      .run();
    return true;
  });
}

/** See {@link DeliveryStore.splitBatch}. */
export function splitBatch(db: SqliteDatabase, { batch, reason }: Result<'splitBatch'>): boolean {
  const open = { status: 'open', ...RELEASED, ...UNFIXED, nextAttemptAt: null, lastProblem: reason } as const;
  return inTx(db, () => {
    if (!updateHeld(db, batch, open, lte(batches.attempts, 1))) return false;
    settleNamedDeliveries(db, batch);
    const left = db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(isPendingIn(db, batch))
      .orderBy(deliveries.id)
      .all();
    const half = left.slice(Math.ceil(left.length / 2)).map(({ id }) => id);
    splitOff(db, batch, half);
    return true;
  });
}

/** See {@link DeliveryStore.settleUncertain}. */
export function settleUncertain(db: SqliteDatabase, { slot, how, at }: Result<'settleUncertain'>): number {
  return inTx(db, () => {
    const waiting = and(eq(batches.issueId, issueIdOf(db, slot)), eq(batches.status, 'uncertain'));
    const uncertain = sql<number>`coalesce(sum(${batches.uncertain}), 0)`;
    const found = db.select({ uncertain }).from(batches).where(waiting).get();
    if (how === 'accept')
      db.update(batches).set({ status: 'done', recipients: null, finishedAt: at }).where(waiting).run();
    else resendUncertain(db, { slot, waiting, at });
    return found?.uncertain ?? 0;
  });
}

function resendUncertain(
  db: SqliteDatabase,
  { slot, waiting, at }: { slot: string; waiting: SQL | undefined; at: number },
): void {
  const { issueId, status, batchNumber } = deliveries;
  const waitingBatches = db.select({ number: batches.number }).from(batches).where(waiting);
  db.update(deliveries)
    .set({ status: 'pending', updatedAt: at })
    .where(
      and(eq(issueId, issueIdOf(db, slot)), eq(status, 'uncertain'), inArray(batchNumber, waitingBatches)),
    )
    .run();
  db.update(batches)
    .set({
      ...UNFIXED,
      status: 'open',
      uncertain: 0,
      nextAttemptAt: null,
      lastProblem: null,
      round: plus(batches.round, 1),
      possiblyAccepted: true,
    })
    .where(waiting)
    .run();
}
