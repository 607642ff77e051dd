import type { NoticeEvent, NoticeFacts } from '../issues/editor-notice.ts';
import type { TransportName } from '../issues/newsletter.ts';
import { EMAIL_KINDS, type EmailKind } from '../subscribers/transactional-email.ts';
import type { EmailOutcome } from './email-outcome.ts';

/** The port to the queue of emails to one person each: to subscribers, and notices to the editor. */
export interface OutgoingEmailStore {
  /**
   * Leases the next email that is due; null if there is none. Notices come first, because they are few; then emails
   * that no network asked for (studio, command), then networks in turn. Drops emails that should no longer be sent.
   *
   * @param claim `notices` is whether notices are sent; if not, they stay in the queue.
   */
  claimEmail(claim: EmailClaim): Promise<OutgoingEmail | null>;

  /**
   * Stores what its first attempt is about to hand over, so that every later one hands over the same. False if the
   * email is no longer this process's to send: its lease expired, or its subscriber was erased.
   */
  fixRequest(fixed: { email: OutgoingEmail; request: EmailRequest }): Promise<boolean>;

  /**
   * Records an email's outcome, unless its lease expired and another process has it. Its request is deleted unless the
   * outcome is unknown, and its token once it is submitted or dropped. A store that can overwrites both.
   */
  settleEmail(result: { email: OutgoingEmail; outcome: EmailOutcome }): Promise<void>;
}

export interface EmailClaim {
  now: number;
  leaseExpiresAt: number;
  notices: boolean;
}

export const OUTGOING_EMAIL_KINDS = [...EMAIL_KINDS, 'notice'] as const;

export type OutgoingEmail = TransactionalEmail | Notice;

/** To a subscriber. */
export interface TransactionalEmail extends LeasedEmail {
  kind: EmailKind;
  subscriberId: number;
  email: string;
  token: string;
}

/** To the editor. */
export interface Notice extends LeasedEmail {
  kind: 'notice';
  event: NoticeEvent;
  facts: NoticeFacts;
}

/** What is handed over for an email. */
export interface EmailRequest {
  /** Whose bytes they are: no other transport can hand them over. */
  transport: TransportName;
  idempotencyKey: string;
  body: Uint8Array;
}

interface LeasedEmail {
  id: number;
  /** In its idempotency key. No other notice, or no other email to a subscriber, ever has it. */
  number: number;
  createdAt: number;
  /** Including this one; attempts refused as a whole do not count. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
  /** Of an earlier attempt that may have been accepted; null if there is none, or its version stored none. */
  request: EmailRequest | null;
}
