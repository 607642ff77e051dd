import type { RestoreFacts, RestoreMarks } from '../../backup/database-files.ts';
import { ID_GAP } from '../../backup/restore-rules.ts';
import { RESTORED_REASON } from '../../issues/restored-reason.ts';
import { stateAfterRestore } from '../../schedule/scheduler-state.ts';
import { forgetWaiting } from '../../store/forget-waiting.ts';
import { holdAfterRestore } from '../../store/issues/hold-after-restore.ts';
import { readState } from '../../store/issues/schedule-store.ts';
import { schedulerWatch, studioSessions } from '../../store/schema/index.ts';
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
  const dropped = runSteps(db, forgetWaiting(inWords(db)));
  // The copy does not know which sessions were ended since it was made.
  db.delete(studioSessions).run();
  const reasons = { held: RESTORED_REASON.held, paused: RESTORED_REASON.paused };
  const holding = { openSlots, madeAt: before.madeAt ?? 0, at: watch.since, reasons };
  const waiting = runSteps(db, holdAfterRestore(inWords(db), holding));
  // Skips every id that may have been issued since the copy was made.
  raiseAllSequences(db.$client, { latestIds: underNewNames(latestIds), gap: ID_GAP });
  return { watch, issues: waiting, ...dropped };
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
