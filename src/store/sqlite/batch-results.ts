import { type SQL, sql } from 'drizzle-orm';
import type { BatchHold, DeliveryStore } from '../delivery-store.ts';
import { inTx } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

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

/** See {@link DeliveryStore.postponeBatch}. An attempt that was refused whole was none: the key's time starts anew. */
export function postponeBatch(
  db: SqliteDatabase,
  result: Parameters<DeliveryStore['postponeBatch']>[0],
): boolean {
  const { batch, at, reason, refused } = result;
  const left = sql`(attempts - ${refused ? 1 : 0})`;
  return updateHeld(
    db,
    batch,
    sql`status = 'open', ${released}, next_attempt_at = ${at}, last_problem = ${reason}, attempts = ${left},
      first_attempt_at = case when ${left} > 0 then first_attempt_at end`,
  );
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
        submitted = ${submitted}, rejected = ${outcomes.length - submitted}`,
    );
    if (!held) return false;
    const update = db.$client.prepare(
      `update deliveries set status = ?, provider_id = ?, code = ?, updated_at = ? where id = ? and status = 'pending'`,
    );
    for (const outcome of outcomes) {
      if (outcome.kind === 'accepted')
        update.run('submitted', outcome.providerId, null, now, outcome.deliveryId);
      else update.run('rejected', null, outcome.code, now, outcome.deliveryId);
    }
    return true;
  });
}

/** See {@link DeliveryStore.holdBatch}. */
export function holdBatch(db: SqliteDatabase, result: Parameters<DeliveryStore['holdBatch']>[0]): boolean {
  const { batch, reason, now } = result;
  return inTx(db, () => {
    const held = updateHeld(
      db,
      batch,
      sql`status = 'uncertain', ${released}, last_problem = ${reason}, uncertain = size - excluded`,
    );
    if (!held) return false;
    db.run(sql`update deliveries set status = 'uncertain', updated_at = ${now} where ${isPendingIn(batch)}`);
    return true;
  });
}

/** See {@link DeliveryStore.splitBatch}. */
export function splitBatch(db: SqliteDatabase, batch: BatchHold): boolean {
  return inTx(db, () => {
    const open = sql`status = 'open', ${released}, idempotency_key = null, body_hash = null, recipients = null,
      attempts = 0, first_attempt_at = null`;
    if (!updateHeld(db, batch, open)) return false;
    const ids = db.all<{ id: number }>(
      sql`select id from deliveries where ${isPendingIn(batch)} order by id`,
    );
    const moved = ids.slice(Math.ceil(ids.length / 2));
    const half = moved.length;
    const issueId = sql`(select id from issues where slot = ${batch.slot})`;
    const { number } = db.get<{ number: number }>(sql`
      insert into batches (issue_id, number, status, size)
      select issue_id, max(number) + 1, 'open', ${half} from batches where issue_id = ${issueId}
      returning number`);
    db.run(sql`
      update deliveries set batch_number = ${number} where ${isPendingIn(batch)} and id >= ${moved[0]?.id ?? 0}`);
    db.run(
      sql`update batches set size = size - ${half} where issue_id = ${issueId} and number = ${batch.number}`,
    );
    return true;
  });
}

function isPendingIn({ slot, number }: BatchHold) {
  return sql`issue_id = (select id from issues where slot = ${slot}) and batch_number = ${number} and status = 'pending'`;
}
