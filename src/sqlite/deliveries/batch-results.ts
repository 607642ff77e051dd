import { type SQL, sql } from 'drizzle-orm';
import type { BatchHold, DeliveryStore } from '../../delivery/delivery-store.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { applyParkedEvents } from './provider-events.ts';

const releaseLease = sql`lease_owner = null, lease_expires_at = null`;

/** Updates a batch if its holder still has the lease; false if not. */
export function updateHeld(
  db: SqliteDatabase,
  { slot, number, owner }: BatchHold,
  changes: SQL,
  condition: SQL = sql``,
): boolean {
  const updated = db.all(sql`
    update batches set ${changes}
    where issue_id = (select id from issues where slot = ${slot}) and number = ${number}
      and status = 'taken' and lease_owner = ${owner} ${condition}
    returning number`);
  return updated.length === 1;
}

/**
 * Undoes an attempt that was rejected whole or never made. If it was the only one, the request is no longer fixed,
 * and subscribers who leave before the next attempt are dropped.
 */
const undoAttempt = sql`attempts = max(attempts - 1, 0),
  ${sql.raw(
    ['idempotency_key', 'body_hash', 'recipients', 'first_attempt_at', 'counted_on']
      .map((column) => `${column} = case when attempts > 1 then ${column} end`)
      .join(', '),
  )}`;

/** See {@link DeliveryStore.postponeBatch}. */
export function postponeBatch(
  db: SqliteDatabase,
  result: Parameters<DeliveryStore['postponeBatch']>[0],
): boolean {
  const { batch, at, reason, refused, newKey = false } = result;
  const postponed = sql`status = 'open', ${releaseLease}, next_attempt_at = ${at}, last_problem = ${reason}`;
  const round = sql`round = round + ${newKey ? 1 : 0}`;
  return inTx(db, () => {
    const changes = refused ? sql`${postponed}, ${round}, ${undoAttempt}` : postponed;
    if (!updateHeld(db, batch, changes)) return false;
    settleNamedDeliveries(db, batch);
    return true;
  });
}

/** See {@link DeliveryStore.releaseBatch}. */
export function releaseBatch(db: SqliteDatabase, batch: BatchHold): boolean {
  return inTx(db, () => {
    if (!updateHeld(db, batch, sql`status = 'open', ${releaseLease}, ${undoAttempt}`)) return false;
    settleNamedDeliveries(db, batch);
    return true;
  });
}

/**
 * Settles deliveries that an event named while their request was being made: the provider has them, whatever the
 * response said. A fixed batch with nothing left to send is then done.
 */
function settleNamedDeliveries(db: SqliteDatabase, batch: BatchHold): void {
  const known = db.all(sql`
    update deliveries set status = 'submitted' where ${isPendingIn(batch)} and provider_id is not null returning id`);
  if (known.length === 0) return;
  const isBatch = sql`issue_id = (select id from issues where slot = ${batch.slot}) and number = ${batch.number}`;
  db.run(sql`update batches set submitted = submitted + ${known.length} where ${isBatch}`);
  db.run(sql`
    update batches set status = 'done', recipients = null, last_problem = null
    where ${isBatch} and status = 'open' and idempotency_key is not null
      and submitted + rejected + uncertain + excluded = size`);
}

/** See {@link DeliveryStore.recordOutcomes}. */
export function recordOutcomes(
  db: SqliteDatabase,
  result: Parameters<DeliveryStore['recordOutcomes']>[0],
): boolean {
  const { batch, outcomes, now } = result;
  return inTx(db, () => {
    const done = sql`status = 'done', ${releaseLease}, recipients = null, last_problem = null, finished_at = ${now}`;
    if (!updateHeld(db, batch, done)) return false;
    const update = db.$client.prepare(
      `update deliveries set status = ?, provider_id = coalesce(?, provider_id), reject_code = coalesce(?, reject_code), updated_at = ?
       where id = ? and status = 'pending'`,
    );
    // An event may have settled a delivery before the response arrived, so count only what changes here.
    const counts = { submitted: 0, rejected: 0 };
    for (const outcome of outcomes) {
      if (outcome.kind === 'accepted')
        counts.submitted += update.run(
          'submitted',
          outcome.providerId,
          null,
          now,
          outcome.deliveryId,
        ).changes;
      else counts.rejected += update.run('rejected', null, outcome.code, now, outcome.deliveryId).changes;
    }
    db.run(sql`
      update batches set submitted = submitted + ${counts.submitted}, rejected = rejected + ${counts.rejected}
      where issue_id = (select id from issues where slot = ${batch.slot}) and number = ${batch.number}`);
    const providerIds = outcomes.flatMap((one) => (one.kind === 'accepted' ? [one.providerId] : []));
    applyParkedEvents(db, providerIds, now);
    return true;
  });
}

/**
 * See {@link DeliveryStore.holdBatch}. A delivery that already has a provider id was accepted: an event reported it
 * first.
 */
export function holdBatch(db: SqliteDatabase, result: Parameters<DeliveryStore['holdBatch']>[0]): boolean {
  const { batch, reason, now } = result;
  return inTx(db, () => {
    const { known, unknown } = db.get<{ known: number; unknown: number }>(sql`
      select count(provider_id) as known, count(*) - count(provider_id) as unknown
      from deliveries where ${isPendingIn(batch)}`);
    const status = unknown > 0 ? 'uncertain' : 'done';
    const held = updateHeld(
      db,
      batch,
      sql`status = ${status}, ${releaseLease}, last_problem = ${reason}, uncertain = ${unknown},
        submitted = submitted + ${known},
        recipients = ${unknown > 0 ? sql`recipients` : sql`null`}`,
    );
    if (!held) return false;
    db.run(sql`
      update deliveries set status = iif(provider_id is null, 'uncertain', 'submitted'), updated_at = ${now}
      where ${isPendingIn(batch)}`);
    return true;
  });
}

const unfixRequest = sql`idempotency_key = null, body_hash = null, recipients = null, attempts = 0, first_attempt_at = null,
  counted_on = null`;

/** See {@link DeliveryStore.splitBatch}. */
export function splitBatch(
  db: SqliteDatabase,
  { batch, reason }: Parameters<DeliveryStore['splitBatch']>[0],
): boolean {
  return inTx(db, () => {
    const open = sql`status = 'open', ${releaseLease}, ${unfixRequest}, next_attempt_at = null, last_problem = ${reason}`;
    if (!updateHeld(db, batch, open, sql`and attempts <= 1`)) return false;
    settleNamedDeliveries(db, batch);
    const ids = db.all<{ id: number; issueId: number }>(sql`
      select id, issue_id as issueId from deliveries where ${isPendingIn(batch)} order by id`);
    const issueId = ids[0]?.issueId;
    const half = ids.slice(Math.ceil(ids.length / 2)).map(({ id }) => id);
    if (issueId !== undefined && half.length > 0) splitOff(db, { issueId, number: batch.number }, half);
    return true;
  });
}

/** Moves the last deliveries of a batch to a new batch, which is claimed after all others. */
export function splitOff(
  db: SqliteDatabase,
  { issueId, number }: { issueId: number; number: number },
  deliveryIds: readonly number[],
): void {
  const count = deliveryIds.length;
  const { added } = db.get<{ added: number }>(sql`
    insert into batches (issue_id, number, status, size)
    select ${issueId}, max(number) + 1, 'open', ${count} from batches where issue_id = ${issueId}
    returning number as added`);
  db.run(sql`
    update deliveries set batch_number = ${added}
    where issue_id = ${issueId} and batch_number = ${number} and status = 'pending' and id >= ${deliveryIds[0] ?? 0}`);
  db.run(sql`
    update batches set size = size - ${count} where issue_id = ${issueId} and number = ${number}`);
}

/** See {@link DeliveryStore.settleUncertain}. */
export function settleUncertain(
  db: SqliteDatabase,
  { slot, how, at }: Parameters<DeliveryStore['settleUncertain']>[0],
): number {
  return inTx(db, () => {
    const waiting = sql`issue_id = (select id from issues where slot = ${slot}) and status = 'uncertain'`;
    const { count } = db.get<{ count: number }>(
      sql`select coalesce(sum(uncertain), 0) as count from batches where ${waiting}`,
    );
    if (how === 'resend') {
      db.run(sql`update deliveries set status = 'pending', updated_at = ${at} where ${waiting} and batch_number in (
        select number from batches where ${waiting})`);
      db.run(sql`
        update batches set status = 'open', uncertain = 0, next_attempt_at = null, last_problem = null,
          round = round + 1, possibly_accepted = 1, ${unfixRequest}
        where ${waiting}`);
    } else {
      db.run(sql`
        update batches set status = 'done', recipients = null, finished_at = ${at} where ${waiting}`);
    }
    return count;
  });
}

function isPendingIn({ slot, number }: BatchHold) {
  return sql`issue_id = (select id from issues where slot = ${slot}) and batch_number = ${number} and status = 'pending'`;
}
