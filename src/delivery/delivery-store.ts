import type { Audience, DeliveryCounts, ProviderCounts } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { TransportName } from '../issues/newsletter.ts';
import type { Outcome, Recipient } from '../transport/transport.ts';

/** The port for delivering an issue. Each method is atomic, and returns false once the batch's lease is lost. */
export interface DeliveryStore {
  /**
   * Prepares or excludes the next confirmed subscribers: `limit` of them, or as many as the store takes without holding
   * up others. The first part sets the issue to sending and binds it
   * to the transport; batches can be claimed after the last. `done` also if it is neither approved nor sending.
   */
  freezeAudience(step: {
    slot: string;
    at: number;
    limit?: number;
    transport: TransportName;
  }): Promise<{ done: boolean; candidates: number }>;

  /**
   * Leases the next due batch, fixed requests first, without recipients who left since the freeze. A batch that would
   * exceed `dailyLimit` is cut to fit. Null if none is due or the issue is not sending.
   */
  claimBatch(claim: {
    slot: string;
    lease: Lease;
    now: number;
    dailyLimit: number | null;
    onlyFixed?: boolean;
  }): Promise<ClaimedBatch | { kind: 'day-full' } | null>;

  /**
   * `changed`: a recipient left since the claim or a new UTC day began. `lost`: the lease was lost or sending stopped.
   */
  fixRequest(
    request: FixedRequest & { batch: BatchHold; now: number },
  ): Promise<'fixed' | 'changed' | 'lost'>;

  /** False also if the issue no longer sends. */
  repeatRequest(request: { batch: BatchHold; now: number }): Promise<boolean>;

  renewLease(batch: BatchHold, expiresAt: number): Promise<boolean>;

  /** Also closes the batch. */
  recordOutcomes(result: {
    batch: BatchHold;
    outcomes: readonly DeliveryOutcome[];
    now: number;
  }): Promise<boolean>;

  /**
   * `refused`: nothing was accepted, so the attempt does not count, and with none left the request is no longer fixed.
   * `newKey` then changes the key, since a provider may keep refusing the old one.
   */
  postponeBatch(result: {
    batch: BatchHold;
    at: number;
    reason: string;
    refused: boolean;
    newKey?: boolean;
  }): Promise<boolean>;

  /** For a batch whose request was not made. */
  releaseBatch(batch: BatchHold): Promise<boolean>;

  /** Leaves a batch with an unknown outcome to a person. */
  holdBatch(result: { batch: BatchHold; reason: string; now: number }): Promise<boolean>;

  /** Splits a batch whose only attempt was refused into two open, unfixed ones. */
  splitBatch(result: { batch: BatchHold; reason: string }): Promise<boolean>;

  /**
   * `resend`: pending again under new keys, so some people may get it twice. `accept`: left as they are, so some may
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

/** `owner` is unique per claim. */
export interface BatchHold {
  slot: string;
  number: number;
  owner: string;
}

export interface FixedRequest {
  recipients: readonly Recipient[];
  idempotencyKey: string;
  /** SHA-256, in hexadecimal. */
  bodyHash: string;
}

export type DeliveryOutcome = Outcome & { deliveryId: number };

/** `round`: how often a person restarted it. `attempts`: those that may have been accepted, including this one. */
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
  audienceFixed: boolean;
  /** By schedule or by lease expiry; null if all are finished. */
  nextTurnAt: number | null;
  nextFixedTurnAt: number | null;
  lastProblem: string | null;
  outcomes: ProviderCounts;
  /** Null if no batch is leased. */
  leasedUntil: number | null;
  /** Recent submissions by all senders, without breaks; null if none. */
  recentSubmissions: { messages: number; since: number; until: number } | null;
}
