import { and, eq, gte, max, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { BatchHold } from '../../delivery/delivery-store.ts';
import type { Database } from '../engine.ts';
import { issueIdOf } from '../issues/issue-rows.ts';
import { batches, deliveries } from '../schema/index.ts';
import { change, first, type Steps } from '../steps.ts';

type OrPlaceholder<T> = { readonly [Key in keyof T]: T[Key] | Placeholder };

export type BatchOfSlot = Pick<BatchHold, 'slot' | 'number'>;
type BatchParameters = OrPlaceholder<BatchOfSlot>;

/** A value of a prepared statement. */
export const param = (name: string): SQL => sql`${sql.placeholder(name)}`;

export const BATCH_PARAMETERS = { slot: sql.placeholder('slot'), number: sql.placeholder('number') };
export const HOLD_PARAMETERS = { ...BATCH_PARAMETERS, owner: sql.placeholder('owner') };

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

export const isBatch = (db: Database, { slot, number }: BatchParameters): SQL | undefined =>
  and(eq(batches.issueId, issueIdOf(db, slot)), eq(batches.number, number));

/** Deliveries of the batch that have no outcome yet. */
export const isPendingIn = (db: Database, { slot, number }: BatchParameters): SQL | undefined =>
  and(
    eq(deliveries.issueId, issueIdOf(db, slot)),
    eq(deliveries.batchNumber, number),
    eq(deliveries.status, 'pending'),
  );

/** As in the partial index, or SQLite would not use it. */
export const isUnfinished: SQL = sql`${batches.status} in ('open', 'taken')`;

/** Whether the batch is still leased to its holder. */
export const isHeld = (db: Database, batch: OrPlaceholder<BatchHold>): SQL | undefined =>
  and(isBatch(db, batch), eq(batches.status, 'taken'), eq(batches.leaseOwner, batch.owner));

/** Updates a batch if its holder still has the lease; false if not. */
export function* updateHeld(db: Database, batch: BatchHold, ...to: HeldChange): Steps<boolean> {
  return (yield* change(heldUpdate(db, batch, ...to))) === 1;
}

type HeldChange = [changes: SQLiteUpdateSetSource<typeof batches>, condition?: SQL | undefined];

export function heldUpdate(
  db: Database,
  batch: OrPlaceholder<BatchHold>,
  ...[changes, condition]: HeldChange
) {
  return db
    .update(batches)
    .set(changes)
    .where(and(isHeld(db, batch), condition));
}

/** Moves the last deliveries of a batch to a new batch, which is claimed after all others. */
export function* splitOff(db: Database, batch: BatchOfSlot, deliveryIds: readonly number[]): Steps<void> {
  const [firstId] = deliveryIds;
  if (firstId === undefined) return;
  const issueId = sql<number>`${issueIdOf(db, batch.slot)}`;
  const size = deliveryIds.length;
  const last = yield* first(
    db
      .select({ number: max(batches.number) })
      .from(batches)
      .where(eq(batches.issueId, issueId)),
  );
  const added = (last?.number ?? 0) + 1;
  yield* change(db.insert(batches).values({ issueId, number: added, status: 'open', size }));
  yield* change(
    db
      .update(deliveries)
      .set({ batchNumber: added })
      .where(and(isPendingIn(db, batch), gte(deliveries.id, firstId))),
  );
  yield* change(
    db
      .update(batches)
      .set({ size: sql`${batches.size} - ${size}` })
      .where(isBatch(db, batch)),
  );
}
