import type { BATCH_STATUSES, DeliveryStatus, ProviderState } from '../issues/delivery-states.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { ProviderReport } from './provider-event-store.ts';
import type { RecordedReport } from './stronger-report.ts';
import type { DeliveryEnd, Suppression } from './suppression-rules.ts';

/** What a store looks up about a group of events before `planEvents` decides. */
export interface EventFacts {
  /** Which of the group's events were applied before. */
  appliedIds: ReadonlySet<string>;
  /** By the events' tags or provider ids, in the order of their ids. */
  deliveries: readonly KnownDelivery[];
  /** Earlier events about these provider ids that found no delivery. */
  parked: readonly ParkedEvent[];
  /** Of the deliveries that can still change their status. */
  batches: readonly KnownBatch[];
  issues: readonly KnownIssue[];
  /** By email key. */
  suppressions: ReadonlyMap<string, Suppression>;
  /** Subscribers' ids by email key, for events about emails that are not deliveries. */
  subscriberIds: ReadonlyMap<string, number>;
  /** Of the subscribers that `subscribersInQuestion` names. */
  reports: readonly KnownReport[];
}

export interface KnownDelivery extends RecordedReport {
  id: number;
  issueId: number;
  freezeId: string | null;
  batchNumber: number;
  status: DeliveryStatus;
  updatedAt: number;
  providerId: string | null;
  /** Null if the subscriber was erased. */
  subscriberId: number | null;
  emailKey: string | null;
}

export interface ParkedEvent {
  id: string;
  providerId: string;
  occurredAt: number;
  report: ProviderReport | null;
}

export interface KnownBatch {
  issueId: number;
  number: number;
  status: (typeof BATCH_STATUSES)[number];
  /** Its request is fixed: it was attempted, or is about to be. */
  isFixed: boolean;
  size: number;
  submitted: number;
  rejected: number;
  excluded: number;
  uncertain: number;
}

export interface KnownIssue {
  id: number;
  slot: string;
  status: IssueStatus;
  isAudienceFixed: boolean;
  /** Batches that are not done; null unless events may finish the issue (`mayFinish`). */
  unfinishedBatches: number | null;
}

export interface KnownReport extends DeliveryEnd {
  deliveryId: number;
  subscriberId: number;
}

/** What to write. Deliveries and batches are whole, as they are to be. */
export interface EventPlan {
  applied: number;
  newEvents: readonly NewEvent[];
  /** Parked events whose delivery is now known. */
  linkedEvents: readonly { id: string; deliveryId: number }[];
  deliveries: readonly KnownDelivery[];
  batches: readonly KnownBatch[];
  /** Of these batches, those that are done now. One that was done before keeps the time of its end. */
  finishedBatches: readonly KnownBatch[];
  finishedIssues: readonly KnownIssue[];
  /** Changes to the issues' counts. */
  issueCounts: readonly ({ issueId: number } & Record<ProviderState, number>)[];
  /** Null lifts a suppression. */
  suppressions: ReadonlyMap<string, Suppression | null>;
}

export interface NewEvent {
  id: string;
  type: string;
  occurredAt: number;
  providerId: string | null;
  deliveryId: number | null;
  /** Kept only until the delivery is known. */
  report: ProviderReport | null;
}
