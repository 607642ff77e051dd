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
   * time since it was made. See `backup/restored-issue.ts` for the rules. Nobody is signed in to the studio afterwards.
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

  /** What a database that is replaced knows of the time since a backup; nothing where the file cannot be read. */
  knowledgeOf(path: string): Promise<DatabaseKnowledge>;
}

/** What a restored copy has to take over from the database that it replaces. */
export interface DatabaseKnowledge {
  /** The highest id that each table ever issued. */
  latestIds: ReadonlyMap<string, number>;
  /** The slots whose issues were sent, approved or held, with their instants. */
  decidedSlots: readonly Firing[];
}

/** A slot that may have gone out since a backup was made. */
export interface OpenSlot extends Firing {
  /** The last millisecond of its week: a database that was made later has nothing to do with it. */
  weekEnds: number;
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
  /** Slots that are held if nobody decided about them in the copy: they may have gone out since. */
  openSlots: readonly OpenSlot[];
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
