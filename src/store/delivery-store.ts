import type { IssueStatus } from '../issues/issue-states.ts';
import type { Outcome, Recipient } from '../transport/transport.ts';
import type { Audience, DeliveryCounts } from './issue-store.ts';

/** The port to the hand-over of an issue. Every method is one step that happens wholly or not at all. */
export interface DeliveryStore {
  /**
   * Fixes the next part of an issue's audience: subscribers confirmed now, at most `limit` of them, either prepared
   * for delivery or excluded for a reason. The issue begins to send with the first part, and its batches may be
   * claimed after the last.
   *
   * @returns `done` where nothing is left to fix, or the issue is neither approved nor sending.
   */
  freezeAudience(step: {
    slot: string;
    at: number;
    limit: number;
  }): Promise<{ done: boolean; candidates: number }>;

  /**
   * Leases the next batch whose turn it is: one that nobody has, or whose holder's lease lapsed. Until its request
   * was fixed, whoever unsubscribed, paused or was suppressed since the freeze is dropped from it. Null where there
   * is none now, or the issue is not sending.
   */
  claimBatch(claim: { slot: string; lease: Lease; now: number }): Promise<ClaimedBatch | null>;

  /** Fixes a batch's recipients and body before its first attempt. False where the lease is lost, or the issue no longer sends. */
  fixRequest(request: FixedRequest & { batch: BatchHold; now: number }): Promise<boolean>;

  /** Prolongs a lease. False where it is lost. */
  renewLease(batch: BatchHold, expiresAt: number): Promise<boolean>;

  /** Records what became of each delivery of a batch, which is then done. False where the lease is lost. */
  recordOutcomes(result: {
    batch: BatchHold;
    outcomes: readonly DeliveryOutcome[];
    now: number;
  }): Promise<boolean>;

  /**
   * Gives a batch back, for another attempt from `at` on. `refused` says that nothing of this attempt was taken, so
   * that it does not count against the time for which the provider remembers the key. False where the lease is lost.
   */
  postponeBatch(result: { batch: BatchHold; at: number; reason: string; refused: boolean }): Promise<boolean>;

  /** Leaves a batch to a person: nobody knows what became of it. False where the lease is lost. */
  holdBatch(result: { batch: BatchHold; reason: string; now: number }): Promise<boolean>;

  /** Makes two batches of one whose request is too large, both open and unfixed. False where the lease is lost. */
  splitBatch(batch: BatchHold): Promise<boolean>;

  /** The audience as it would be if it were frozen at `at`. */
  forecastAudience(at: number): Promise<Audience>;

  /** Where the hand-over of an issue stands. */
  progress(slot: string): Promise<DeliveryProgress>;
}

export interface Lease {
  owner: string;
  expiresAt: number;
}

/** A batch, and in whose name it is held. */
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
 * `emptied`: everybody in it had left, and nothing is to be done. `retried`: its request is fixed; `attempts` counts
 * those that may have been taken, this one among them, and `firstAttemptAt` is the instant of the first of them.
 */
export type ClaimedBatch = BatchHold &
  (
    | { kind: 'emptied' }
    | { kind: 'new'; members: readonly BatchMember[] }
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
  /** When the next batch can be claimed: an attempt's turn or a lease's end; null where none is unfinished. */
  nextTurnAt: number | null;
  /** What the latest attempt ran into. */
  lastProblem: string | null;
}
