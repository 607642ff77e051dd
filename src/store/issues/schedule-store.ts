import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { OpenSlot } from '../../backup/database-files.ts';
import { ID_GAP } from '../../backup/restore-rules.ts';
import { slotsSince } from '../../backup/slots-since.ts';
import { RESTORED_REASON } from '../../issues/restored-reason.ts';
import { parseSchedule } from '../../schedule/schedule.ts';
import type { ScheduleStore } from '../../schedule/schedule-store.ts';
import {
  type CopyEvidence,
  copyEvidence,
  type SchedulerCheck,
  type SchedulerState,
  stateAfterCheck,
  stateAfterRestore,
} from '../../schedule/scheduler-state.ts';
import { DAY_MS } from '../../shared/durations.ts';
import type { Database, Engine } from '../engine.ts';
import { forgetWaiting } from '../forget-waiting.ts';
import { issues, schedulerWatch, studioSessions } from '../schema/index.ts';
import { all, change, first, type Steps } from '../steps.ts';
import type { Comparison, CopyDetector } from './copy-detector.ts';
import { holdAfterRestore } from './hold-after-restore.ts';
import { writeChangeNotice } from './notice-store.ts';

export function createScheduleStore(
  { read, readAtOnce, write }: Engine,
  detector: CopyDetector,
): ScheduleStore {
  return {
    readState: () => readAtOnce((db) => readKnown(db, detector)),
    recordCheck: async (check) => {
      const { state, copy, latestAt } = await write((db) => recordCheck(db, { check, detector }));
      // In the database first, so that what is kept outside is never ahead: a copy from before knows of fewer checks.
      detector.remember({ database: state.database, checks: state.checks, latestAt });
      return { state, copy };
    },
    noticeCopy: async (check) => {
      if (await read((db) => detector.mayBeCopy(db)))
        await write((db) => noticeCopy(db, { check, detector }));
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

interface Checking {
  check: SchedulerCheck;
  detector: CopyDetector;
}

function* recordCheck(db: Database, { check, detector }: Checking) {
  const before = yield* readState(db);
  const comparison = yield* detector.compare(db, before, check.now);
  const { marker } = comparison;
  const state = stateAfterCheck(before, { ...check, marker });
  yield* change(db.update(schedulerWatch).set(state));
  const copy = yield* settleCopy(db, { before, since: state.since, check, comparison });
  const latestAt = Math.max(check.now, marker?.latestAt ?? 0);
  return { state: yield* readKnown(db, detector), copy, latestAt };
}

function* noticeCopy(db: Database, { check, detector }: Checking): Steps<void> {
  const before = yield* readState(db);
  const comparison = yield* detector.compare(db, before, check.now);
  const { marker } = comparison;
  if (copyEvidence(before, marker) === 'none') return;
  const state = stateAfterRestore(before, { now: check.now, marker });
  yield* change(db.update(schedulerWatch).set(state));
  yield* settleCopy(db, { before, since: state.since, check, comparison });
}

/** The same in a step of other work, by the schedule of the last check. */
export function* noticeCopyBefore(db: Database, detector: CopyDetector, now: number): Steps<void> {
  if (!(yield* detector.mayBeCopy(db))) return;
  const { pattern, zone } = yield* readState(db);
  yield* noticeCopy(db, { check: { now, pattern: pattern ?? '', zone: zone ?? 'UTC' }, detector });
}

interface FoundCopy {
  before: SchedulerState;
  /** From when on slots go out by themselves again. */
  since: number;
  check: SchedulerCheck;
  comparison: Comparison;
}

/** Makes what may have gone out from the original wait for a person, if this is a copy. */
function* settleCopy(
  db: Database,
  { before, since, check, comparison: { marker, pausedBecause, mayLack } }: FoundCopy,
): Steps<CopyEvidence> {
  const copy = copyEvidence(before, marker);
  if (copy === 'none') return copy;
  // It does not know which sessions were ended since it was made.
  yield* change(db.delete(studioSessions));
  if (copy !== 'proved') return copy;
  if (mayLack === 'answers') {
    yield* pauseIssuesGoingOut(db, { at: check.now, reason: pausedBecause });
    return copy;
  }
  // Of moments ago, what waited still does; it is better to be asked to confirm twice than never.
  if (mayLack === 'anything') yield* forgetWaiting(db);
  // Skips every id that may have been given since the copy was made: links in emails name people by their ids.
  yield* db.words.skipIds(ID_GAP);
  const reasons = { paused: pausedBecause, held: heldReason(pausedBecause) };
  const openSlots = yield* slotsSinceCopy(db, before, check);
  yield* holdAfterRestore(db, { openSlots, madeAt: before.madeAt ?? 0, at: since, reasons });
  return copy;
}

function heldReason(pausedBecause: string): string {
  const { failedOver, foundAfterFailover, found } = RESTORED_REASON;
  return pausedBecause === failedOver ? foundAfterFailover : found;
}

/** The copy was made after its latest check. */
function* slotsSinceCopy(
  db: Database,
  { checkedAt, madeAt }: SchedulerState,
  { now, pattern, zone }: SchedulerCheck,
): Steps<OpenSlot[]> {
  const reading = parseSchedule({ pattern, zone });
  if (!reading.ok) return [];
  const decidedInCopy = yield* all(
    db
      .select({ slot: issues.slot, instant: issues.scheduledAt })
      .from(issues)
      .where(or(isNotNull(issues.sendingAt), inArray(issues.status, ['approved', 'held']))),
  );
  const since = Math.max(checkedAt ?? madeAt ?? now, now - LOOK_BACK_MS);
  return slotsSince(reading.schedule, { since, now, decidedSlots: [], decidedInCopy });
}

/** As far back as the scheduler looks for slots. */
const LOOK_BACK_MS = 31 * DAY_MS;

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
