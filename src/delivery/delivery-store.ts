import type { Audience, DeliveryCounts, ProviderCounts } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import type { TransportName } from '../issues/newsletter.ts';
import type { Outcome, Recipient } from '../transport/transport.ts';

/** The port for delivering an issue. Every method is atomic. */
export interface DeliveryStore {
  /**
   * Fixes the next part of the audience: at most `limit` confirmed subscribers, each prepared for delivery or excluded
   * with a reason. The first part sets the issue to sending and binds it to the transport; batches can be claimed after
   * the last.
   * @returns `done` if nothing is left to fix, or the issue is neither approved nor sending.
   */
  freezeAudience(step: {
    slot: string;
    at: number;
    limit: number;
    transport: TransportName;
  }): Promise<{ done: boolean; candidates: number }>;

  /**
   * Leases the next due batch that is free or whose lease expired, fixed requests first. Recipients who unsubscribed,
   * paused or were suppressed since the freeze are dropped first. Its messages count towards `dailyLimit`; a batch that
   * would exceed it is cut to fit.
   * @returns Null if there is none now or the issue is not sending; `day-full` if the day's limit is reached.
   */
  claimBatch(claim: {
    slot: string;
    lease: Lease;
    now: number;
    /** Messages per UTC day, over all issues; null: no limit. */
    dailyLimit: number | null;
    /** Only batches whose request is fixed. */
    onlyFixed?: boolean;
  }): Promise<ClaimedBatch | { kind: 'day-full' } | null>;

  /**
   * Fixes a batch's recipients and body, immediately before its first attempt.
   * @returns `changed` if a recipient left since the claim or a new UTC day began; `lost` if the lease is lost or the
   *   issue no longer sends.
   */
  fixRequest(
    request: FixedRequest & { batch: BatchHold; now: number },
  ): Promise<'fixed' | 'changed' | 'lost'>;

  /** Whether a fixed request may be retried now. False if the lease is lost or the issue no longer sends. */
  repeatRequest(request: { batch: BatchHold; now: number }): Promise<boolean>;

  /** False if the lease is lost. */
  renewLease(batch: BatchHold, expiresAt: number): Promise<boolean>;

  /** Records each delivery's outcome and closes the batch. False if the lease is lost. */
  recordOutcomes(result: {
    batch: BatchHold;
    outcomes: readonly DeliveryOutcome[];
    now: number;
  }): Promise<boolean>;

  /**
   * Schedules another attempt at `at`. `refused`: nothing of this attempt was accepted, so it does not count; with no
   * attempts left, the request is no longer fixed. `newKey` then gives it another key, since a provider may keep
   * refusing the old one. False if the lease is lost.
   */
  postponeBatch(result: {
    batch: BatchHold;
    at: number;
    reason: string;
    refused: boolean;
    anew?: boolean;
  }): Promise<boolean>;

  /** Gives back a batch whose request was not made. False if the lease is lost. */
  releaseBatch(batch: BatchHold): Promise<boolean>;

  /** Leaves a batch with an unknown outcome to a person. False if the lease is lost. */
  holdBatch(result: { batch: BatchHold; reason: string; now: number }): Promise<boolean>;

  /**
   * Splits a batch whose only attempt was refused as a whole into two open, unfixed ones. False if the lease is lost.
   */
  splitBatch(result: { batch: BatchHold; reason: string }): Promise<boolean>;

  /**
   * Applies a person's decision about an issue's uncertain deliveries. `resend` makes them pending again, under new
   * keys: some people may get the message twice. `accept` leaves them as they are so that the issue can end: some may
   * never get it.
   * @returns How many deliveries were affected.
   */
  settleUncertain(decision: { slot: string; how: 'resend' | 'accept'; at: number }): Promise<number>;

  forecastAudience(at: number): Promise<Audience>;

  progress(slot: string): Promise<DeliveryProgress>;
}

export interface Lease {
  owner: string;
  expiresAt: number;
}

/** A batch and the holder of its lease; the owner is unique per claim. */
export interface BatchHold {
  slot: string;
  number: number;
  owner: string;
}

/** The same for every attempt at a batch. */
export interface FixedRequest {
  recipients: readonly Recipient[];
  idempotencyKey: string;
  /** SHA-256, in hexadecimal. */
  bodyHash: string;
}

export type DeliveryOutcome = Outcome & { deliveryId: number };

/**
 * `emptied`: every recipient had left. `round`: how often a person restarted it. `retried`: its request is fixed;
 * `attempts` counts those that may have been accepted, including this one.
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
  /** The whole audience is fixed and has batches. */
  audienceFixed: boolean;
  /** When the next batch can be claimed, by schedule or by lease expiry; null if all are finished. */
  nextTurnAt: number | null;
  /** The same for batches whose request is fixed. */
  nextFixedTurnAt: number | null;
  lastProblem: string | null;
  outcomes: ProviderCounts;
  /** When the last active lease expires; null if no batch is leased. */
  leasedUntil: number | null;
  /** Messages submitted recently by all senders, from `since` to the last at `until`, breaks excluded. Null if none. */
  lately: { messages: number; since: number; until: number } | null;
}
