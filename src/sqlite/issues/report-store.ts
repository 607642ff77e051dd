import { setImmediate } from 'node:timers/promises';
import { count, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { FixedAudience, ReportStore } from '../../issues/report-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { issues } from '../schema/index.ts';
import { countFailures, listFailures } from './failures.ts';
import { readIssues } from './issue-rows.ts';

export function createSqliteReportStore(db: SqliteDatabase): ReportStore {
  return {
    listIssues: (range) => listIssues(db, range),
    listAudiences: async (limit) => listAudiences(db, limit),
    readTimeline: async (slot, spans) => handedOver(db, slot, spans),
    countFailures: async (slot) => countFailures(db, slot),
    listFailures: async (query) => listFailures(db, query),
  };
}

/** Each issue sums up as many as ten thousand batches, so it yields to the event loop in between. */
async function listIssues(
  db: SqliteDatabase,
  { offset, limit }: { offset: number; limit: number },
): ReturnType<ReportStore['listIssues']> {
  const total = db.select({ total: count() }).from(issues).get()?.total ?? 0;
  const slots = db
    .select({ slot: issues.slot })
    .from(issues)
    .orderBy(desc(issues.slot))
    .limit(limit)
    .offset(offset)
    .all();
  const page: Awaited<ReturnType<ReportStore['listIssues']>> = { issues: [], total };
  for (const { slot } of slots) {
    page.issues.push(...readIssues(db, eq(issues.slot, slot)));
    await setImmediate();
  }
  return page;
}

function listAudiences(db: SqliteDatabase, limit: number): FixedAudience[] {
  const { slot, candidates, prepared } = issues;
  return db
    .select({ slot, candidates, prepared, sendingAt: sql<number>`${issues.sendingAt}` })
    .from(issues)
    .where(isNotNull(issues.audienceFrozenAt))
    .orderBy(desc(issues.sendingAt))
    .limit(limit)
    .all()
    .reverse();
}

/** With fewer, a span would only show whether its single request fell into it. */
const MIN_REQUESTS_PER_SPAN = 3;

function handedOver(
  db: SqliteDatabase,
  slot: string,
  spans: number,
): Awaited<ReturnType<ReportStore['readTimeline']>> {
  const ofIssue = sql`issue_id = (select id from issues where slot = ${slot})`;
  const { first, last, requests } = db.get<{
    first: number | null;
    last: number | null;
    requests: number;
  }>(sql`
    select min(finished_at) as first, max(finished_at) as last, count(finished_at) as requests
    from batches where ${ofIssue}`);
  const from = first ?? 0;
  const parts = Math.min(spans, Math.ceil(requests / MIN_REQUESTS_PER_SPAN) || 1);
  const span = Math.max(1_000, Math.ceil(((last ?? from) - from + 1) / parts));
  const rows = db.all<{ step: number | null; submitted: number; rejected: number }>(sql`
    select cast((finished_at - ${from}) / ${span} as integer) as step, sum(submitted) as submitted,
      sum(rejected) as rejected
    from batches where ${ofIssue} and submitted + rejected > 0 group by step order by step`);
  const undated = rows.find(({ step }) => step === null) ?? { submitted: 0, rejected: 0 };
  return {
    span,
    spans: rows.flatMap(({ step, submitted, rejected }) =>
      step === null ? [] : [{ from: from + step * span, submitted, rejected }],
    ),
    undated: { submitted: undated.submitted, rejected: undated.rejected },
  };
}
