import { type SQL, sql } from 'drizzle-orm';
import type { BatchHold, DeliveryStore } from '../delivery-store.ts';
import { inTx } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';
import { applyParkedEvents } from './provider-events.ts';

const released = sql`lease_owner = null, lease_expires_at = null`;

/** One UPDATE of a batch that only its holder can make. False where the lease is lost. */
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
 * An attempt that was refused whole, or not made, was none. Where it was the only one, the request is no longer fixed:
 * whoever leaves before the next is dropped.
 */
const withoutAttempt = sql`attempts = max(attempts - 1, 0),
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
  const { batch, at, reason, refused } = result;
  const postponed = sql`status = 'open', ${released}, next_attempt_at = ${at}, last_problem = ${reason}`;
  return updateHeld(db, batch, refused ? sql`${postponed}, ${withoutAttempt}` : postponed);
}

/** See {@link DeliveryStore.releaseBatch}. */
export function releaseBatch(db: SqliteDatabase, batch: BatchHold): boolean {
  return updateHeld(db, batch, sql`status = 'open', ${released}, ${withoutAttempt}`);
}

/** See {@link DeliveryStore.recordOutcomes}. */
export function recordOutcomes(
  db: SqliteDatabase,
  result: Parameters<DeliveryStore['recordOutcomes']>[0],
): boolean {
  const { batch, outcomes, now } = result;
  const submitted = outcomes.filter(({ kind }) => kind === 'accepted').length;
  return inTx(db, () => {
    const held = updateHeld(
      db,
      batch,
      sql`status = 'done', ${released}, recipients = null, last_problem = null,
        submitted = submitted + ${submitted}, rejected = rejected + ${outcomes.length - submitted}, finished_at = ${now}`,
    );
    if (!held) return false;
    const update = db.$client.prepare(
      `update deliveries set status = ?, provider_id = coalesce(?, provider_id), code = coalesce(?, code), updated_at = ?
       where id = ? and status = 'pending'`,
    );
    for (const outcome of outcomes) {
      if (outcome.kind === 'accepted')
        update.run('submitted', outcome.providerId, null, now, outcome.deliveryId);
      else update.run('rejected', null, outcome.code, now, outcome.deliveryId);
    }
    const providerIds = outcomes.flatMap((one) => (one.kind === 'accepted' ? [one.providerId] : []));
    applyParkedEvents(db, providerIds, now);
    return true;
  });
}

/** See {@link DeliveryStore.holdBatch}. A delivery whose event was heard before its answer has the provider's id: it was taken. */
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
      sql`status = ${status}, ${released}, last_problem = ${reason}, uncertain = ${unknown},
        submitted = submitted + ${known}`,
    );
    if (!held) return false;
    db.run(sql`
      update deliveries set status = iif(provider_id is null, 'uncertain', 'submitted'), updated_at = ${now}
      where ${isPendingIn(batch)}`);
    return true;
  });
}

const unfixed = sql`idempotency_key = null, body_hash = null, recipients = null, attempts = 0, first_attempt_at = null,
  counted_on = null`;

/** See {@link DeliveryStore.splitBatch}. */
export function splitBatch(
  db: SqliteDatabase,
  { batch, at }: Parameters<DeliveryStore['splitBatch']>[0],
): boolean {
  return inTx(db, () => {
    const issue = sql`select id from issues where slot = ${batch.slot}`;
    const open = sql`status = 'open', ${released}, ${unfixed}, next_attempt_at = ${at}`;
    if (!updateHeld(db, batch, open)) return false;
    const ids = db.all<{ id: number; issueId: number }>(sql`
      select id, issue_id as issueId from deliveries
      where issue_id = (${issue}) and batch_number = ${batch.number} and status = 'pending' order by id`);
    const issueId = ids[0]?.issueId;
    const half = ids.slice(Math.ceil(ids.length / 2)).map(({ id }) => id);
    if (issueId !== undefined && half.length > 0) splitOff(db, { issueId, number: batch.number, at }, half);
    return true;
  });
}

/** Moves deliveries of a batch, its last ones, to a new batch that is claimed after all others, from `at` on. */
export function splitOff(
  db: SqliteDatabase,
  { issueId, number, at }: { issueId: number; number: number; at?: number },
  deliveryIds: readonly number[],
): void {
  const count = deliveryIds.length;
  const { added } = db.get<{ added: number }>(sql`
    insert into batches (issue_id, number, status, size, next_attempt_at)
    select ${issueId}, max(number) + 1, 'open', ${count}, ${at ?? null} from batches where issue_id = ${issueId}
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
        update batches set status = 'open', uncertain = 0, next_attempt_at = null, last_problem = null, ${unfixed}
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
