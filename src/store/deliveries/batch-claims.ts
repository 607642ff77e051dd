import { and, asc, eq, exists, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BatchMember, ClaimedBatch, DeliveryStore } from '../../delivery/delivery-store.ts';
import { PLACES } from '../../issues/mail-template.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import type { Recipient } from '../../transport/transport.ts';
import { utcDay } from '../../transport/utc-day.ts';
import { audiences, batches, deliveries, issues, subscribers, suppressions } from '../schema/index.ts';
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
export function claimBatch(
  db: SqliteDatabase,
  claim: Claim,
): Awaited<ReturnType<DeliveryStore['claimBatch']>> {
  const { slot, lease, now } = claim;
  return inTx(db, (): ClaimedBatch | { kind: 'day-full' } | null => {
    const next = nextBatch(db).get({ slot, now, onlyFixed: claim.onlyFixed === true ? 1 : 0 });
    if (next === undefined) return null;
    const room = remainingToday(db, next, claim);
    if (room === 0) return { kind: 'day-full' };
    const batch = { slot, number: next.number, owner: lease.owner };
    takeBatch(db).run({ ...batch, ...lease, today: utcDay(now) });
    if (next.idempotencyKey !== null) {
      const repeated = repeatAttempt(db, batch, { next, now });
      return { ...batch, kind: 'retried', ...fixedRequestSchema.parse(next), ...repeated };
    }
    const members = excludeIneligible(db, batch, now);
    splitOff(
      db,
      batch,
      members.slice(room).map(({ deliveryId }) => deliveryId),
    );
    if (members.length > 0)
      return { ...batch, kind: 'new', round: next.round, members: members.slice(0, room) };
    updateHeld(db, batch, { status: 'done', ...RELEASED });
    return { ...batch, kind: 'emptied' };
  });
}

/**
 * The first batch that is due, fixed requests first, if the issue is sending and its audience is complete. Prepared
 * once, like the other statements of each batch: building them takes longer than running them.
 */
const nextBatch = perDatabase((db) => {
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
  const isWanted = or(isNotNull(idempotencyKey), eq(sql.placeholder('onlyFixed'), 0));
  return db
    .select()
    .from(batches)
    .where(and(eq(issueId, sendingIssue), isUnfinished, isDue, isWanted))
    .orderBy(sql`${idempotencyKey} is null`, asc(number))
    .limit(1)
    .prepare();
});

/**
 * How many of a batch's emails the daily limit allows. A fixed batch always goes out whole, because the provider
 * forgets its idempotency key; it still counts towards the day.
 */
function remainingToday(db: SqliteDatabase, next: Row, { dailyLimit, now }: Claim): number {
  const { size, excluded, countedOn } = batches;
  const today = utcDay(now);
  if (dailyLimit === null || next.idempotencyKey !== null || next.countedOn === today)
    return next.size - next.excluded;
  const counted = sql<number>`coalesce(sum(${size} - ${excluded}), 0)`;
  const found = db.select({ counted }).from(batches).where(eq(countedOn, today)).get();
  return Math.max(0, dailyLimit - (found?.counted ?? 0));
}

const takeBatch = perDatabase((db) =>
  db
    .update(batches)
    .set({
      status: 'taken',
      leaseOwner: param('owner'),
      leaseExpiresAt: param('expiresAt'),
      nextAttemptAt: null,
      countedOn: param('today'),
    })
    .where(isBatch(db, BATCH_PARAMETERS))
    .prepare(),
);

/** A batch whose lease expired may have been handed over, so its attempt counts. */
function repeatAttempt(db: SqliteDatabase, batch: BatchOfSlot, { next, now }: { next: Row; now: number }) {
  const attempt = { attempts: next.attempts + 1, firstAttemptAt: next.firstAttemptAt ?? now };
  db.update(batches).set(attempt).where(isBatch(db, batch)).run();
  return attempt;
}

/** Excludes those who may no longer be emailed. Once a request is fixed, so are its members. */
function excludeIneligible(db: SqliteDatabase, batch: BatchOfSlot, now: number): BatchMember[] {
  const members: BatchMember[] = [];
  let excluded = 0;
  for (const { deliveryId, subscriber, reason } of pendingOf(db).all({ ...batch, now })) {
    if (subscriber !== null && reason === null) {
      members.push({ deliveryId, ...subscriber });
      continue;
    }
    excluded += 1;
    db.update(deliveries)
      .set({ status: 'excluded', exclusionReason: reason, updatedAt: now })
      .where(eq(deliveries.id, deliveryId))
      .run();
  }
  if (excluded > 0)
    db.update(batches)
      .set({ excluded: sql`${batches.excluded} + ${excluded}` })
      .where(isBatch(db, batch))
      .run();
  return members;
}

/** A batch's pending deliveries, each with the reason why it must not be emailed. */
const pendingOf = perDatabase((db) => {
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
    .orderBy(deliveries.id)
    .prepare();
});

/** See {@link DeliveryStore.fixRequest}. */
export function fixRequest(
  db: SqliteDatabase,
  request: Parameters<DeliveryStore['fixRequest']>[0],
): 'fixed' | 'changed' | 'lost' {
  const { batch, recipients, idempotencyKey, bodyHash, now } = request;
  const fixed = { idempotencyKey, bodyHash, recipients: JSON.stringify(recipients) };
  return inTx(db, () => {
    const pending = pendingOf(db).all({ ...batch, now });
    const eligible = pending.filter(({ reason }) => reason === null).length;
    if (
      eligible === recipients.length &&
      fixHeld(db).run({ ...batch, ...fixed, now, today: utcDay(now) }).changes === 1
    )
      return 'fixed';
    return updateHeld(db, batch, { idempotencyKey: null }, isSending(db)) ? 'changed' : 'lost';
  });
}

const fixHeld = perDatabase((db) =>
  heldUpdate(
    db,
    HOLD_PARAMETERS,
    {
      idempotencyKey: param('idempotencyKey'),
      bodyHash: param('bodyHash'),
      recipients: param('recipients'),
      attempts: 1,
      firstAttemptAt: param('now'),
    },
    and(isSending(db), eq(batches.countedOn, sql.placeholder('today'))),
  ).prepare(),
);

/** See {@link DeliveryStore.repeatRequest}. */
export function repeatRequest(
  db: SqliteDatabase,
  { batch, now }: Parameters<DeliveryStore['repeatRequest']>[0],
): boolean {
  return updateHeld(db, batch, { countedOn: utcDay(now) }, isSending(db));
}

const isSending = (db: SqliteDatabase): SQL =>
  exists(
    db
      .select({ id: issues.id })
      .from(issues)
      .where(and(eq(issues.id, batches.issueId), eq(issues.status, 'sending'))),
  );
