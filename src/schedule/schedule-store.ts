import type { CopyEvidence, Watch, WatchCheck } from './watch.ts';

/** The port to what the scheduler knows. */
export interface ScheduleStore {
  /** What the database knows of the scheduler. */
  readWatch(): Promise<Watch>;

  /**
   * Records a check, as `afterCheck` says. Where it is proved that the database is an older copy, the issues that were
   * going out in it are paused for a person: their subscribers may have them since. Where it may be such a copy, everybody
   * is signed out of the studio: it does not know which sessions were ended since.
   *
   * @returns What is known after the check, and whether the database is a copy.
   */
  recordCheck(check: WatchCheck): Promise<{ watch: Watch; copy: CopyEvidence }>;
}
