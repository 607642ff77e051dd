import { sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../../delivery/delivery-store.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import { countDeliveries, findIssueParts, type IssueParts, outcomesOf } from '../issues/issue-rows.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { createAudienceForecast, freezeAudience } from './audience.ts';
import { claimBatch, fixRequest, repeatRequest } from './batch-claims.ts';
import {
  holdBatch,
  postponeBatch,
  recordOutcomes,
  releaseBatch,
  settleUncertain,
  splitBatch,
  updateHeld,
} from './batch-results.ts';

export function createSqliteDeliveryStore(db: SqliteDatabase): DeliveryStore {
  return {
    freezeAudience: async (step) => freezeAudience(db, step),
    claimBatch: async (claim) => claimBatch(db, claim),
    fixRequest: async (request) => fixRequest(db, request),
    repeatRequest: async (request) => repeatRequest(db, request),
    renewLease: async (batch, expiresAt) => updateHeld(db, batch, sql`lease_expires_at = ${expiresAt}`),
    recordOutcomes: async (result) => recordOutcomes(db, result),
    postponeBatch: async (result) => postponeBatch(db, result),
    releaseBatch: async (batch) => releaseBatch(db, batch),
    holdBatch: async (result) => holdBatch(db, result),
    splitBatch: async (result) => splitBatch(db, result),
    settleUncertain: async (decision) => settleUncertain(db, decision),
    forecastAudience: createAudienceForecast(db),
    progress: async (slot) => progress(db, slot),
  };
}

function progress(db: SqliteDatabase, slot: string): DeliveryProgress {
  const { issue, audience, outcomes } = findIssueParts(db, slot) ?? {};
  const issueId = issue?.id ?? 0;
  const batches = db.get<DeliveryProgress['batches']>(sql`
    select coalesce(sum(status = 'open'), 0) as open, coalesce(sum(status = 'taken'), 0) as taken,
      coalesce(sum(status = 'done'), 0) as done, coalesce(sum(status = 'uncertain'), 0) as uncertain
    from batches where issue_id = ${issueId}`);
  const { at, fixedAt, leased } = db.get<Record<'at' | 'fixedAt' | 'leased', number | null>>(sql`
    select min(turn) as at, min(iif(is_fixed, turn, null)) as fixedAt, max(lease) as leased from (
      select idempotency_key is not null as is_fixed, iif(status = 'taken', lease_expires_at, null) as lease,
        case status when 'open' then coalesce(next_attempt_at, 0) else lease_expires_at end as turn
      from batches where issue_id = ${issueId} and status in ('open', 'taken'))`);
  const problem = db.all<{ text: string }>(sql`
    select last_problem as text from batches
    where issue_id = ${issueId} and status in ('open', 'taken', 'uncertain') and last_problem is not null
    order by number limit 1`)[0];
  return {
    status: issue?.status ?? 'draft',
    deliveries: countDeliveries(db, issueId),
    batches,
    audienceFixed: audience?.fixedAt != null,
    nextTurnAt: at,
    nextFixedTurnAt: fixedAt,
    lastProblem: problem?.text ?? null,
    leasedUntil: leased,
    outcomes: outcomesOf(outcomes),
    recentSubmissions: recentlySubmitted(db, issue),
  };
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
  const { until } = db.get<{ until: number | null }>(
    sql`select max(finished_at) as until from batches where issue_id = ${issue.id}`,
  );
  if (until === null) return null;
  const begin = Math.max(issue.sendingAt ?? 0, until - RECENT_MS);
  // The first attempt of a retried batch may lie before a gap.
  const finished = db.all<FinishedBatch>(sql`
    select iif(attempts <= 1, coalesce(first_attempt_at, finished_at), finished_at) as began, finished_at as ended,
      submitted
    from batches where issue_id = ${issue.id} and finished_at >= ${begin} order by finished_at desc`);
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
