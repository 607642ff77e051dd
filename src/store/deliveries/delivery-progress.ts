import { and, desc, eq, gte, inArray, isNotNull, max, type SQL, sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../../delivery/delivery-store.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import type { Database } from '../engine.ts';
import { countDeliveries, findIssueParts, type IssueParts, outcomesOf } from '../issues/issue-rows.ts';
import { batches } from '../schema/index.ts';
import { all, first, prepared, type Steps } from '../steps.ts';
import { isUnfinished } from './batch-rows.ts';

/** See {@link DeliveryStore.progress}. */
export function* findProgress(db: Database, slot: string): Steps<DeliveryProgress> {
  const { issue, audience, outcomes } = (yield* findIssueParts(db, slot)) ?? {};
  const issueId = issue?.id ?? 0;
  return {
    status: issue?.status ?? 'draft',
    deliveries: yield* countDeliveries(db, issueId),
    batches: (yield* first(batchCounts, { issueId })) ?? { open: 0, taken: 0, done: 0, uncertain: 0 },
    audienceFixed: audience?.fixedAt != null,
    ...((yield* first(turns, { issueId })) ?? { nextTurnAt: null, nextFixedTurnAt: null, leasedUntil: null }),
    lastProblem: (yield* first(lastProblems, { issueId }))?.lastProblem ?? null,
    outcomes: outcomesOf(outcomes),
    recentSubmissions: yield* recentlySubmitted(issue),
  };
}

const IS_OF_ISSUE = eq(batches.issueId, sql.placeholder('issueId'));

const countIf = (condition: SQL) => sql<number>`count(*) filter (where ${condition})`;

/** Prepared once, as all of these: building them takes longer than running them. */
const batchCounts = prepared((db) => {
  const { status } = batches;
  return db
    .select({
      open: countIf(eq(status, 'open')),
      taken: countIf(eq(status, 'taken')),
      done: countIf(eq(status, 'done')),
      uncertain: countIf(eq(status, 'uncertain')),
    })
    .from(batches)
    .where(IS_OF_ISSUE);
});

const turns = prepared((db) => {
  const { status, nextAttemptAt, leaseExpiresAt, idempotencyKey } = batches;
  const turn = sql`case ${status} when 'open' then coalesce(${nextAttemptAt}, 0) else ${leaseExpiresAt} end`;
  return db
    .select({
      nextTurnAt: sql<number | null>`min(${turn})`,
      nextFixedTurnAt: sql<number | null>`min(case when ${idempotencyKey} is not null then ${turn} end)`,
      leasedUntil: sql<number | null>`max(case when ${status} = 'taken' then ${leaseExpiresAt} end)`,
    })
    .from(batches)
    .where(and(IS_OF_ISSUE, isUnfinished));
});

const lastProblems = prepared((db) => {
  const { status, lastProblem, number } = batches;
  return db
    .select({ lastProblem })
    .from(batches)
    .where(and(IS_OF_ISSUE, inArray(status, ['open', 'taken', 'uncertain']), isNotNull(lastProblem)))
    .orderBy(number)
    .limit(1);
});

const latestFinish = prepared((db) =>
  db
    .select({ at: max(batches.finishedAt) })
    .from(batches)
    .where(IS_OF_ISSUE),
);

/** Latest first. */
const finishedSince = prepared((db) => {
  const { finishedAt, firstAttemptAt, attempts, submitted } = batches;
  return db
    .select({
      // The first attempt of a retried batch may lie before a gap.
      began: sql<number>`case when ${attempts} <= 1 then coalesce(${firstAttemptAt}, ${finishedAt}) else ${finishedAt} end`,
      ended: sql<number>`${finishedAt}`,
      submitted,
    })
    .from(batches)
    .where(and(IS_OF_ISSUE, gte(finishedAt, sql.placeholder('since'))))
    .orderBy(desc(finishedAt));
});

/** The period that the recent sending rate is computed over. */
const RECENT_MS = MINUTE_MS;

/** A longer gap means that sending was paused or nothing was running. In milliseconds. */
const MAX_GAP_MS = 10_000;

function* recentlySubmitted(
  issue: IssueParts['issue'] | undefined,
): Steps<DeliveryProgress['recentSubmissions']> {
  if (issue === undefined) return null;
  const until = (yield* first(latestFinish, { issueId: issue.id }))?.at;
  if (until == null) return null;
  const begin = Math.max(issue.sendingAt ?? 0, until - RECENT_MS);
  const finished = yield* all(finishedSince, { issueId: issue.id, since: begin });
  return { ...sinceLastGap(finished, begin), until };
}

interface FinishedBatch {
  began: number;
  ended: number;
  submitted: number;
}

/** What was submitted since the last gap; expects the latest batch first. */
function sinceLastGap(
  finished: readonly FinishedBatch[],
  begin: number,
): { messages: number; since: number } {
  let messages = 0;
  let since = finished[0]?.began ?? begin;
  for (const { began, ended, submitted } of finished) {
    if (since - ended > MAX_GAP_MS) return { messages, since };
    messages += submitted;
    since = Math.min(since, began);
  }
  return { messages, since: since - begin > MAX_GAP_MS ? since : begin };
}
