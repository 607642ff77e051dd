import {
  type AnyColumn,
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  isNotNull,
  isNull,
  min,
  ne,
  sql,
  sum,
} from 'drizzle-orm';
import type { FailureKind } from '../../issues/failure-kinds.ts';
import type { Failure, FailureCount, ReportStore } from '../../issues/report-store.ts';
import type { Database } from '../engine.ts';
import { batches, deliveries, subscribers } from '../schema/index.ts';
import { all, prepared, type Steps } from '../steps.ts';
import { issueIdOf } from './issue-rows.ts';

const { status, rejectCode, exclusionReason, providerState, bounceKind, bounceCode } = deliveries;

// Literals, as in the conditions of the partial indexes.
const NOT_SUBMITTED = sql`${status} not in ('pending', 'submitted')`;
const BOUNCED_OR_COMPLAINED = sql`${providerState} in ('bounced', 'complained')`;

const NOTHING = sql<null>`null`;

const ofSlot = (db: Database) => issueIdOf(db, sql.placeholder('slot'));

/** Prepared once, as all of these: building them takes longer than running them. */
const uncertainByProblem = prepared((db) => {
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
    .where(and(eq(issueId, ofSlot(db)), gt(uncertain, 0)))
    .groupBy(lastProblem)
    .orderBy(desc(total));
});

/** Grouped by both columns, in the index's order, although only one of them is ever set. */
const notSubmittedByReason = prepared((db) =>
  db
    .select({
      kind: sql<FailureKind>`${status}`,
      code: sql<string | null>`coalesce(${rejectCode}, ${exclusionReason})`,
      bounce: NOTHING,
      count: count(),
      since: NOTHING,
    })
    .from(deliveries)
    .where(and(eq(deliveries.issueId, ofSlot(db)), NOT_SUBMITTED, ne(status, 'uncertain')))
    .groupBy(status, rejectCode, exclusionReason)
    .orderBy(desc(count())),
);

const reportsByCode = prepared((db) =>
  db
    .select({
      kind: sql<FailureKind>`${providerState}`,
      code: bounceCode,
      bounce: bounceKind,
      count: count(),
      since: NOTHING,
    })
    .from(deliveries)
    .where(and(eq(deliveries.issueId, ofSlot(db)), BOUNCED_OR_COMPLAINED))
    .groupBy(providerState, bounceKind, bounceCode),
);

/** Reports without a code of their own, one by one: they are rare, and the index of all reports lacks this code. */
const rejectedBefore = prepared((db) =>
  db
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
        eq(deliveries.issueId, ofSlot(db)),
        BOUNCED_OR_COMPLAINED,
        isNull(bounceCode),
        isNotNull(rejectCode),
      ),
    ),
);

/** See {@link ReportStore.countFailures}. */
export function* countFailures(slot: string): Steps<FailureCount[]> {
  const uncertain = yield* all(uncertainByProblem, { slot });
  const notSubmitted = yield* all(notSubmittedByReason, { slot });
  return [...uncertain, ...notSubmitted, ...(yield* countReported(slot))];
}

function* countReported(slot: string): Steps<FailureCount[]> {
  const rejected = yield* all(rejectedBefore, { slot });
  const moved = rejected.flatMap((group) => [group, { ...group, code: null, count: -group.count }]);
  return sumAlike([...(yield* all(reportsByCode, { slot })), ...moved]).sort((a, b) => b.count - a.count);
}

function sumAlike(groups: readonly FailureCount[]): FailureCount[] {
  const sums = new Map<string, FailureCount>();
  for (const group of groups) {
    const key = JSON.stringify([group.kind, group.bounce, group.code]);
    sums.set(key, { ...group, count: group.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].filter((group) => group.count > 0);
}

function isReported(kind: FailureKind): boolean {
  return kind === 'bounced' || kind === 'complained';
}

/** The equality comes first: SQLite would otherwise search for both states of the list, and sort. */
const IS_OF_KIND = {
  reported: and(eq(providerState, sql.placeholder('kind')), BOUNCED_OR_COMPLAINED),
  notSubmitted: and(eq(status, sql.placeholder('kind')), NOT_SUBMITTED),
};

const nullsFirst = (column: AnyColumn) => sql`${column} nulls first`;

/** Matches the indexes, so that a page reads only its own rows and those before it. */
const ORDER = {
  reported: [nullsFirst(bounceKind), nullsFirst(bounceCode), asc(deliveries.id)],
  notSubmitted: [nullsFirst(rejectCode), nullsFirst(exclusionReason), asc(deliveries.id)],
};

const CODE = {
  reported: sql`coalesce(${bounceCode}, ${rejectCode})`,
  notSubmitted: sql`coalesce(${rejectCode}, ${exclusionReason})`,
};

function selectPage(db: Database, group: keyof typeof ORDER) {
  const { id, issueId, subscriberId, batchNumber, updatedAt, providerStateAt } = deliveries;
  const { lastProblem, firstAttemptAt } = batches;
  const page = db
    .select({ id })
    .from(deliveries)
    .where(and(eq(issueId, ofSlot(db)), IS_OF_KIND[group]))
    .orderBy(...ORDER[group])
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .as('page');
  const isUncertain = eq(status, 'uncertain');
  const knownAt = sql`case when ${isUncertain} then ${firstAttemptAt} else ${providerStateAt} end`;
  return db
    .select({
      deliveryId: id,
      email: subscribers.email,
      code: sql<string | null>`case when ${isUncertain} then ${lastProblem} else ${CODE[group]} end`,
      bounce: bounceKind,
      at: sql<number>`coalesce(${knownAt}, ${updatedAt})`,
    })
    .from(page)
    .innerJoin(deliveries, eq(id, page.id))
    .leftJoin(subscribers, eq(subscribers.id, subscriberId))
    .leftJoin(batches, and(eq(batches.issueId, issueId), eq(batches.number, batchNumber)))
    .orderBy(...ORDER[group]);
}

const reportedPage = prepared((db) => selectPage(db, 'reported'));
const notSubmittedPage = prepared((db) => selectPage(db, 'notSubmitted'));

/** See {@link ReportStore.listFailures}. */
export function listFailures(page: Parameters<ReportStore['listFailures']>[0]): Steps<Failure[]> {
  return all(isReported(page.kind) ? reportedPage : notSubmittedPage, { ...page });
}
