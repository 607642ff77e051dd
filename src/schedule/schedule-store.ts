import type { CopyEvidence, SchedulerCheck, SchedulerState } from './scheduler-state.ts';

/** The port for the scheduler's state. */
export interface ScheduleStore {
  readState(): Promise<SchedulerState>;

  /**
   * Records a check (`stateAfterCheck`). In a proved copy, issues being sent are paused: subscribers may already have them.
   * In a suspected one, everyone is signed out of the studio: sessions may have been ended since.
   */
  recordCheck(check: SchedulerCheck): Promise<{ state: SchedulerState; copy: CopyEvidence }>;
}
