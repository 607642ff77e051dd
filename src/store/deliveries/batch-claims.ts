import { and, asc, count, eq, exists, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BatchMember, ClaimedBatch, DeliveryStore } from '../../delivery/delivery-store.ts';
import { PLACES } from '../../issues/mail-template.ts';
import type { Recipient } from '../../transport/transport.ts';
import { utcDay } from '../../transport/utc-day.ts';
import type { Database } from '../engine.ts';
import { audiences, batches, deliveries, issues, subscribers, suppressions } from '../schema/index.ts';
import { all, change, changeRows, first, prepared, type Steps } from '../steps.ts';
import {
  BATCH_PARAMETERS,
  type BatchOfSlot,
  HOLD_PARAMETERS,
  heldUpdate,
  isBatch,
  isPendingIn,
  isUnfinished,
  param,
  RELEASED,
  splitOff,
  updateHeld,
} from './batch-rows.ts';
import { isTheirSuppression, reasonNotToEmail } from './who-may-be-emailed.ts';

const recipientsSchema: z.ZodType<Recipient[]> = z.array(
  z.object({
    deliveryId: z.number(),
    email: z.string(),
    name: z.string().nullable(),
    tokens: z.record(z.enum(PLACES), z.string()),
  }),
);

const fixedRequestSchema = z.object({
  idempotencyKey: z.string(),
  bodyHash: z.string(),
  recipients: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(recipientsSchema),
});

type Claim = Parameters<DeliveryStore['claimBatch']>[0];
type Row = typeof batches.$inferSelect;

/** See {@link DeliveryStore.claimBatch}. */
export function* claimBatch(db: Database, claim: Claim): Steps<ClaimedBatch | { kind: 'day-full' } | null> {
  const { slot, lease, now } = claim;
  const next = yield* first(nextBatch, { slot, now, onlyFixed: claim.onlyFixed === true ? 1 : 0 });
  if (next === undefined) return null;
  const room = yield* remainingToday(next, claim);
  if (room === 0) return { kind: 'day-full' };
  const batch = { slot, number: next.number, owner: lease.owner };
  const isFixed = next.idempotencyKey !== null;
  // A batch whose lease expired may have been handed over, so its attempt counts.
  const repeated = { attempts: next.attempts + 1, firstAttemptAt: next.firstAttemptAt ?? now };
  const { attempts, firstAttemptAt } = isFixed ? repeated : next;
  yield* change(takeBatch, { ...batch, ...lease, attempts, firstAttemptAt, today: utcDay(now) });
  if (isFixed) return { ...batch, kind: 'retried', ...fixedRequestSchema.parse(next), ...repeated };
  const members = yield* excludeIneligible(db, batch, now);
  const left = members.slice(room).map(({ deliveryId }) => deliveryId);
  yield* splitOff(db, batch, left);
  if (members.length > 0)
    return { ...batch, kind: 'new', round: next.round, members: members.slice(0, room) };
  yield* updateHeld(db, batch, { status: 'done', ...RELEASED });
  return { ...batch, kind: 'emptied' };
}

/** The first batch that is due, fixed requests first, if the issue is sending and its audience is complete. */
const nextBatch = prepared((db) => {
  const { issueId, number, status, idempotencyKey, nextAttemptAt, leaseExpiresAt } = batches;
  const now = sql.placeholder('now');
  const sendingIssue = db
    .select({ id: issues.id })
    .from(issues)
    .innerJoin(audiences, eq(audiences.issueId, issues.id))
    .where(
      and(
        eq(issues.slot, sql.placeholder('slot')),
        eq(issues.status, 'sending'),
        isNotNull(audiences.fixedAt),
      ),
    );
  const isDue = or(
    and(eq(status, 'open'), lte(sql`coalesce(${nextAttemptAt}, 0)`, now)),
    and(eq(status, 'taken'), lte(leaseExpiresAt, now)),
  );
  const isWanted = or(isNotNull(idempotencyKey), sql`cast(${sql.placeholder('onlyFixed')} as bigint) = 0`);
  return db
    .select()
    .from(batches)
    .where(and(eq(issueId, sendingIssue), isUnfinished, isDue, isWanted))
    .orderBy(sql`${idempotencyKey} is null`, asc(number))
    .limit(1);
});

/**
 * How many of a batch's emails the daily limit allows. A fixed batch always goes out whole, because the provider
 * forgets its idempotency key; it still counts towards the day.
 */
function* remainingToday(next: Row, { dailyLimit, now }: Claim): Steps<number> {
  const today = utcDay(now);
  if (dailyLimit === null || next.idempotencyKey !== null || next.countedOn === today)
    return next.size - next.excluded;
  const found = yield* first(countedToday, { today });
  return Math.max(0, dailyLimit - (found?.counted ?? 0));
}

const countedToday = prepared((db) => {
  const { size, excluded, countedOn } = batches;
  const counted = sql<number>`coalesce(sum(${size} - ${excluded}), 0)`;
  return db
    .select({ counted })
    .from(batches)
    .where(eq(countedOn, sql.placeholder('today')));
});

const takeBatch = prepared((db) =>
  db
    .update(batches)
    .set({
      status: 'taken',
      leaseOwner: param('owner'),
      leaseExpiresAt: param('expiresAt'),
      nextAttemptAt: null,
      countedOn: param('today'),
      attempts: param('attempts'),
      firstAttemptAt: param('firstAttemptAt'),
    })
    .where(isBatch(db, BATCH_PARAMETERS)),
);

/** Excludes those who may no longer be emailed. Once a request is fixed, so are its members. */
function* excludeIneligible(db: Database, batch: BatchOfSlot, now: number): Steps<BatchMember[]> {
  const members: BatchMember[] = [];
  const excluded: [deliveryId: number, reason: string | null][] = [];
  for (const { deliveryId, subscriber, reason } of yield* all(pendingOf, { ...batch, now })) {
    if (subscriber !== null && reason === null) members.push({ deliveryId, ...subscriber });
    else excluded.push([deliveryId, reason]);
  }
  if (excluded.length === 0) return members;
  yield* changeRows(exclude, excluded, { now });
  yield* change(
    db
      .update(batches)
      .set({ excluded: sql`${batches.excluded} + ${excluded.length}` })
      .where(isBatch(db, batch)),
  );
  return members;
}

const exclude = prepared(({ words }) => {
  const { id, exclusionReason: reason } = deliveries;
  return sql`
    update deliveries
    set status = 'excluded', exclusion_reason = gone.reason, updated_at = ${sql.placeholder('now')}
    from ${words.rows('gone', { id, reason })} where ${id} = gone.id`;
});

/** A batch's pending deliveries, each with the reason why it must not be emailed. */
const pendingOf = prepared((db) => {
  const { id, email, name } = subscribers;
  return db
    .select({
      deliveryId: deliveries.id,
      subscriber: { subscriberId: id, email, name },
      reason: reasonNotToEmail(sql.placeholder('now')),
    })
    .from(deliveries)
    .leftJoin(subscribers, eq(id, deliveries.subscriberId))
    .leftJoin(suppressions, isTheirSuppression)
    .where(isPendingIn(db, BATCH_PARAMETERS))
    .orderBy(deliveries.id);
});

/** See {@link DeliveryStore.fixRequest}. */
export function* fixRequest(
  db: Database,
  { batch, recipients, idempotencyKey, bodyHash, now }: Parameters<DeliveryStore['fixRequest']>[0],
): Steps<'fixed' | 'changed' | 'lost'> {
  const fixed = yield* change(fixHeld, {
    ...batch,
    idempotencyKey,
    bodyHash,
    recipients: JSON.stringify(recipients),
    members: recipients.length,
    now,
    today: utcDay(now),
  });
  if (fixed === 1) return 'fixed';
  return (yield* updateHeld(db, batch, { idempotencyKey: null }, isSending(db))) ? 'changed' : 'lost';
}

const fixHeld = prepared((db) => {
  const isOfToday = eq(batches.countedOn, sql.placeholder('today'));
  const areMembersThere = sql`${countEligible(db)} = ${sql.placeholder('members')}`;
  return heldUpdate(
    db,
    HOLD_PARAMETERS,
    {
      idempotencyKey: param('idempotencyKey'),
      bodyHash: param('bodyHash'),
      recipients: param('recipients'),
      attempts: 1,
      firstAttemptAt: param('now'),
    },
    and(isSending(db), isOfToday, areMembersThere),
  );
});

/** How many of a batch's pending deliveries may be emailed. */
const countEligible = (db: Database) =>
  db
    .select({ count: count() })
    .from(deliveries)
    .leftJoin(subscribers, eq(subscribers.id, deliveries.subscriberId))
    .leftJoin(suppressions, isTheirSuppression)
    .where(and(isPendingIn(db, BATCH_PARAMETERS), isNull(reasonNotToEmail(sql.placeholder('now')))));

/** See {@link DeliveryStore.repeatRequest}. */
export function* repeatRequest(
  db: Database,
  { batch, now }: Parameters<DeliveryStore['repeatRequest']>[0],
): Steps<boolean> {
  return yield* updateHeld(db, batch, { countedOn: utcDay(now) }, isSending(db));
}

const isSending = (db: Database): SQL =>
  exists(
    db
      .select({ id: issues.id })
      .from(issues)
      .where(and(eq(issues.id, batches.issueId), eq(issues.status, 'sending'))),
  );
