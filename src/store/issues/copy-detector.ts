import type { RestoreMarker, SchedulerState } from '../../schedule/scheduler-state.ts';
import type { Database } from '../engine.ts';
import type { Steps } from '../steps.ts';

/** How an engine finds out that the database is a copy of the one that it was. */
export interface CopyDetector {
  /** Whether a command, or a sender, must {@link compare}, too, before it does anything: it may be the first on a copy. */
  mayBeCopy(db: Database): Steps<boolean>;
  /** Compares, in the transaction of a check, before that is recorded. */
  compare(db: Database, state: SchedulerState, now: number): Steps<Comparison>;
  /** Keeps what the next check is compared with, once this one is committed. */
  remember(marker: RestoreMarker): void;
  /** Whether what was found last is that a standby took over. */
  failedOver(db: Database): Steps<boolean>;
}

export interface Comparison {
  /** What to compare the database with; null if nothing is known of it. */
  marker: RestoreMarker | null;
  /** Why issues that are going out wait for a person, if it is a copy. */
  pausedBecause: string;
  /**
   * What it may lack: the answers to requests under way; or everything of the moments before a standby took over, so that
   * an issue may have gone out that it knows nothing of; or of any time.
   */
  mayLack: 'answers' | 'moments' | 'anything';
}
