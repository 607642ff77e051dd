import type { EmailOutcome } from '../shared/email-outcome.ts';
import type { Audience } from './audience.ts';
import type { NoticeEvent, NoticeFacts } from './editor-notice.ts';

/** The port to the editor's notices. */
export interface NoticeStore {
  /** All notices written for a slot, sent or not. */
  noticedOf(slot: string): Promise<{ event: NoticeEvent; at: number }[]>;

  /** Writes a notice that accompanies no change of an issue, once for each event, slot and occasion. */
  addNotice(notice: {
    event: NoticeEvent;
    facts: NoticeFacts;
    at: number;
    occasion?: string;
  }): Promise<'written' | 'already'>;

  /** Leases the next notice that is due; null if there is none. Drops expired notices on the way. */
  claimNotice(claim: { now: number; leaseExpiresAt: number }): Promise<Notice | null>;

  /** Records the outcome, unless the lease expired and another process has the notice. */
  settleNotice(result: { notice: Notice; outcome: EmailOutcome }): Promise<void>;
}

export interface ChangeNotice {
  event: NoticeEvent;
  /** The expected audience, if the issue's own is not fixed yet. */
  forecast?: Audience;
}

export interface Notice {
  id: number;
  event: NoticeEvent;
  facts: NoticeFacts;
  createdAt: number;
  /** Includes this one, but not attempts that were rejected whole. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
}
