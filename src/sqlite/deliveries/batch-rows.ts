import { and, eq, gte, max, type SQL, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { BatchHold } from '../../delivery/delivery-store.ts';
import { issueIdOf } from '../issues/issue-rows.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { batches, deliveries } from '../schema/index.ts';

export type BatchOfSlot = Pick<BatchHold, 'slot' | 'number'>;

export type BatchChanges = SQLiteUpdateSetSource<typeof batches>;

export const RELEASED = { leaseOwner: null, leaseExpiresAt: null } as const;

/** A request that is no longer fixed: its next attempt has another key. */
export const UNFIXED = {
  idempotencyKey: null,
  bodyHash: null,
  recipients: null,
  attempts: 0,
  firstAttemptAt: null,
  countedOn: null,
} as const;

export const isBatch = (db: SqliteDatabase, { slot, number }: BatchOfSlot): SQL | undefined =>
  and(eq(batches.issueId, issueIdOf(db, slot)), eq(batches.number, number));

/** Deliveries of the batch that have no outcome yet. */
export const isPendingIn = (db: SqliteDatabase, { slot, number }: BatchOfSlot): SQL | undefined =>
  and(
    eq(deliveries.issueId, issueIdOf(db, slot)),
    eq(deliveries.batchNumber, number),
    eq(deliveries.status, 'pending'),
  );

/** As in the partial index, or SQLite would not use it. */
export const isUnfinished: SQL = sql`${batches.status} in ('open', 'taken')`;

/** Updates a batch if its holder still has the lease; false if not. */
export function updateHeld(
  db: SqliteDatabase,
  batch: BatchHold,
  changes: BatchChanges,
  condition?: SQL,
): boolean {
  const { changes: updated } = db
    .update(batches)
    .set(changes)
    .where(
      and(isBatch(db, batch), eq(batches.status, 'taken'), eq(batches.leaseOwner, batch.owner), condition),
    )
    .run();
  return updated === 1;
}

/** Moves the last deliveries of a batch to a new batch, which is claimed after all others. */
export function splitOff(db: SqliteDatabase, batch: BatchOfSlot, deliveryIds: readonly number[]): void {
  const [first] = deliveryIds;
  if (first === undefined) return;
  const issueId = sql<number>`${issueIdOf(db, batch.slot)}`;
  const size = deliveryIds.length;
  const last = db
    .select({ number: max(batches.number) })
    .from(batches)
    .where(eq(batches.issueId, issueId))
    .get();
  const added = (last?.number ?? 0) + 1;
  db.insert(batches).values({ issueId, number: added, status: 'open', size }).run();
  db.update(deliveries)
    .set({ batchNumber: added })
    .where(and(isPendingIn(db, batch), gte(deliveries.id, first)))
    .run();
  db.update(batches)
    .set({ size: sql`${batches.size} - ${size}` })
    .where(isBatch(db, batch))
    .run();
}
