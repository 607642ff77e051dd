import { and, asc, count, desc, eq, gt, isNotNull, isNull, min, ne, type SQL, sql, sum } from 'drizzle-orm';
import type { FailureKind } from '../../issues/failure-kinds.ts';
import type { Failure, FailureCount, ReportStore } from '../../issues/report-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { batches, deliveries, subscribers } from '../schema/index.ts';
import { issueIdOf } from './issue-rows.ts';

const { status, rejectCode, exclusionReason, providerState, bounceKind, bounceCode } = deliveries;

// Literals, as in the conditions of the partial indexes.
const NOT_SUBMITTED = sql`${status} not in ('pending', 'submitted')`;
const BOUNCED_OR_COMPLAINED = sql`${providerState} in ('bounced', 'complained')`;

const NOTHING = sql<null>`null`;

/** See {@link ReportStore.countFailures}. */
export function countFailures(db: SqliteDatabase, slot: string): FailureCount[] {
  return [...countUncertain(db, slot), ...countNotSubmitted(db, slot), ...countReported(db, slot)];
}

function countUncertain(db: SqliteDatabase, slot: string): FailureCount[] {
  const { issueId, uncertain, lastProblem, firstAttemptAt } = batches;
  const total = sum(uncertain).mapWith(Number);
  return db
    .select({
      kind: sql<FailureKind>`'uncertain'`,
      code: lastProblem,
      bounce: NOTHING,
      count: total,
      since: min(firstAttemptAt),
    })
    .from(batches)
    .where(and(eq(issueId, issueIdOf(db, slot)), gt(uncertain, 0)))
    .groupBy(lastProblem)
    .orderBy(desc(total))
    .all();
}

/** Grouped by both columns, in the index's order, although only one of them is ever set. */
function countNotSubmitted(db: SqliteDatabase, slot: string): FailureCount[] {
  return db
    .select({
      kind: sql<FailureKind>`${status}`,
      code: sql<string | null>`coalesce(${rejectCode}, ${exclusionReason})`,
      bounce: NOTHING,
      count: count(),
      since: NOTHING,
    })
    .from(deliveries)
    .where(and(eq(deliveries.issueId, issueIdOf(db, slot)), NOT_SUBMITTED, ne(status, 'uncertain')))
    .groupBy(status, rejectCode, exclusionReason)
    .orderBy(desc(count()))
    .all();
}

function countReported(db: SqliteDatabase, slot: string): FailureCount[] {
  const rejected = readRejectedBefore(db, slot);
  const moved = rejected.flatMap((group) => [group, { ...group, code: null, count: -group.count }]);
  return sumAlike([...countReports(db, slot), ...moved]).sort((a, b) => b.count - a.count);
}

function countReports(db: SqliteDatabase, slot: string): FailureCount[] {
  return db
    .select({
      kind: sql<FailureKind>`${providerState}`,
      code: bounceCode,
      bounce: bounceKind,
      count: count(),
      since: NOTHING,
    })
    .from(deliveries)
    .where(and(eq(deliveries.issueId, issueIdOf(db, slot)), BOUNCED_OR_COMPLAINED))
    .groupBy(providerState, bounceKind, bounceCode)
    .all();
}

/** Reports without a code of their own, one by one: they are rare, and the index of all reports lacks this code. */
function readRejectedBefore(db: SqliteDatabase, slot: string): FailureCount[] {
  return db
    .select({
      kind: sql<FailureKind>`${providerState}`,
      code: rejectCode,
      bounce: bounceKind,
      count: sql<number>`1`,
      since: NOTHING,
    })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.issueId, issueIdOf(db, slot)),
        BOUNCED_OR_COMPLAINED,
        isNull(bounceCode),
        isNotNull(rejectCode),
      ),
    )
    .all();
}

function sumAlike(groups: readonly FailureCount[]): FailureCount[] {
  const sums = new Map<string, FailureCount>();
  for (const group of groups) {
    const key = JSON.stringify([group.kind, group.bounce, group.code]);
    sums.set(key, { ...group, count: group.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].filter((group) => group.count > 0);
}

function isReported(kind: FailureKind): kind is 'bounced' | 'complained' {
  return kind === 'bounced' || kind === 'complained';
}

/** The equality comes first: SQLite would otherwise search for both states of the list, and sort. */
function isOfKind(kind: FailureKind): SQL | undefined {
  return isReported(kind)
    ? and(eq(providerState, kind), BOUNCED_OR_COMPLAINED)
    : and(eq(status, kind), NOT_SUBMITTED);
}

/** Matches the indexes, so that a page reads only its own rows and those before it. */
function orderOf(kind: FailureKind): SQL[] {
  const codes = isReported(kind) ? [bounceKind, bounceCode] : [rejectCode, exclusionReason];
  return [...codes, deliveries.id].map(asc);
}

/** See {@link ReportStore.listFailures}. */
export function listFailures(
  db: SqliteDatabase,
  { slot, kind, offset, limit }: Parameters<ReportStore['listFailures']>[0],
): Failure[] {
  const { id, issueId, subscriberId, batchNumber, updatedAt, providerStateAt } = deliveries;
  const { lastProblem, firstAttemptAt } = batches;
  const page = db
    .select({ id })
    .from(deliveries)
    .where(and(eq(issueId, issueIdOf(db, slot)), isOfKind(kind)))
    .orderBy(...orderOf(kind))
    .limit(limit)
    .offset(offset)
    .as('page');
  const isUncertain = eq(status, 'uncertain');
  const code = isReported(kind)
    ? sql`coalesce(${bounceCode}, ${rejectCode})`
    : sql`coalesce(${rejectCode}, ${exclusionReason})`;
  return db
    .select({
      deliveryId: id,
      email: subscribers.email,
      code: sql<string | null>`iif(${isUncertain}, ${lastProblem}, ${code})`,
      bounce: bounceKind,
      at: sql<number>`coalesce(iif(${isUncertain}, ${firstAttemptAt}, ${providerStateAt}), ${updatedAt})`,
    })
    .from(page)
    .innerJoin(deliveries, eq(id, page.id))
    .leftJoin(subscribers, eq(subscribers.id, subscriberId))
    .leftJoin(batches, and(eq(batches.issueId, issueId), eq(batches.number, batchNumber)))
    .orderBy(...orderOf(kind))
    .all();
}
