import { and, eq, gt, inArray, isNotNull, lte, ne, or, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import {
  effectsOf,
  type IssueStatus,
  type StatusEffects,
  statusesBefore,
} from '../../issues/issue-status-rules.ts';
import type { StatusChange } from '../../issues/issue-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { batches, deliveries, frozenCopies, issueItems, issues } from '../schema/index.ts';
import { ensureIssue } from './issue-rows.ts';
import { writeChangeNotice } from './notice-store.ts';

/** See {@link IssueStore.changeStatus}. */
export function changeStatus(
  db: SqliteDatabase,
  change: StatusChange,
): { changed: boolean; status: IssueStatus } {
  return inTx(db, () => {
    const issue = runSteps(db, ensureIssue(inWords(db), change));
    const { to, reason, at, from, fromPausedUntil, byEditor = false, pausedUntil = null } = change;
    const changed = db
      .update(issues)
      .set({ status: to, reason, byEditor, pausedUntil, ...columnsOf(effectsOf(to), at) })
      .where(
        and(
          eq(issues.id, issue.id),
          inArray(issues.status, allowedBefore(to, from)),
          fromPausedUntil === undefined ? undefined : eq(issues.pausedUntil, fromPausedUntil),
        ),
      )
      .returning({ id: issues.id })
      .all();
    if (changed.length === 0) return { changed: false, status: issue.status };
    followStatus(db, issue, { to, at });
    if (change.notice !== undefined)
      runSteps(db, writeChangeNotice(inWords(db), { slot: issue.slot, at, ...change.notice }));
    return { changed: true, status: to };
  });
}

/** What a change of status does to the other tables. */
function followStatus(
  db: SqliteDatabase,
  { id, freezeId }: typeof issues.$inferSelect,
  { to, at }: Pick<StatusChange, 'to' | 'at'>,
): void {
  const { startsSending, unfreezes, releasesItems } = effectsOf(to);
  if (unfreezes && freezeId !== null) db.delete(frozenCopies).where(eq(frozenCopies.id, freezeId)).run();
  if (startsSending) retryAtOnce(db, id);
  if (to === 'cancelled') markUnansweredUncertain(db, id, at);
  if (releasesItems && !mayHaveBeenAccepted(db, id))
    db.delete(issueItems).where(eq(issueItems.issueId, id)).run();
}

function columnsOf(
  { startsSending, finishes, unfreezes }: StatusEffects,
  at: number,
): SQLiteUpdateSetSource<typeof issues> {
  return {
    ...(finishes && { finishedAt: at }),
    ...(startsSending && { sendingAt: sql`coalesce(${issues.sendingAt}, ${at})` }),
    ...(unfreezes && { freezeId: null }),
  };
}

/** The statuses that allow the change, restricted to `from` if given. */
export function allowedBefore(to: IssueStatus, from: IssueStatus | undefined): IssueStatus[] {
  return statusesBefore(to).filter((status) => from === undefined || status === from);
}

/** Retries start at once: their reason may be gone, or a person says so. The provider's own limits still apply. */
function retryAtOnce(db: SqliteDatabase, issueId: number): void {
  db.update(batches)
    .set({ nextAttemptAt: null })
    .where(and(eq(batches.issueId, issueId), eq(batches.status, 'open')))
    .run();
}

/** Requests that will not be retried: only provider events can still tell their outcome. */
function markUnansweredUncertain(db: SqliteDatabase, issueId: number, at: number): void {
  const isWaiting = or(
    eq(batches.status, 'open'),
    and(eq(batches.status, 'taken'), lte(batches.leaseExpiresAt, at)),
  );
  const isUnanswered = and(eq(batches.issueId, issueId), isNotNull(batches.idempotencyKey), isWaiting);
  const unanswered = db.select({ number: batches.number }).from(batches).where(isUnanswered);
  db.update(deliveries)
    .set({ status: 'uncertain', updatedAt: at })
    .where(
      and(
        eq(deliveries.issueId, issueId),
        eq(deliveries.status, 'pending'),
        inArray(deliveries.batchNumber, unanswered),
      ),
    )
    .run();
  const { size, excluded, submitted, rejected } = batches;
  db.update(batches)
    .set({
      status: 'uncertain',
      uncertain: sql`${size} - ${excluded} - ${submitted} - ${rejected}`,
      recipients: null,
      leaseOwner: null,
      leaseExpiresAt: null,
    })
    .where(isUnanswered)
    .run();
}

/** A fixed request without an outcome may have been accepted in part, whatever the last response was. */
function mayHaveBeenAccepted(db: SqliteDatabase, issueId: number): boolean {
  const accepted = or(
    and(isNotNull(batches.idempotencyKey), ne(batches.status, 'done')),
    eq(batches.possiblyAccepted, true),
    gt(batches.submitted, 0),
    gt(batches.uncertain, 0),
  );
  const condition = and(eq(batches.issueId, issueId), accepted);
  return db.select({ number: batches.number }).from(batches).where(condition).limit(1).all().length > 0;
}
