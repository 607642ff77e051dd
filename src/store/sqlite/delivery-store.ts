import { sql } from 'drizzle-orm';
import type { DeliveryProgress, DeliveryStore } from '../delivery-store.ts';
import { forecastAudience, freezeAudience } from './audience.ts';
import { claimBatch } from './batch-claims.ts';
import { holdBatch, postponeBatch, recordOutcomes, splitBatch, updateHeld } from './batch-results.ts';
import { countDeliveries, issueRow } from './issue-rows.ts';
import type { SqliteDatabase } from './open-database.ts';

/** The store of deliveries and batches, in SQLite. */
export function createSqliteDeliveryStore(db: SqliteDatabase): DeliveryStore {
  return {
    freezeAudience: async (step) => freezeAudience(db, step),
    claimBatch: async (claim) => claimBatch(db, claim),
    fixRequest: async ({ batch, recipients, idempotencyKey, bodyHash, now }) =>
      updateHeld(
        db,
        batch,
        sql`idempotency_key = ${idempotencyKey}, body_hash = ${bodyHash}, recipients = ${JSON.stringify(recipients)},
          attempts = 1, first_attempt_at = ${now}`,
        sql`and exists (select 1 from issues where id = issue_id and status = 'sending')`,
      ),
    renewLease: async (batch, expiresAt) => updateHeld(db, batch, sql`lease_expires_at = ${expiresAt}`),
    recordOutcomes: async (result) => recordOutcomes(db, result),
    postponeBatch: async (result) => postponeBatch(db, result),
    holdBatch: async (result) => holdBatch(db, result),
    splitBatch: async (batch) => splitBatch(db, batch),
    forecastAudience: async (at) => forecastAudience(db, at),
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
  const { at } = db.get<{ at: number | null }>(sql`
    select min(case status when 'open' then coalesce(next_attempt_at, 0) else lease_expires_at end) as at
    from batches where issue_id = ${issueId} and status in ('open', 'taken')`);
  const problem = db.all<{ text: string }>(sql`
    select last_problem as text from batches
    where issue_id = ${issueId} and status in ('open', 'taken', 'uncertain') and last_problem is not null
    order by number limit 1`)[0];
  return {
    status: issue?.status ?? 'draft',
    deliveries: countDeliveries(db, issueId),
    batches,
    nextTurnAt: at,
    lastProblem: problem?.text ?? null,
  };
}
