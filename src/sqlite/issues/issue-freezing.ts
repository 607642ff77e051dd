import { and, eq, gt, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import {
  effectsOf,
  type IssueStatus,
  type StatusEffects,
  statusesBefore,
} from '../../issues/issue-status-rules.ts';
import type { IssueFreeze, IssueStore, StatusChange } from '../../issues/issue-store.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { batches, comparisons, issueItems, issues } from '../schema/index.ts';
import { ensureIssue } from './issue-rows.ts';
import { writeChangeNotice } from './notice-store.ts';

type FreezeOutcome = Awaited<ReturnType<IssueStore['freezeIssue']>>;

/** See {@link IssueStore.freezeIssue}. */
export function freezeIssue(db: SqliteDatabase, freeze: IssueFreeze): FreezeOutcome {
  return inTx(db, (): FreezeOutcome => {
    const issue = ensureIssue(db, freeze);
    if (issue.revision !== freeze.revision) return 'changed-meanwhile';
    const slugs = freeze.items.map((item) => item.slug);
    const rows = db.select().from(comparisons).where(inArray(comparisons.slug, slugs)).all();
    const ids = new Map(rows.map((row) => [row.slug, row.id]));
    const taken = db
      .select()
      .from(issueItems)
      .where(inArray(issueItems.comparisonId, [...ids.values()]))
      .all();
    if (taken.length > 0)
      return taken.some((item) => item.issueId !== issue.id) ? 'item-taken' : 'not-a-draft';

    const { frozen } = freeze;
    const approved = db
      .update(issues)
      .set({
        status: 'approved',
        reason: null,
        byEditor: false,
        scheduledAt: freeze.scheduledAt,
        cutOff: freeze.cutOff,
        frozenAt: freeze.at,
        frozen: JSON.stringify(frozen),
        frozenSubject: frozen.subject,
        freezeId: frozen.id,
      })
      .where(and(eq(issues.id, issue.id), inArray(issues.status, allowedBefore('approved', freeze.from))))
      .returning({ id: issues.id })
      .all();
    if (approved.length === 0) return 'not-a-draft';
    for (const [index, { slug, featured }] of freeze.items.entries()) {
      db.insert(issueItems)
        .values({ issueId: issue.id, comparisonId: ids.get(slug) ?? 0, position: index + 1, featured })
        .run();
    }
    return 'frozen';
  });
}

/** See {@link IssueStore.changeStatus}. */
export function changeStatus(
  db: SqliteDatabase,
  change: StatusChange,
): { changed: boolean; status: IssueStatus } {
  return inTx(db, () => {
    const issue = ensureIssue(db, change);
    const { to, reason, at, from, fromPausedUntil, byEditor = false, pausedUntil = null } = change;
    const effects = effectsOf(to);
    const changed = db
      .update(issues)
      .set({ status: to, reason, byEditor, pausedUntil, ...columnsOf(effects, at) })
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
    if (effects.startsSending) db.run(sql`${retryAtOnce} where issue_id = ${issue.id} and status = 'open'`);
    if (to === 'cancelled') markUnansweredUncertain(db, issue.id, at);
    if (effects.releasesItems && !mayHaveBeenAccepted(db, issue.id)) {
      db.delete(issueItems).where(eq(issueItems.issueId, issue.id)).run();
    }
    if (change.notice !== undefined) writeChangeNotice(db, { slot: issue.slot, at, ...change.notice });
    return { changed: true, status: to };
  });
}

function columnsOf(
  { startsSending, finishes, unfreezes }: StatusEffects,
  at: number,
): SQLiteUpdateSetSource<typeof issues> {
  return {
    ...(finishes && { finishedAt: at }),
    ...(startsSending && { sendingAt: sql`coalesce(sending_at, ${at})` }),
    ...(unfreezes && { frozen: null, frozenSubject: null, freezeId: null, frozenAt: null, cutOff: null }),
  };
}

/** The statuses that allow the change, restricted to `from` if given. */
function allowedBefore(to: IssueStatus, from: IssueStatus | undefined): IssueStatus[] {
  return statusesBefore(to).filter((status) => from === undefined || status === from);
}

/** Retries start at once: their reason may be gone, or a person says so. The provider's own limits still apply. */
const retryAtOnce = sql`update batches set next_attempt_at = null`;

/** Requests that will not be retried: only provider events can still tell their outcome. */
function markUnansweredUncertain(db: SqliteDatabase, issueId: number, at: number): void {
  const unanswered = sql`issue_id = ${issueId} and idempotency_key is not null
    and (status = 'open' or status = 'taken' and lease_expires_at <= ${at})`;
  db.run(sql`
    update deliveries set status = 'uncertain', updated_at = ${at}
    where issue_id = ${issueId} and status = 'pending'
      and batch_number in (select number from batches where ${unanswered})`);
  db.run(sql`
    update batches set status = 'uncertain', uncertain = size - excluded - submitted - rejected, recipients = null,
      lease_owner = null, lease_expires_at = null
    where ${unanswered}`);
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
