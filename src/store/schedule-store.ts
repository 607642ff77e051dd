import type { NoticeEvent, NoticeFacts } from '../issues/editor-notice.ts';
import type { CopyEvidence, Watch, WatchCheck } from '../schedule/watch.ts';
import type { Audience } from './issue-store.ts';
import type { LetterOutcome } from './sign-up-store.ts';

/** The port to what the scheduler knows, and to what editors are told. A part of the port to issues. */
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

  /** What editors were to be told of a slot, whether they were or not, and when. */
  noticedOf(slot: string): Promise<{ event: NoticeEvent; at: number }[]>;

  /** Writes a notice that goes with no change of an issue, once for each event, slot and occasion. */
  addNotice(notice: {
    event: NoticeEvent;
    facts: NoticeFacts;
    at: number;
    occasion?: string;
  }): Promise<'written' | 'already'>;

  /** Leases the next notice whose turn it is; null where there is none. Those that came too late are dropped on the way. */
  claimNotice(claim: { now: number; leaseExpiresAt: number }): Promise<Notice | null>;

  /** Records what became of a notice, unless its lease lapsed and another has it. */
  settleNotice(result: { notice: Notice; outcome: LetterOutcome }): Promise<void>;
}

/** What an editor is told together with a change of an issue. */
export interface NoticeOfChange {
  event: NoticeEvent;
  /** The audience as it would be, for an issue whose own is not fixed. */
  forecast?: Audience;
}

/** Something to tell the editor. */
export interface Notice {
  id: number;
  event: NoticeEvent;
  facts: NoticeFacts;
  createdAt: number;
  /** This one included. Those that were refused whole do not count. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
}
