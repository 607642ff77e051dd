import { sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../delivery-store.ts';
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
import { countDeliveries, issueRow, outcomesOf } from './issue-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { applyProviderEvents } from './provider-events.ts';

/** The store of deliveries and batches, in SQLite. */
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
    applyProviderEvents: async (events, now) => applyProviderEvents(db, events, now),
    forecastAudience: createAudienceForecast(db),
    progress: async (slot) => progress(db, slot),
  };
}

function progress(db: SqliteDatabase, slot: string): DeliveryProgress {
  const issue = issueRow(db, slot);
  const issueId = issue?.id ?? 0;
  const batches = db.get<DeliveryProgress['batches']>(sql`
    select coalesce(sum(status = 'open'), 0) as open, coalesce(sum(status = 'taken'), 0) as taken,
      coalesce(sum(status = 'done'), 0) as done, coalesce(sum(status = 'uncertain'), 0) as uncertain
    from batches where issue_id = ${issueId}`);
  const { at, fixedAt } = db.get<{ at: number | null; fixedAt: number | null }>(sql`
    select min(turn) as at, min(iif(is_fixed, turn, null)) as fixedAt from (
      select idempotency_key is not null as is_fixed,
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
    audienceFixed: issue?.audienceFrozenAt != null,
    nextTurnAt: at,
    nextFixedTurnAt: fixedAt,
    lastProblem: problem?.text ?? null,
    outcomes: outcomesOf(issue),
    lately: latelySubmitted(db, issue),
  };
}

/** How far back the messages that were submitted lately are counted, in milliseconds. */
const LATELY = 60_000;

function latelySubmitted(db: SqliteDatabase, issue: ReturnType<typeof issueRow>): DeliveryProgress['lately'] {
  if (issue === undefined) return null;
  const { last } = db.get<{ last: number | null }>(
    sql`select max(finished_at) as last from batches where issue_id = ${issue.id}`,
  );
  if (last === null) return null;
  const since = Math.max(issue.sendingAt ?? 0, last - LATELY);
  const { messages } = db.get<{ messages: number }>(sql`
    select sum(submitted) as messages from batches where issue_id = ${issue.id} and finished_at >= ${since}`);
  return { messages, since };
}
