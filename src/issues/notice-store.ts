import type { EmailOutcome } from '../shared/email-outcome.ts';
import type { Audience } from './audience.ts';
import type { NoticeEvent, NoticeFacts } from './editor-notice.ts';

/** The port to what editors are told. */
export interface NoticeStore {
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
  settleNotice(result: { notice: Notice; outcome: EmailOutcome }): Promise<void>;
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
