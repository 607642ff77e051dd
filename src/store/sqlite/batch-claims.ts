import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { PLACES } from '../../render/mail-template.ts';
import type { Recipient } from '../../transport/transport.ts';
import type { BatchMember, ClaimedBatch, DeliveryStore } from '../delivery-store.ts';
import { inTx } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

const recipientsSchema: z.ZodType<Recipient[]> = z.array(
  z.object({
    deliveryId: z.number(),
    email: z.string(),
    name: z.string().nullable(),
    tokens: z.record(z.enum(PLACES), z.string()),
  }),
);

interface TakenRow {
  issueId: number;
  number: number;
  idempotencyKey: string | null;
  bodyHash: string;
  recipients: string;
  attempts: number;
  firstAttemptAt: number;
}

/** See {@link DeliveryStore.claimBatch}. */
export function claimBatch(
  db: SqliteDatabase,
  claim: Parameters<DeliveryStore['claimBatch']>[0],
): ClaimedBatch | null {
  return inTx(db, (): ClaimedBatch | null => {
    const row = takeNext(db, claim);
    if (row === undefined) return null;
    const hold = { slot: claim.slot, number: row.number, owner: claim.lease.owner };
    if (row.idempotencyKey !== null) {
      const { idempotencyKey, bodyHash, attempts, firstAttemptAt } = row;
      const recipients = recipientsSchema.parse(JSON.parse(row.recipients));
      return { ...hold, kind: 'retried', idempotencyKey, bodyHash, attempts, firstAttemptAt, recipients };
    }
    dropWhoLeft(db, row, claim.now);
    const members = readMembers(db, row);
    if (members.length > 0) return { ...hold, kind: 'new', members };
    db.run(sql`
      update batches set status = 'done', lease_owner = null, lease_expires_at = null
      where issue_id = ${row.issueId} and number = ${row.number}`);
    return { ...hold, kind: 'emptied' };
  });
}

/** A batch whose lease lapsed may have been handed over: its attempt counts. */
function takeNext(
  db: SqliteDatabase,
  { slot, lease, now }: Parameters<DeliveryStore['claimBatch']>[0],
): TakenRow | undefined {
  return db.all<TakenRow>(sql`
    update batches set status = 'taken', lease_owner = ${lease.owner}, lease_expires_at = ${lease.expiresAt},
      next_attempt_at = null, attempts = attempts + (idempotency_key is not null),
      first_attempt_at = coalesce(first_attempt_at, iif(idempotency_key is not null, ${now}, null))
    where (issue_id, number) = (
      select issue_id, number from batches
      where issue_id = (
          select id from issues where slot = ${slot} and status = 'sending' and audience_frozen_at is not null)
        and status in ('open', 'taken')
        and (status = 'open' and coalesce(next_attempt_at, 0) <= ${now} or status = 'taken' and lease_expires_at <= ${now})
      order by number limit 1)
    returning issue_id as issueId, number, idempotency_key as idempotencyKey, body_hash as bodyHash, recipients,
      attempts, first_attempt_at as firstAttemptAt`)[0];
}

/** Everybody who left since the audience was fixed; once a request was fixed its membership is fixed too. */
function dropWhoLeft(db: SqliteDatabase, { issueId, number }: TakenRow, now: number): void {
  const dropped = db.all(sql`
    update deliveries set status = 'excluded', updated_at = ${now}, code = (
      select case
        when deliveries.subscriber_id is null then 'erased'
        when x.key is not null then 'suppressed'
        when s.status <> 'confirmed' then 'unsubscribed'
        else 'paused' end
      from (select 1) left join subscribers as s on s.id = deliveries.subscriber_id
        left join suppressions as x on x.key = s.email_key)
    where issue_id = ${issueId} and batch_number = ${number} and status = 'pending' and not exists (
      select 1 from subscribers as s left join suppressions as x on x.key = s.email_key
      where s.id = deliveries.subscriber_id and s.status = 'confirmed' and x.key is null
        and (s.paused_until is null or s.paused_until <= ${now}))
    returning id`);
  if (dropped.length === 0) return;
  db.run(sql`
    update batches set excluded = excluded + ${dropped.length} where issue_id = ${issueId} and number = ${number}`);
}

function readMembers(db: SqliteDatabase, { issueId, number }: TakenRow): BatchMember[] {
  return db.all<BatchMember>(sql`
    select d.id as deliveryId, s.id as subscriberId, s.email as email, s.name as name
    from deliveries as d join subscribers as s on s.id = d.subscriber_id
    where d.issue_id = ${issueId} and d.batch_number = ${number} and d.status = 'pending'
    order by d.id`);
}
