import { setImmediate } from 'node:timers/promises';
import { and, count, desc, eq, gt, isNotNull, max, min, or, sql, sum } from 'drizzle-orm';
import type { FixedAudience, IssuePage, ReportStore, SendTimeline } from '../../issues/report-store.ts';
import type { Database, Engine } from '../engine.ts';
import { audiences, batches, issues } from '../schema/index.ts';
import { all, first, prepared, type Steps } from '../steps.ts';
import { countFailures, listFailures } from './failures.ts';
import { issueIdOf, listIssues } from './issue-rows.ts';
import { listDeliveries } from './listed-deliveries.ts';
import { createUnsubscribeTally } from './unsubscribe-tally.ts';

export function createReportStore(engine: Engine): ReportStore {
  const { read, readAtOnce } = engine;
  return {
    listIssues: (range) => listPage(engine, range),
    listAudiences: (limit) => read((db) => listAudiences(db, limit)),
    readTimeline: (slot, spans) => readAtOnce(() => handedOver(slot, spans)),
    countFailures: (slot) => readAtOnce(() => countFailures(slot)),
    listFailures: (query) => read(() => listFailures(query)),
    listDeliveries: (query) => read(() => listDeliveries(query)),
    countUnsubscribed: createUnsubscribeTally(engine),
  };
}

type PageRange = Parameters<ReportStore['listIssues']>[0];

/** Each issue sums up as many as ten thousand batches, so it yields to the event loop in between. */
async function listPage({ readAtOnce }: Engine, range: PageRange): Promise<IssuePage> {
  const { rows, ...found } = await readAtOnce((db) => findPage(db, range));
  const page: IssuePage = { issues: [], ...found };
  for (const ids of inParts(rows)) {
    page.issues.push(...(await readAtOnce((db) => listIssues(db, db.words.inSet(issues.id, ids)))));
    await setImmediate();
  }
  return page;
}

function* findPage(db: Database, { offset, limit, status = null }: PageRange) {
  const byStatus = db.select({ status: issues.status, count: count() }).from(issues).groupBy(issues.status);
  const counts = new Map((yield* all(byStatus)).map((row) => [row.status, row.count]));
  const ofAll = [...counts.values()].reduce((sum, ofStatus) => sum + ofStatus, 0);
  const page = db
    .select({ id: issues.id, deliveries: sql<number>`coalesce(${audiences.included}, 0)` })
    .from(issues)
    .leftJoin(audiences, eq(audiences.issueId, issues.id))
    .where(status === null ? undefined : eq(issues.status, status))
    .orderBy(desc(issues.slot))
    .limit(limit)
    .offset(offset);
  return { rows: yield* all(page), total: status === null ? ofAll : (counts.get(status) ?? 0), counts };
}

/** Of one part of a page of issues, unless it is a single issue. A million are summed up in about two milliseconds. */
const MAX_DELIVERIES_PER_PART = 1_000_000;

/** The ids in few parts, since each takes several statements. */
function inParts(rows: readonly { id: number; deliveries: number }[]): number[][] {
  const parts: number[][] = [];
  let sum = 0;
  for (const { id, deliveries } of rows) {
    const part = parts.at(-1);
    sum += deliveries;
    if (part !== undefined && sum <= MAX_DELIVERIES_PER_PART) part.push(id);
    else {
      parts.push([id]);
      sum = deliveries;
    }
  }
  return parts;
}

function* listAudiences(db: Database, limit: number): Steps<FixedAudience[]> {
  const { candidates, included } = audiences;
  const sendingAt = sql<number>`${issues.sendingAt}`;
  const latest = db
    .select({ slot: issues.slot, sendingAt, candidates, prepared: included })
    .from(audiences)
    .innerJoin(issues, eq(issues.id, audiences.issueId))
    .where(isNotNull(audiences.fixedAt))
    .orderBy(desc(issues.sendingAt))
    .limit(limit);
  return (yield* all(latest)).reverse();
}

/** With fewer, a span would only show whether its single request fell into it. */
const MIN_REQUESTS_PER_SPAN = 3;

const ofSlot = (db: Database) => eq(batches.issueId, issueIdOf(db, sql.placeholder('slot')));

const finishedRange = prepared((db) => {
  const { finishedAt } = batches;
  return db
    .select({ from: min(finishedAt), last: max(finishedAt), requests: count(finishedAt) })
    .from(batches)
    .where(ofSlot(db));
});

const sumsBySpan = prepared((db) => {
  const { finishedAt, submitted, rejected } = batches;
  const [from, span] = [sql.placeholder('from'), sql.placeholder('span')];
  const step = sql<number | null>`cast((${finishedAt} - ${from}) / ${span} as bigint)`.as('step');
  return db
    .select({ step, submitted: sum(submitted).mapWith(Number), rejected: sum(rejected).mapWith(Number) })
    .from(batches)
    .where(and(ofSlot(db), or(gt(submitted, 0), gt(rejected, 0))))
    .groupBy((row) => row.step)
    .orderBy((row) => row.step);
});

function* handedOver(slot: string, spans: number): Steps<SendTimeline> {
  const range = yield* first(finishedRange, { slot });
  const { requests = 0 } = range ?? {};
  const from = range?.from ?? 0;
  const parts = Math.min(spans, Math.ceil(requests / MIN_REQUESTS_PER_SPAN) || 1);
  const span = Math.max(1_000, Math.ceil(((range?.last ?? from) - from + 1) / parts));
  const rows = yield* all(sumsBySpan, { slot, from, span });
  const undated = rows.find(({ step }) => step === null) ?? { submitted: 0, rejected: 0 };
  return {
    span,
    spans: rows.flatMap(({ step, submitted, rejected }) =>
      step === null ? [] : [{ from: from + step * span, submitted, rejected }],
    ),
    undated: { submitted: undated.submitted, rejected: undated.rejected },
  };
}
