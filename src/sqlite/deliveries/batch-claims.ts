import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BatchMember, ClaimedBatch, DeliveryStore } from '../../delivery/delivery-store.ts';
import { PLACES } from '../../issues/mail-template.ts';
import type { Recipient } from '../../transport/transport.ts';
import { utcDay } from '../../transport/utc-day.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { splitOff, updateHeld } from './batch-results.ts';
import { mayBeEmailed, reasonNotToEmail, subscribersAndSuppressions } from './who-may-be-emailed.ts';

const recipientsSchema: z.ZodType<Recipient[]> = z.array(
  z.object({
    deliveryId: z.number(),
    email: z.string(),
    name: z.string().nullable(),
    tokens: z.record(z.enum(PLACES), z.string()),
  }),
);

interface NextRow {
  issueId: number;
  number: number;
  members: number;
  isFixed: number;
  countedOn: number | null;
}

interface TakenRow {
  issueId: number;
  number: number;
  round: number;
  idempotencyKey: string | null;
  bodyHash: string;
  recipients: string;
  attempts: number;
  firstAttemptAt: number;
}

type Claim = Parameters<DeliveryStore['claimBatch']>[0];

/** See {@link DeliveryStore.claimBatch}. */
export function claimBatch(
  db: SqliteDatabase,
  claim: Claim,
): Awaited<ReturnType<DeliveryStore['claimBatch']>> {
  return inTx(db, (): ClaimedBatch | { kind: 'day-full' } | null => {
    const next = findNext(db, claim);
    if (next === undefined) return null;
    const room = remainingToday(db, next, claim);
    if (room === 0) return { kind: 'day-full' };
    const row = takeBatch(db, next, claim);
    const hold = { slot: claim.slot, number: row.number, owner: claim.lease.owner };
    if (row.idempotencyKey !== null) {
      const { idempotencyKey, bodyHash, attempts, firstAttemptAt } = row;
      const recipients = recipientsSchema.parse(JSON.parse(row.recipients));
      return { ...hold, kind: 'retried', idempotencyKey, bodyHash, attempts, firstAttemptAt, recipients };
    }
    excludeIneligible(db, row, claim.now);
    const members = readMembers(db, row);
    const beyond = members.slice(room);
    if (beyond.length > 0)
      splitOff(
        db,
        row,
        beyond.map(({ deliveryId }) => deliveryId),
      );
    if (members.length > 0)
      return { ...hold, kind: 'new', round: row.round, members: members.slice(0, room) };
    db.run(sql`
      update batches set status = 'done', lease_owner = null, lease_expires_at = null
      where issue_id = ${row.issueId} and number = ${row.number}`);
    return { ...hold, kind: 'emptied' };
  });
}

function findNext(db: SqliteDatabase, { slot, now, onlyFixed = false }: Claim): NextRow | undefined {
  return db.all<NextRow>(sql`
    select issue_id as issueId, number, size - excluded as members, idempotency_key is not null as isFixed,
      counted_on as countedOn
    from batches
    where issue_id = (
        select i.id from issues as i join audiences as a on a.issue_id = i.id
        where i.slot = ${slot} and i.status = 'sending' and a.fixed_at is not null)
      and status in ('open', 'taken')
      and (status = 'open' and coalesce(next_attempt_at, 0) <= ${now} or status = 'taken' and lease_expires_at <= ${now})
      and (idempotency_key is not null or ${onlyFixed ? 0 : 1})
    order by idempotency_key is null, number limit 1`)[0];
}

/**
 * How many of a batch's emails the daily limit allows. A fixed batch always goes out whole, because the provider
 * forgets its idempotency key; it still counts towards the day.
 */
function remainingToday(db: SqliteDatabase, next: NextRow, { dailyLimit, now }: Claim): number {
  const today = utcDay(now);
  if (dailyLimit === null || next.isFixed === 1 || next.countedOn === today) return next.members;
  const { counted } = db.get<{ counted: number }>(sql`
    select coalesce(sum(size - excluded), 0) as counted from batches where counted_on = ${today}`);
  return Math.max(0, dailyLimit - counted);
}

/** A batch whose lease expired may have been handed over, so its attempt counts. */
function takeBatch(db: SqliteDatabase, { issueId, number }: NextRow, { lease, now }: Claim): TakenRow {
  return db.get<TakenRow>(sql`
    update batches set status = 'taken', lease_owner = ${lease.owner}, lease_expires_at = ${lease.expiresAt},
      next_attempt_at = null, counted_on = ${utcDay(now)}, attempts = attempts + (idempotency_key is not null),
      first_attempt_at = coalesce(first_attempt_at, iif(idempotency_key is not null, ${now}, null))
    where issue_id = ${issueId} and number = ${number}
    returning issue_id as issueId, number, round, idempotency_key as idempotencyKey, body_hash as bodyHash, recipients,
      attempts, first_attempt_at as firstAttemptAt`);
}

/** The delivery's subscriber still exists and may be emailed. */
const mayStillBeEmailed = (now: number) => sql`exists (
  select 1 from ${subscribersAndSuppressions} where s.id = deliveries.subscriber_id and ${mayBeEmailed(now)})`;

/** Excludes those who may no longer be emailed. Once a request is fixed, so are its members. */
function excludeIneligible(db: SqliteDatabase, { issueId, number }: TakenRow, now: number): void {
  const dropped = db.all(sql`
    update deliveries set status = 'excluded', updated_at = ${now}, exclusion_reason = (
      select ${reasonNotToEmail(now)}
      from (select 1) left join subscribers as s on s.id = deliveries.subscriber_id
        left join suppressions as x on x.key = s.email_key)
    where issue_id = ${issueId} and batch_number = ${number} and status = 'pending'
      and not ${mayStillBeEmailed(now)}
    returning id`);
  if (dropped.length === 0) return;
  db.run(sql`
    update batches set excluded = excluded + ${dropped.length} where issue_id = ${issueId} and number = ${number}`);
}

/** See {@link DeliveryStore.fixRequest}. */
export function fixRequest(
  db: SqliteDatabase,
  request: Parameters<DeliveryStore['fixRequest']>[0],
): 'fixed' | 'changed' | 'lost' {
  const { batch, recipients, idempotencyKey, bodyHash, now } = request;
  return inTx(db, () => {
    const fixed = updateHeld(
      db,
      batch,
      sql`idempotency_key = ${idempotencyKey}, body_hash = ${bodyHash}, recipients = ${JSON.stringify(recipients)},
        attempts = 1, first_attempt_at = ${now}`,
      sql`and ${isSending} and counted_on = ${utcDay(now)} and ${recipients.length} = (
        select count(*) from deliveries
        where issue_id = batches.issue_id and batch_number = batches.number and status = 'pending' and ${mayStillBeEmailed(now)})`,
    );
    if (fixed) return 'fixed';
    return updateHeld(db, batch, sql`idempotency_key = null`, sql`and ${isSending}`) ? 'changed' : 'lost';
  });
}

/** See {@link DeliveryStore.repeatRequest}. */
export function repeatRequest(
  db: SqliteDatabase,
  { batch, now }: Parameters<DeliveryStore['repeatRequest']>[0],
): boolean {
  return updateHeld(db, batch, sql`counted_on = ${utcDay(now)}`, sql`and ${isSending}`);
}

const isSending = sql`exists (select 1 from issues where id = issue_id and status = 'sending')`;

function readMembers(db: SqliteDatabase, { issueId, number }: TakenRow): BatchMember[] {
  return db.all<BatchMember>(sql`
    select d.id as deliveryId, s.id as subscriberId, s.email as email, s.name as name
    from deliveries as d join subscribers as s on s.id = d.subscriber_id
    where d.issue_id = ${issueId} and d.batch_number = ${number} and d.status = 'pending'
    order by d.id`);
}
