import type { CopyEvidence, Watch, WatchCheck } from './watch.ts';

/** The port for the scheduler's state. */
export interface ScheduleStore {
  readWatch(): Promise<Watch>;

  /**
   * Records a check (`afterCheck`). If the database is proved to be an older copy, issues being sent are paused for a
   * person, since their subscribers may already have them. If it may be a copy, everyone is signed out of the studio:
   * sessions may have been ended since.
   */
  recordCheck(check: WatchCheck): Promise<{ watch: Watch; copy: CopyEvidence }>;
}
