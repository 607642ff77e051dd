import type { Audience, DeliveryCounts, ProviderCounts } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import type { TransportName } from '../issues/newsletter.ts';
import type { Outcome, Recipient } from '../transport/transport.ts';

/** The port to the hand-over of an issue. Every method is one step that happens wholly or not at all. */
export interface DeliveryStore {
  /**
   * Fixes the next part of an issue's audience: subscribers confirmed now, at most `limit` of them, either prepared
   * for delivery or excluded for a reason. The issue begins to send with the first part, is bound to the transport from
   * then on, and its batches may be claimed after the last.
   *
   * @returns `done` where nothing is left to fix, or the issue is neither approved nor sending.
   */
  freezeAudience(step: {
    slot: string;
    at: number;
    limit: number;
    transport: TransportName;
  }): Promise<{ done: boolean; candidates: number }>;

  /**
   * Leases the next batch whose turn it is: one that nobody has, or whose holder's lease lapsed, and of these first one
   * whose request is fixed. Before that, whoever unsubscribed, paused or was suppressed since the freeze is dropped
   * from it. Its messages count towards `dailyLimit` of the UTC day; a batch that would exceed it is cut to what is left.
   *
   * @returns Null where there is none now, or the issue is not sending; `day-full` where the day has no room.
   */
  claimBatch(claim: {
    slot: string;
    lease: Lease;
    now: number;
    /** Messages a UTC day, over all issues; null: as many as there are. */
    dailyLimit: number | null;
    /** Only one whose request is fixed. */
    onlyFixed?: boolean;
  }): Promise<ClaimedBatch | { kind: 'day-full' } | null>;

  /**
   * Fixes a batch's recipients and body, immediately before its first attempt.
   *
   * @returns `changed` where somebody of them left since the batch was claimed or another UTC day began, `lost` where
   *   the lease is lost or the issue no longer sends.
   */
  fixRequest(
    request: FixedRequest & { batch: BatchHold; now: number },
  ): Promise<'fixed' | 'changed' | 'lost'>;

  /** Whether a fixed request may be made again now. False where the lease is lost, or the issue no longer sends. */
  repeatRequest(request: { batch: BatchHold; now: number }): Promise<boolean>;

  /** Prolongs a lease. False where it is lost. */
  renewLease(batch: BatchHold, expiresAt: number): Promise<boolean>;

  /** Records what became of each delivery of a batch, which is then done. False where the lease is lost. */
  recordOutcomes(result: {
    batch: BatchHold;
    outcomes: readonly DeliveryOutcome[];
    now: number;
  }): Promise<boolean>;

  /**
   * Gives a batch back, for another attempt from `at` on. `refused` says that nothing of this attempt was taken: it
   * does not count, and where none counts the request is no longer fixed. `anew` gives it another key then, for a
   * provider that may go on refusing the one that it refused. False where the lease is lost.
   */
  postponeBatch(result: {
    batch: BatchHold;
    at: number;
    reason: string;
    refused: boolean;
    anew?: boolean;
  }): Promise<boolean>;

  /** Gives back a batch whose request was not made. False where the lease is lost. */
  releaseBatch(batch: BatchHold): Promise<boolean>;

  /** Leaves a batch to a person: nobody knows what became of it. False where the lease is lost. */
  holdBatch(result: { batch: BatchHold; reason: string; now: number }): Promise<boolean>;

  /** Makes two batches of one whose only attempt was refused whole, both unfixed and open. False where the lease is lost. */
  splitBatch(result: { batch: BatchHold; reason: string }): Promise<boolean>;

  /**
   * Takes a person's decision about an issue's deliveries of which nobody knows what became. `resend` makes them
   * pending again, to be handed over under new keys: who has the message gets it twice. `accept` leaves them as they
   * are, and the issue can end: who has it not never gets it.
   *
   * @returns How many deliveries it concerned.
   */
  settleUncertain(decision: { slot: string; how: 'resend' | 'accept'; at: number }): Promise<number>;

  /** The audience as it would be if it were frozen at `at`. */
  forecastAudience(at: number): Promise<Audience>;

  /** Where the hand-over of an issue stands. */
  progress(slot: string): Promise<DeliveryProgress>;
}

export interface Lease {
  owner: string;
  expiresAt: number;
}

/** A batch, and in whose name it is held: no two claims have the same. */
export interface BatchHold {
  slot: string;
  number: number;
  owner: string;
}

/** What every attempt at a batch hands over. */
export interface FixedRequest {
  recipients: readonly Recipient[];
  idempotencyKey: string;
  /** SHA-256 of the body, in hexadecimal. */
  bodyHash: string;
}

export type DeliveryOutcome = Outcome & { deliveryId: number };

/**
 * `emptied`: everybody in it had left, and nothing is to be done. `round` counts how often a person had it begin anew. `retried`: its request is fixed; `attempts` counts
 * those that may have been taken, this one among them, and `firstAttemptAt` is the instant of the first of them.
 */
export type ClaimedBatch = BatchHold &
  (
    | { kind: 'emptied' }
    | { kind: 'new'; round: number; members: readonly BatchMember[] }
    | ({ kind: 'retried'; attempts: number; firstAttemptAt: number } & FixedRequest)
  );

export interface BatchMember {
  deliveryId: number;
  subscriberId: number;
  email: string;
  name: string | null;
}

export interface DeliveryProgress {
  status: IssueStatus;
  deliveries: DeliveryCounts;
  batches: { open: number; taken: number; done: number; uncertain: number };
  /** Its audience is fixed, so that there are batches for all of it. */
  audienceFixed: boolean;
  /** When the next batch can be claimed: an attempt's turn or a lease's end; null where none is unfinished. */
  nextTurnAt: number | null;
  /** The same of those whose request is fixed. */
  nextFixedTurnAt: number | null;
  /** What the latest attempt ran into. */
  lastProblem: string | null;
  /** What the provider said of the deliveries that it took. */
  outcomes: ProviderCounts;
  /** When the last lease ends that a sender has on a batch; null where nobody has one. */
  leasedUntil: number | null;
  /**
   * The messages that were submitted lately, by all senders, from `since` to the last of them at `until`. A break, such as
   * a pause, is no part of that time. Null where there are none.
   */
  lately: { messages: number; since: number; until: number } | null;
}
