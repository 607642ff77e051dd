import { setImmediate } from 'node:timers/promises';
import { and, count, desc, eq, gt, isNotNull, max, min, or, sql, sum } from 'drizzle-orm';
import type { FixedAudience, IssuePage, ReportStore } from '../../issues/report-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import { audiences, batches, issues } from '../schema/index.ts';
import { countFailures, listFailures } from './failures.ts';
import { findIssue, issueIdOf } from './issue-rows.ts';
import { listDeliveries } from './listed-deliveries.ts';
import { createUnsubscribeTally } from './unsubscribe-tally.ts';

export function createReportStore(db: SqliteDatabase): ReportStore {
  return {
    listIssues: (range) => listIssues(db, range),
    listAudiences: async (limit) => listAudiences(db, limit),
    readTimeline: async (slot, spans) => handedOver(db, slot, spans),
    countFailures: async (slot) => countFailures(db, slot),
    listFailures: async (query) => listFailures(db, query),
    listDeliveries: async (query) => listDeliveries(db, query),
    countUnsubscribed: createUnsubscribeTally(db),
  };
}

/** Each issue sums up as many as ten thousand batches, so it yields to the event loop in between. */
async function listIssues(
  db: SqliteDatabase,
  { offset, limit, status = null }: Parameters<ReportStore['listIssues']>[0],
): Promise<IssuePage> {
  const counted = db
    .select({ status: issues.status, count: count() })
    .from(issues)
    .groupBy(issues.status)
    .all();
  const counts = new Map(counted.map((row) => [row.status, row.count]));
  const all = counted.reduce((sum, row) => sum + row.count, 0);
  const slots = db
    .select({ slot: issues.slot })
    .from(issues)
    .where(status === null ? undefined : eq(issues.status, status))
    .orderBy(desc(issues.slot))
    .limit(limit)
    .offset(offset)
    .all();
  const page: IssuePage = { issues: [], total: status === null ? all : (counts.get(status) ?? 0), counts };
  for (const { slot } of slots) {
    const issue = runSteps(db, findIssue(inWords(db), slot));
    if (issue !== null) page.issues.push(issue);
    await setImmediate();
  }
  return page;
}

function listAudiences(db: SqliteDatabase, limit: number): FixedAudience[] {
  const { candidates, included: prepared } = audiences;
  return db
    .select({ slot: issues.slot, candidates, prepared, sendingAt: sql<number>`${issues.sendingAt}` })
    .from(audiences)
    .innerJoin(issues, eq(issues.id, audiences.issueId))
    .where(isNotNull(audiences.fixedAt))
    .orderBy(desc(issues.sendingAt))
    .limit(limit)
    .all()
    .reverse();
}

/** With fewer, a span would only show whether its single request fell into it. */
const MIN_REQUESTS_PER_SPAN = 3;

const ofSlot = (db: SqliteDatabase) => eq(batches.issueId, issueIdOf(db, sql.placeholder('slot')));

const finishedRange = perDatabase((db) => {
  const { finishedAt } = batches;
  return db
    .select({ first: min(finishedAt), last: max(finishedAt), requests: count(finishedAt) })
    .from(batches)
    .where(ofSlot(db))
    .prepare();
});

const sumsBySpan = perDatabase((db) => {
  const { finishedAt, submitted, rejected } = batches;
  const [from, span] = [sql.placeholder('from'), sql.placeholder('span')];
  const step = sql<number | null>`cast((${finishedAt} - ${from}) / ${span} as integer)`.as('step');
  return db
    .select({ step, submitted: sum(submitted).mapWith(Number), rejected: sum(rejected).mapWith(Number) })
    .from(batches)
    .where(and(ofSlot(db), or(gt(submitted, 0), gt(rejected, 0))))
    .groupBy((row) => row.step)
    .orderBy((row) => row.step)
    .prepare();
});

function handedOver(
  db: SqliteDatabase,
  slot: string,
  spans: number,
): Awaited<ReturnType<ReportStore['readTimeline']>> {
  const { first, last, requests } = finishedRange(db).get({ slot }) ?? {
    first: null,
    last: null,
    requests: 0,
  };
  const from = first ?? 0;
  const parts = Math.min(spans, Math.ceil(requests / MIN_REQUESTS_PER_SPAN) || 1);
  const span = Math.max(1_000, Math.ceil(((last ?? from) - from + 1) / parts));
  const rows = sumsBySpan(db).all({ slot, from, span });
  const undated = rows.find(({ step }) => step === null) ?? { submitted: 0, rejected: 0 };
  return {
    span,
    spans: rows.flatMap(({ step, submitted, rejected }) =>
      step === null ? [] : [{ from: from + step * span, submitted, rejected }],
    ),
    undated: { submitted: undated.submitted, rejected: undated.rejected },
  };
}
