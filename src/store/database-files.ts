import type { IssueStatus } from '../issues/issue-states.ts';
import type { Firing } from '../schedule/firings.ts';
import type { Watch, Witness } from '../schedule/watch.ts';

/** The port to databases as files: to one that another process may have open, to copies of it, and to what replaces it. */
export interface DatabaseFiles {
  /**
   * Copies a database, as it is at one moment, into a file that is there and empty. Others may read and write meanwhile.
   * The copy is complete in itself.
   *
   * @throws AppError `storage`
   */
  copy(paths: { from: string; to: string }): Promise<void>;

  /**
   * Reads a whole copy and makes sure that it is sound.
   *
   * @throws AppError `storage` where it is damaged, or a newer version of the program made it.
   */
  examine(path: string): Promise<DatabaseFacts>;

  /**
   * Prepares a copy to take the database's place: brings it up to date, and marks all that it does not know about the
   * time since it was made. See `backup/restored-issue.ts` for the rules.
   *
   * @throws AppError `storage`
   */
  markRestored(path: string, restore: RestoreFacts): Promise<RestoreMarks>;

  /**
   * Does something with a database's files while no other process can open it.
   *
   * @throws AppError `refused` where another process has it open; nothing is done then.
   */
  whileClosed<T>(path: string, work: () => T): Promise<T>;

  /**
   * Does work that only one process at a time may do to a database, whether or not its file is there. The claim ends with
   * the process, however that ends.
   *
   * @throws AppError `refused` where another process is doing such work; nothing is done then.
   */
  oneAtATime<T>(path: string, work: () => Promise<T>): Promise<T>;

  /** The highest id that each table ever issued; empty where the file cannot be read. */
  latestIds(path: string): Promise<ReadonlyMap<string, number>>;
}

export interface DatabaseFacts {
  /** Names it among all databases; null for one from before databases had names. */
  database: string | null;
  /** Rows of each table. */
  rows: Record<string, number>;
  /** Rows that refer to one that is not there: the doing of another program, and no damage of the file. */
  danglingRows: number;
}

export interface RestoreFacts {
  now: number;
  /** Slots that are held if nothing was decided about them in the copy: they may have gone out since. */
  openSlots: readonly Firing[];
  /** What stands beside the database that is replaced. */
  witness: Witness | null;
  /** The highest ids that the replaced database issued, where they are known. */
  latestIds: ReadonlyMap<string, number>;
}

/** What a restore changed in the copy. */
export interface RestoreMarks {
  watch: Watch;
  /** Issues that wait for a person now, by what they are now. */
  issues: { slot: string; status: IssueStatus }[];
  /** Emails to single people that were under way in the copy, and sign-ups whose email was still to be written. */
  droppedLetters: number;
  droppedSignUps: number;
}
