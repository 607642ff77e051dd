import { and, desc, eq, gte, inArray, isNotNull, max, type SQL, sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../../delivery/delivery-store.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import { countDeliveries, findIssueParts, type IssueParts, outcomesOf } from '../issues/issue-rows.ts';
import { batches } from '../schema/index.ts';
import { isUnfinished } from './batch-rows.ts';

/** See {@link DeliveryStore.progress}. */
export function findProgress(db: SqliteDatabase, slot: string): DeliveryProgress {
  const { issue, audience, outcomes } = runSteps(db, findIssueParts(inWords(db), slot)) ?? {};
  const issueId = issue?.id ?? 0;
  return {
    status: issue?.status ?? 'draft',
    deliveries: runSteps(db, countDeliveries(inWords(db), issueId)),
    batches: batchCounts(db).get({ issueId }) ?? { open: 0, taken: 0, done: 0, uncertain: 0 },
    audienceFixed: audience?.fixedAt != null,
    ...(turns(db).get({ issueId }) ?? { nextTurnAt: null, nextFixedTurnAt: null, leasedUntil: null }),
    lastProblem: lastProblems(db).get({ issueId })?.lastProblem ?? null,
    outcomes: outcomesOf(outcomes),
    recentSubmissions: recentlySubmitted(db, issue),
  };
}

const IS_OF_ISSUE = eq(batches.issueId, sql.placeholder('issueId'));

const countIf = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`;

/** Prepared once, as all of these: building them takes longer than running them. */
const batchCounts = perDatabase((db) => {
  const { status } = batches;
  return db
    .select({
      open: countIf(eq(status, 'open')),
      taken: countIf(eq(status, 'taken')),
      done: countIf(eq(status, 'done')),
      uncertain: countIf(eq(status, 'uncertain')),
    })
    .from(batches)
    .where(IS_OF_ISSUE)
    .prepare();
});

const turns = perDatabase((db) => {
  const { status, nextAttemptAt, leaseExpiresAt, idempotencyKey } = batches;
  const turn = sql`case ${status} when 'open' then coalesce(${nextAttemptAt}, 0) else ${leaseExpiresAt} end`;
  return db
    .select({
      nextTurnAt: sql<number | null>`min(${turn})`,
      nextFixedTurnAt: sql<number | null>`min(iif(${idempotencyKey} is not null, ${turn}, null))`,
      leasedUntil: sql<number | null>`max(iif(${status} = 'taken', ${leaseExpiresAt}, null))`,
    })
    .from(batches)
    .where(and(IS_OF_ISSUE, isUnfinished))
    .prepare();
});

const lastProblems = perDatabase((db) => {
  const { status, lastProblem, number } = batches;
  return db
    .select({ lastProblem })
    .from(batches)
    .where(and(IS_OF_ISSUE, inArray(status, ['open', 'taken', 'uncertain']), isNotNull(lastProblem)))
    .orderBy(number)
    .limit(1)
    .prepare();
});

const latestFinish = perDatabase((db) =>
  db
    .select({ at: max(batches.finishedAt) })
    .from(batches)
    .where(IS_OF_ISSUE)
    .prepare(),
);

/** Latest first. */
const finishedSince = perDatabase((db) => {
  const { finishedAt, firstAttemptAt, attempts, submitted } = batches;
  return db
    .select({
      // The first attempt of a retried batch may lie before a gap.
      began: sql<number>`iif(${attempts} <= 1, coalesce(${firstAttemptAt}, ${finishedAt}), ${finishedAt})`,
      ended: sql<number>`${finishedAt}`,
      submitted,
    })
    .from(batches)
    .where(and(IS_OF_ISSUE, gte(finishedAt, sql.placeholder('since'))))
    .orderBy(desc(finishedAt))
    .prepare();
});

/** The period that the recent sending rate is computed over. */
const RECENT_MS = MINUTE_MS;

/** A longer gap means that sending was paused or nothing was running. In milliseconds. */
const MAX_GAP_MS = 10_000;

function recentlySubmitted(
  db: SqliteDatabase,
  issue: IssueParts['issue'] | undefined,
): DeliveryProgress['recentSubmissions'] {
  if (issue === undefined) return null;
  const until = latestFinish(db).get({ issueId: issue.id })?.at;
  if (until == null) return null;
  const begin = Math.max(issue.sendingAt ?? 0, until - RECENT_MS);
  const finished = finishedSince(db).all({ issueId: issue.id, since: begin });
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
