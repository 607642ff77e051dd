import type { CopyEvidence, SchedulerCheck, SchedulerState } from './scheduler-state.ts';

export interface ScheduleStore {
  readState(): Promise<SchedulerState>;

  /**
   * Counts a check, and finds out whether the database is an older copy of itself. A proved copy pauses issues being
   * sent: subscribers may have them. A suspected one signs everyone out.
   */
  recordCheck(check: SchedulerCheck): Promise<{ state: SchedulerState; copy: CopyEvidence }>;

  /** Finds out the same before a command does anything, and counts no check. Only looks if the database is no copy. */
  noticeCopy(check: SchedulerCheck): Promise<void>;
}
