import { and, count, eq, gt, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import { BATCH_SIZE } from '../../issues/delivery-states.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { audiences, deliveries, issues, subscribers, suppressions } from '../schema/index.ts';
import { growBatches } from './batch-statements.ts';
import { isConfirmed, isTheirSuppression, mayBeEmailed } from './who-may-be-emailed.ts';

type FreezeStep = Parameters<DeliveryStore['freezeAudience']>[0];
type Part = { after: number; upTo: number; at: number };

/** Few enough that no HTTP request waits more than 50 ms for one part: SQLite works in the thread of the pages. */
const PART_SIZE = 2_000;

/** See {@link DeliveryStore.freezeAudience}. Each step reads `limit` rows of any status, which keeps it short. */
export function freezeAudience(
  db: SqliteDatabase,
  { slot, at, limit = PART_SIZE, transport }: FreezeStep,
): { done: boolean; candidates: number } {
  return inTx(db, () => {
    const audience = beginSending(db, { slot, at, transport });
    if (audience === undefined) return { done: true, candidates: 0 };
    const { issueId, candidates, included, lastSubscriberId: after } = audience;
    if (audience.fixedAt !== null) return { done: true, candidates };
    const ofIssue = eq(audiences.issueId, issueId);
    const upTo = endOfPart(db, after, limit);
    if (upTo === null) {
      db.update(audiences).set({ fixedAt: at }).where(ofIssue).run();
      return { done: true, candidates };
    }
    const part = { after, upTo, at };
    const counted = countPart(db, part);
    addBatches(db, audience, counted.prepared);
    addDeliveries(db, audience, part);
    const paused = counted.candidates - counted.prepared - counted.suppressed;
    db.update(audiences)
      .set({
        lastSubscriberId: upTo,
        candidates: candidates + counted.candidates,
        included: included + counted.prepared,
        excludedSuppressed: audience.excludedSuppressed + counted.suppressed,
        excludedPaused: audience.excludedPaused + paused,
      })
      .where(ofIssue)
      .run();
    return { done: false, candidates: candidates + counted.candidates };
  });
}

type AudienceRow = typeof audiences.$inferSelect;

/** Moves an approved issue to `sending`. Undefined if it is in neither status, or bound to another transport. */
function beginSending(
  db: SqliteDatabase,
  { slot, at, transport }: Pick<FreezeStep, 'slot' | 'at' | 'transport'>,
): AudienceRow | undefined {
  const isIn = (status: 'approved' | 'sending') => and(eq(issues.slot, slot), eq(issues.status, status));
  db.update(issues).set({ status: 'sending', sendingAt: at, transport }).where(isIn('approved')).run();
  // Issues from before the transport was recorded are bound to the process that continues them.
  db.update(issues)
    .set({ transport })
    .where(and(isIn('sending'), isNull(issues.transport)))
    .run();
  const sending = db
    .select({ issueId: issues.id })
    .from(issues)
    .where(and(isIn('sending'), eq(issues.transport, transport)))
    .get();
  if (sending === undefined) return undefined;
  db.insert(audiences).values(sending).onConflictDoNothing().run();
  return db.select().from(audiences).where(eq(audiences.issueId, sending.issueId)).get();
}

/** The last of the next `limit` subscribers; null if none are left. */
function endOfPart(db: SqliteDatabase, after: number, limit: number): number | null {
  const { id } = subscribers;
  const part = db.select({ id }).from(subscribers).where(gt(id, after)).orderBy(id).limit(limit).as('part');
  return (
    db
      .select({ id: max(part.id) })
      .from(part)
      .get()?.id ?? null
  );
}

const isInPart = ({ after, upTo }: Part): SQL | undefined =>
  and(gt(subscribers.id, after), lte(subscribers.id, upTo));

function countPart(db: SqliteDatabase, part: Part) {
  const counted = db
    .select({
      candidates: count(),
      suppressed: count(suppressions.key),
      prepared: sql<number>`coalesce(sum(${mayBeEmailed(part.at)}), 0)`,
    })
    .from(subscribers)
    .leftJoin(suppressions, isTheirSuppression)
    .where(and(isInPart(part), isConfirmed))
    .get();
  return counted ?? { candidates: 0, suppressed: 0, prepared: 0 };
}

/** Fills up the last batch and adds enough new ones for `added` more deliveries. */
function addBatches(db: SqliteDatabase, { issueId, included }: AudienceRow, added: number): void {
  const parts: [issueId: number, number: number, size: number][] = [];
  for (let from = included; from < included + added; ) {
    const number = Math.floor(from / BATCH_SIZE) + 1;
    const size = Math.min(number * BATCH_SIZE, included + added) - from;
    parts.push([issueId, number, size]);
    from += size;
  }
  growBatches(db)(parts);
}

/** Filled from other tables, an insert has to name every column. */
const EMPTY = sql<null>`null`.as('empty');

function addDeliveries(db: SqliteDatabase, { issueId, included }: AudienceRow, part: Part): void {
  const { id } = subscribers;
  const place = sql`${included} + row_number() over (order by ${id}) - 1`;
  db.insert(deliveries)
    .select(
      db
        .select({
          id: EMPTY,
          issueId: sql<number>`${issueId}`.as('issue_id'),
          subscriberId: id,
          // The cast is needed because numbers are bound as floating point.
          batchNumber: sql<number>`cast((${place}) / ${BATCH_SIZE} as integer) + 1`.as('batch_number'),
          status: sql<'pending'>`'pending'`.as('status'),
          providerId: EMPTY,
          rejectCode: EMPTY,
          exclusionReason: EMPTY,
          updatedAt: sql<number>`${part.at}`.as('updated_at'),
          providerState: EMPTY,
          providerStateAt: EMPTY,
          bounceKind: EMPTY,
          bounceCode: EMPTY,
        })
        .from(subscribers)
        .leftJoin(suppressions, isTheirSuppression)
        .where(and(isInPart(part), mayBeEmailed(part.at)))
        .orderBy(id),
    )
    .run();
}
