import { eq, inArray } from 'drizzle-orm';
import type { RestoreFacts, RestoreMarks } from '../../backup/database-files.ts';
import { ID_GAP, statusAfterRestore } from '../../backup/restore-rules.ts';
import { mayHaveBeenSent, RESTORED_REASON } from '../../issues/restored-reason.ts';
import { stateAfterRestore } from '../../schedule/scheduler-state.ts';
import { forgetAllRequests } from '../../store/email-requests.ts';
import { writeChangeNotice } from '../../store/issues/notice-store.ts';
import { readState } from '../../store/issues/schedule-store.ts';
import { changeStatus } from '../../store/issues/status-changes.ts';
import { issues, outgoingEmails, schedulerWatch, signUps, studioSessions } from '../../store/schema/index.ts';
import { inWords, runSteps } from '../engine.ts';
import { inTx } from '../in-tx.ts';
import { openDatabase, type SqliteDatabase } from '../open-database.ts';
import { raiseAllSequences } from '../rebuilt-tables.ts';

/** See {@link DatabaseFiles.markRestored}. */
export function markRestored(path: string, restore: RestoreFacts): RestoreMarks {
  const db = openDatabase(path);
  try {
    const marks = inTx(db, () => applyMarks(db, restore));
    // Leaves a single file, with no WAL beside it that a move could lose.
    db.$client.pragma('journal_mode = DELETE');
    return { ...marks, upgradeWarnings: db.upgradeWarnings };
  } finally {
    db.$client.close();
  }
}

function applyMarks(
  db: SqliteDatabase,
  { now, openSlots, restoreMarker, latestIds }: RestoreFacts,
): Omit<RestoreMarks, 'upgradeWarnings'> {
  const before = runSteps(db, readState(inWords(db)));
  const watch = stateAfterRestore(before, { now, marker: restoreMarker });
  db.update(schedulerWatch).set(watch).run();
  // Must precede the notices of this restore.
  const droppedLetters = dropEmails(db);
  // An editor's decision in the copy says nothing about what happened since.
  db.update(issues).set({ byEditor: false }).where(eq(issues.status, 'draft')).run();
  const droppedSignUps = db.delete(signUps).run().changes;
  // The copy does not know which sessions were ended since it was made.
  db.delete(studioSessions).run();
  const at = watch.since;
  const madeAt = before.madeAt ?? 0;
  // Read before the open slots are held, so that issues already held keep their reason.
  const others = db
    .select({ slot: issues.slot, status: issues.status, at: issues.scheduledAt })
    .from(issues)
    .all();
  const held = openSlots
    .filter(({ weekEndsAt }) => weekEndsAt >= madeAt)
    .filter(({ slot, instant }) => holdOpenSlot(db, { slot, scheduledAt: instant, at }));
  const waiting = others.flatMap(({ slot, status, at: scheduledAt }) => {
    const to = statusAfterRestore(status);
    return to !== null && holdOrPause(db, { slot, scheduledAt, from: status, to, at })
      ? [{ slot, status: to }]
      : [];
  });
  // Skips every id that may have been issued since the copy was made.
  raiseAllSequences(db.$client, { latestIds: underNewNames(latestIds), gap: ID_GAP });
  const issuesNow = [...held.map(({ slot }) => ({ slot, status: 'held' as const })), ...waiting];
  return {
    watch,
    issues: issuesNow.sort((a, b) => a.slot.localeCompare(b.slot)),
    droppedLetters,
    droppedSignUps,
  };
}

interface RestoreChange {
  slot: string;
  scheduledAt: number;
  from: (typeof issues.$inferSelect)['status'];
  to: 'paused' | 'held';
  at: number;
}

/** Holds a slot that is still open. That includes one the program skipped, because it would reconsider it. */
function holdOpenSlot(db: SqliteDatabase, slot: Pick<RestoreChange, 'slot' | 'scheduledAt' | 'at'>): boolean {
  const issue = db.select().from(issues).where(eq(issues.slot, slot.slot)).get();
  if (issue?.status === 'skipped' && !issue.byEditor)
    runSteps(db, changeStatus(inWords(db), { ...slot, from: 'skipped', to: 'draft', reason: null }));
  return holdOrPause(db, { ...slot, from: 'draft', to: 'held' });
}

function holdOrPause(db: SqliteDatabase, change: RestoreChange): boolean {
  const { to, from, slot, at } = change;
  if (from === 'held') return holdAgain(db, { slot, at });
  const changed = changeStatus(inWords(db), {
    ...change,
    reason: RESTORED_REASON[to],
    notice: { event: to },
  });
  return runSteps(db, changed).changed;
}

/** An issue that was already held may have been approved and sent since. Its reason is kept. */
function holdAgain(db: SqliteDatabase, { slot, at }: Pick<RestoreChange, 'slot' | 'at'>): boolean {
  const issue = db.select().from(issues).where(eq(issues.slot, slot)).get();
  const before = issue?.reason == null ? '' : ` In the copy it was held already: ${issue.reason}`;
  if (!mayHaveBeenSent(issue?.reason ?? null))
    db.update(issues)
      .set({ reason: `${RESTORED_REASON.held}${before}`, byEditor: false })
      .where(eq(issues.slot, slot))
      .run();
  runSteps(db, writeChangeNotice(inWords(db), { slot, at, event: 'held' }));
  return true;
}

/** They may have gone out since; a second copy would be one too many. Returns how many were not notices. */
function dropEmails(db: SqliteDatabase): number {
  runSteps(db, forgetAllRequests(inWords(db)));
  const dropped = db
    .update(outgoingEmails)
    .set({ status: 'dropped', token: null, nextAttemptAt: null, leaseExpiresAt: null })
    .where(inArray(outgoingEmails.status, ['open', 'taken']))
    .returning({ kind: outgoingEmails.kind })
    .all();
  return dropped.filter(({ kind }) => kind !== 'notice').length;
}

/** Tables that became one; the database that is replaced may still have them. */
const EARLIER_NAMES: Readonly<Record<string, readonly string[]>> = {
  outgoing_emails: ['letters', 'editor_notices'],
};

/** The latest ids by the tables' names of today. */
function underNewNames(latestIds: ReadonlyMap<string, number>): Map<string, number> {
  const latest = new Map(latestIds);
  for (const [table, earlier] of Object.entries(EARLIER_NAMES))
    latest.set(
      table,
      [table, ...earlier].reduce((sum, name) => sum + (latestIds.get(name) ?? 0), 0),
    );
  return latest;
}
