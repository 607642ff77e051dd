import { inArray } from 'drizzle-orm';
import type { RestoreFacts, RestoreMarks } from '../../backup/database-files.ts';
import { ID_GAP } from '../../backup/restore-rules.ts';
import { RESTORED_REASON } from '../../issues/restored-reason.ts';
import { stateAfterRestore } from '../../schedule/scheduler-state.ts';
import { forgetAllRequests } from '../../store/email-requests.ts';
import { holdAfterRestore } from '../../store/issues/hold-after-restore.ts';
import { readState } from '../../store/issues/schedule-store.ts';
import { outgoingEmails, schedulerWatch, signUps, studioSessions } from '../../store/schema/index.ts';
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
  const droppedSignUps = db.delete(signUps).run().changes;
  // The copy does not know which sessions were ended since it was made.
  db.delete(studioSessions).run();
  const reasons = { held: RESTORED_REASON.held, paused: RESTORED_REASON.paused };
  const holding = { openSlots, madeAt: before.madeAt ?? 0, at: watch.since, reasons };
  const waiting = runSteps(db, holdAfterRestore(inWords(db), holding));
  // Skips every id that may have been issued since the copy was made.
  raiseAllSequences(db.$client, { latestIds: underNewNames(latestIds), gap: ID_GAP });
  return { watch, issues: waiting, droppedLetters, droppedSignUps };
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
