import { and, desc, eq, gte, inArray, isNotNull, max, type SQL, sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../../delivery/delivery-store.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import { countDeliveries, findIssueParts, type IssueParts, outcomesOf } from '../issues/issue-rows.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { batches } from '../schema/index.ts';
import { isUnfinished } from './batch-rows.ts';

/** See {@link DeliveryStore.progress}. */
export function findProgress(db: SqliteDatabase, slot: string): DeliveryProgress {
  const { issue, audience, outcomes } = findIssueParts(db, slot) ?? {};
  const issueId = issue?.id ?? 0;
  return {
    status: issue?.status ?? 'draft',
    deliveries: countDeliveries(db, issueId),
    batches: countBatches(db, issueId),
    audienceFixed: audience?.fixedAt != null,
    ...findTurns(db, issueId),
    lastProblem: findLastProblem(db, issueId),
    outcomes: outcomesOf(outcomes),
    recentSubmissions: recentlySubmitted(db, issue),
  };
}

const countIf = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`;

function countBatches(db: SqliteDatabase, issueId: number): DeliveryProgress['batches'] {
  const { status } = batches;
  const counted = db
    .select({
      open: countIf(eq(status, 'open')),
      taken: countIf(eq(status, 'taken')),
      done: countIf(eq(status, 'done')),
      uncertain: countIf(eq(status, 'uncertain')),
    })
    .from(batches)
    .where(eq(batches.issueId, issueId))
    .get();
  return counted ?? { open: 0, taken: 0, done: 0, uncertain: 0 };
}

function findTurns(
  db: SqliteDatabase,
  issueId: number,
): Pick<DeliveryProgress, 'nextTurnAt' | 'nextFixedTurnAt' | 'leasedUntil'> {
  const { status, nextAttemptAt, leaseExpiresAt, idempotencyKey } = batches;
  const turn = sql`case ${status} when 'open' then coalesce(${nextAttemptAt}, 0) else ${leaseExpiresAt} end`;
  const turns = db
    .select({
      nextTurnAt: sql<number | null>`min(${turn})`,
      nextFixedTurnAt: sql<number | null>`min(iif(${idempotencyKey} is not null, ${turn}, null))`,
      leasedUntil: sql<number | null>`max(iif(${status} = 'taken', ${leaseExpiresAt}, null))`,
    })
    .from(batches)
    .where(and(eq(batches.issueId, issueId), isUnfinished))
    .get();
  return turns ?? { nextTurnAt: null, nextFixedTurnAt: null, leasedUntil: null };
}

function findLastProblem(db: SqliteDatabase, issueId: number): string | null {
  const { status, lastProblem, number } = batches;
  const found = db
    .select({ lastProblem })
    .from(batches)
    .where(
      and(
        eq(batches.issueId, issueId),
        inArray(status, ['open', 'taken', 'uncertain']),
        isNotNull(lastProblem),
      ),
    )
    .orderBy(number)
    .limit(1)
    .get();
  return found?.lastProblem ?? null;
}

/** The period that the recent sending rate is computed over. */
const RECENT_MS = MINUTE_MS;

/** A longer gap means that sending was paused or nothing was running. In milliseconds. */
const MAX_GAP_MS = 10_000;

function recentlySubmitted(
  db: SqliteDatabase,
  issue: IssueParts['issue'] | undefined,
): DeliveryProgress['recentSubmissions'] {
  if (issue === undefined) return null;
  const { issueId, finishedAt, firstAttemptAt, attempts, submitted } = batches;
  const ofIssue = eq(issueId, issue.id);
  const until = db
    .select({ at: max(finishedAt) })
    .from(batches)
    .where(ofIssue)
    .get()?.at;
  if (until == null) return null;
  const begin = Math.max(issue.sendingAt ?? 0, until - RECENT_MS);
  // The first attempt of a retried batch may lie before a gap.
  const began = sql<number>`iif(${attempts} <= 1, coalesce(${firstAttemptAt}, ${finishedAt}), ${finishedAt})`;
  const finished = db
    .select({ began, ended: sql<number>`${finishedAt}`, submitted })
    .from(batches)
    .where(and(ofIssue, gte(finishedAt, begin)))
    .orderBy(desc(finishedAt))
    .all();
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
