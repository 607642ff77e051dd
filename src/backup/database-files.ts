import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { Firing } from '../schedule/firings.ts';
import type { RestoreMarker, SchedulerState } from '../schedule/scheduler-state.ts';
import type { OwnerValues } from '../settings/owner-settings.ts';

/** The port to databases as files: a live one, copies of it, and its replacement. */
export interface DatabaseFiles {
  /** Copies a consistent snapshot of a live database into an empty file. @throws AppError `storage` */
  copy(paths: { from: string; to: string }): Promise<void>;

  /** Reads a whole copy. @throws AppError `storage` if it is damaged, or from a newer version of the program. */
  examine(path: string): Promise<DatabaseFacts>;

  /**
   * Prepares a copy to replace the database: migrates it, marks everything that may have changed since it was made
   * (rules in `backup/restore-rules.ts`), and ends all studio sessions.
   * @throws AppError `storage`
   */
  markRestored(path: string, restore: RestoreFacts): Promise<RestoreMarks>;

  /** @throws AppError `refused`, before doing anything, if another process has the database open. */
  withExclusiveAccess<T>(path: string, work: () => T): Promise<T>;

  /**
   * The lock ends with the process, and the database may be missing.
   * @throws AppError `refused`, before doing anything, if another process holds the lock.
   */
  withLock<T>(path: string, work: () => Promise<T>): Promise<T>;

  /** What a database has decided; nothing if it cannot be read. */
  readDecided(path: string): Promise<DecidedFacts>;
}

/** What a restored copy must know, of the database that it replaces and of itself. */
export interface DecidedFacts {
  latestIds: ReadonlyMap<string, number>;
  /** Slots whose issues were sent, approved or held. */
  decidedSlots: readonly Firing[];
}

/** A slot that may have gone out since a backup was made. */
export interface OpenSlot extends Firing {
  /** The last millisecond of its week: a database made later is not affected. */
  weekEndsAt: number;
}

export interface DatabaseFacts {
  /** Its id; null for one from before databases had ids. */
  database: string | null;
  /** What the owner has set in it. */
  ownerSettings: OwnerValues;
  /** Row count by table. */
  rows: Record<string, number>;
  /** Rows with a broken foreign key: caused by another program, not by damage to the file. */
  danglingRows: number;
}

export interface RestoreFacts {
  now: number;
  /** Held unless the copy records a decision about them: they may have gone out since. */
  openSlots: readonly OpenSlot[];
  restoreMarker: RestoreMarker | null;
  /** The highest ids that the replaced database issued, if known. */
  latestIds: ReadonlyMap<string, number>;
}

export interface RestoreMarks {
  watch: SchedulerState;
  /** Issues that now wait for a person, with their new status. */
  issues: { slot: string; status: IssueStatus }[];
  /** Unsent emails to individual people, and sign-ups not yet settled, in the copy. */
  droppedLetters: number;
  droppedSignUps: number;
  /** What bringing the copy up to date left out, for people. */
  upgradeWarnings: readonly string[];
}
