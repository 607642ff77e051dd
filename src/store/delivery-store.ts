import type { Outcome, Recipient } from '../transport/transport.ts';
import type { DeliveryCounts } from './issue-store.ts';

/** The port to the hand-over of an issue. Every method is one step that happens wholly or not at all. */
export interface DeliveryStore {
  /**
   * Fixes the next part of an issue's audience: subscribers confirmed now, at most `limit` of them, either prepared
   * for delivery or excluded for a reason. The issue begins to send with the first part, and its batches may be
   * claimed after the last.
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

  /** Fixes a batch's recipients and body before its first attempt. False where the lease is lost. */
  fixRequest(request: FixedRequest & { batch: BatchHold; now: number }): Promise<boolean>;

  /** Prolongs a lease. False where it is lost. */
  renewLease(batch: BatchHold, expiresAt: number): Promise<boolean>;

  /** Records what became of each delivery of a batch, in the order of its recipients. False where the lease is lost. */
  recordOutcomes(result: { batch: BatchHold; outcomes: readonly Outcome[]; now: number }): Promise<boolean>;

  /** Gives a batch back, for another attempt from `at` on. False where the lease is lost. */
  postponeBatch(result: { batch: BatchHold; at: number; reason: string }): Promise<boolean>;

  /** Leaves a batch to a person: nobody knows what became of it. False where the lease is lost. */
  holdBatch(result: { batch: BatchHold; reason: string; now: number }): Promise<boolean>;

  /** Makes two batches of one whose request is too large, both open and unfixed. False where the lease is lost. */
  splitBatch(batch: BatchHold): Promise<boolean>;

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

export type ClaimedBatch = BatchHold &
  (
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
  deliveries: DeliveryCounts;
  batches: { open: number; taken: number; done: number; uncertain: number };
  /** When the next batch can be claimed: an attempt's turn or a lease's end; null where none is unfinished. */
  nextTurnAt: number | null;
  /** What the latest attempt ran into. */
  lastProblem: string | null;
}
