import { and, eq, gt, inArray, isNotNull, lte, ne, or, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import {
  effectsOf,
  type IssueStatus,
  type StatusEffects,
  statusesBefore,
} from '../../issues/issue-status-rules.ts';
import type { StatusChange } from '../../issues/issue-store.ts';
import type { Database } from '../engine.ts';
import { batches, deliveries, frozenCopies, issueItems, issues } from '../schema/index.ts';
import { change, first, type Steps } from '../steps.ts';
import { ensureIssue } from './issue-rows.ts';
import { writeChangeNotice } from './notice-store.ts';

/** See {@link IssueStore.changeStatus}. */
export function* changeStatus(
  db: Database,
  { notice, ...wanted }: StatusChange,
): Steps<{ changed: boolean; status: IssueStatus }> {
  const issue = yield* ensureIssue(db, wanted);
  const { to, reason, at, from, fromPausedUntil, byEditor = false, pausedUntil = null } = wanted;
  const changed = yield* change(
    db
      .update(issues)
      .set({ status: to, reason, byEditor, pausedUntil, ...columnsOf(effectsOf(to), at) })
      .where(
        and(
          eq(issues.id, issue.id),
          inArray(issues.status, allowedBefore(to, from)),
          fromPausedUntil === undefined ? undefined : eq(issues.pausedUntil, fromPausedUntil),
        ),
      ),
  );
  if (changed === 0) return { changed: false, status: issue.status };
  yield* followStatus(db, issue, { to, at });
  if (notice !== undefined) yield* writeChangeNotice(db, { slot: issue.slot, at, ...notice });
  return { changed: true, status: to };
}

/** What a change of status does to the other tables. */
function* followStatus(
  db: Database,
  { id, freezeId }: typeof issues.$inferSelect,
  { to, at }: Pick<StatusChange, 'to' | 'at'>,
): Steps<void> {
  const { startsSending, unfreezes, releasesItems } = effectsOf(to);
  if (unfreezes && freezeId !== null)
    yield* change(db.delete(frozenCopies).where(eq(frozenCopies.id, freezeId)));
  if (startsSending) yield* retryAtOnce(db, id);
  if (to === 'cancelled') yield* markUnansweredUncertain(db, id, at);
  if (releasesItems && !(yield* mayHaveBeenAccepted(db, id)))
    yield* change(db.delete(issueItems).where(eq(issueItems.issueId, id)));
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
function* retryAtOnce(db: Database, issueId: number): Steps<void> {
  const isOpen = and(eq(batches.issueId, issueId), eq(batches.status, 'open'));
  yield* change(db.update(batches).set({ nextAttemptAt: null }).where(isOpen));
}

/** Requests that will not be retried: only provider events can still tell their outcome. */
function* markUnansweredUncertain(db: Database, issueId: number, at: number): Steps<void> {
  const isWaiting = or(
    eq(batches.status, 'open'),
    and(eq(batches.status, 'taken'), lte(batches.leaseExpiresAt, at)),
  );
  const isUnanswered = and(eq(batches.issueId, issueId), isNotNull(batches.idempotencyKey), isWaiting);
  const unanswered = db.select({ number: batches.number }).from(batches).where(isUnanswered);
  const isPending = and(
    eq(deliveries.issueId, issueId),
    eq(deliveries.status, 'pending'),
    inArray(deliveries.batchNumber, unanswered),
  );
  yield* change(db.update(deliveries).set({ status: 'uncertain', updatedAt: at }).where(isPending));
  const { size, excluded, submitted, rejected } = batches;
  const ended = {
    status: 'uncertain',
    uncertain: sql`${size} - ${excluded} - ${submitted} - ${rejected}`,
    recipients: null,
    leaseOwner: null,
    leaseExpiresAt: null,
  } as const;
  yield* change(db.update(batches).set(ended).where(isUnanswered));
}

/** A fixed request without an outcome may have been accepted in part, whatever the last response was. */
function* mayHaveBeenAccepted(db: Database, issueId: number): Steps<boolean> {
  const accepted = or(
    and(isNotNull(batches.idempotencyKey), ne(batches.status, 'done')),
    eq(batches.possiblyAccepted, true),
    gt(batches.submitted, 0),
    gt(batches.uncertain, 0),
  );
  const condition = and(eq(batches.issueId, issueId), accepted);
  const batch = db.select({ number: batches.number }).from(batches).where(condition).limit(1);
  return (yield* first(batch)) !== undefined;
}
