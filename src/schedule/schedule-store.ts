import type { CopyEvidence, SchedulerCheck, SchedulerState } from './watch.ts';

/** The port for the scheduler's state. */
export interface ScheduleStore {
  readWatch(): Promise<SchedulerState>;

  /** A proved copy pauses issues being sent: subscribers may have them. A suspected one signs everyone out. */
  recordCheck(check: SchedulerCheck): Promise<{ watch: SchedulerState; copy: CopyEvidence }>;
}
