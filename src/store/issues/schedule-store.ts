import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { ScheduleStore } from '../../schedule/schedule-store.ts';
import {
  copyEvidence,
  type SchedulerCheck,
  type SchedulerState,
  stateAfterCheck,
} from '../../schedule/scheduler-state.ts';
import type { Database, Engine } from '../engine.ts';
import { issues, schedulerWatch, studioSessions } from '../schema/index.ts';
import { all, change, first, type Steps } from '../steps.ts';
import type { CopyDetector } from './copy-detector.ts';
import { writeChangeNotice } from './notice-store.ts';

export function createScheduleStore({ readAtOnce, write }: Engine, detector: CopyDetector): ScheduleStore {
  return {
    readState: () => readAtOnce((db) => readKnown(db, detector)),
    recordCheck: async (check) => {
      const { state, copy, latestAt } = await write((db) => recordCheck(db, { check, detector }));
      // In the database first, so that what is kept outside is never ahead: a copy from before knows of fewer checks.
      detector.remember({ database: state.database, checks: state.checks, latestAt });
      return { state, copy };
    },
  };
}

export function* readState(db: Database): Steps<SchedulerState> {
  const row = yield* first(db.select().from(schedulerWatch));
  if (row === undefined) throw new Error('The row of the scheduler is gone.');
  const { id, ...state } = row;
  return state;
}

function* readKnown(db: Database, detector: CopyDetector): Steps<SchedulerState> {
  const state = yield* readState(db);
  return (yield* detector.failedOver(db)) ? { ...state, failedOver: true } : state;
}

function* recordCheck(db: Database, { check, detector }: { check: SchedulerCheck; detector: CopyDetector }) {
  const { now } = check;
  const before = yield* readState(db);
  const { marker, pausedBecause } = yield* detector.compare(db, before, now);
  const state = stateAfterCheck(before, { ...check, marker });
  yield* change(db.update(schedulerWatch).set(state));
  const copy = copyEvidence(before, marker);
  if (copy === 'proved') yield* pauseIssuesGoingOut(db, { at: now, reason: pausedBecause });
  // It does not know which sessions were ended since it was made.
  if (copy !== 'none') yield* change(db.delete(studioSessions));
  const latestAt = Math.max(now, marker?.latestAt ?? 0);
  return { state: yield* readKnown(db, detector), copy, latestAt };
}

/** An older copy does not know what was handed over since it was made. */
function* pauseIssuesGoingOut(db: Database, { at, reason }: { at: number; reason: string }): Steps<void> {
  const goesOut = or(
    eq(issues.status, 'sending'),
    and(eq(issues.status, 'paused'), isNotNull(issues.pausedUntil)),
  );
  const slots = yield* all(db.select({ slot: issues.slot }).from(issues).where(goesOut));
  const paused = { status: 'paused', pausedUntil: null, reason } as const;
  const names = slots.map(({ slot }) => slot);
  yield* change(db.update(issues).set(paused).where(inArray(issues.slot, names)));
  for (const slot of names) yield* writeChangeNotice(db, { slot, event: 'paused', at });
}
