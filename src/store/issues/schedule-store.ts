import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { RESTORED_REASON } from '../../issues/restored-reason.ts';
import type { ScheduleStore } from '../../schedule/schedule-store.ts';
import {
  copyEvidence,
  type SchedulerCheck,
  type SchedulerState,
  stateAfterCheck,
} from '../../schedule/scheduler-state.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import type { RestoreMarkerFile } from '../../sqlite/files/restore-marker.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { issues, schedulerWatch, studioSessions } from '../schema/index.ts';
import { writeChangeNotice } from './notice-store.ts';

export function createScheduleStore(db: SqliteDatabase, marker: RestoreMarkerFile): ScheduleStore {
  return {
    readState: async () => readState(db),
    recordCheck: async (check) => recordCheck(db, { check, marker }),
  };
}

export function readState(db: SqliteDatabase): SchedulerState {
  const row = db.select().from(schedulerWatch).get();
  if (row === undefined) throw new Error('The row of the scheduler is gone.');
  const { id, ...state } = row;
  return state;
}

/** In the database first, so that the file is never ahead: a copy from before then knows of fewer checks. */
function recordCheck(
  db: SqliteDatabase,
  { check, marker: file }: { check: SchedulerCheck; marker: RestoreMarkerFile },
) {
  const { now } = check;
  const { database, checks } = readState(db);
  // Written before the first check, so that a kill in the middle does not look like a restored copy.
  if (checks === 0 && file.read()?.database !== database) file.write({ database, checks, latestAt: now });
  const marker = file.read();
  const recorded = inTx(db, () => {
    const before = readState(db);
    const state = stateAfterCheck(before, { ...check, marker });
    db.update(schedulerWatch).set(state).run();
    const copy = copyEvidence(before, marker);
    if (copy === 'proved') pauseIssuesGoingOut(db, now);
    // It does not know which sessions were ended since it was made.
    if (copy !== 'none') db.delete(studioSessions).run();
    return { state, copy };
  });
  const latestAt = Math.max(now, marker?.latestAt ?? 0);
  file.write({ database, checks: recorded.state.checks, latestAt });
  return recorded;
}

/** An older copy does not know what was handed over since it was made. */
function pauseIssuesGoingOut(db: SqliteDatabase, at: number): void {
  const goesOut = or(
    eq(issues.status, 'sending'),
    and(eq(issues.status, 'paused'), isNotNull(issues.pausedUntil)),
  );
  const slots = db.select({ slot: issues.slot }).from(issues).where(goesOut).all();
  const paused = { status: 'paused', pausedUntil: null, reason: RESTORED_REASON.paused } as const;
  const names = slots.map(({ slot }) => slot);
  db.update(issues).set(paused).where(inArray(issues.slot, names)).run();
  for (const slot of names) runSteps(db, writeChangeNotice(inWords(db), { slot, event: 'paused', at }));
}
