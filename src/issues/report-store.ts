import type { BounceKind, DeliveryStatus, ProviderState } from './delivery-states.ts';
import type { FailureKind } from './failure-kinds.ts';
import type { IssueStatus } from './issue-status-rules.ts';
import type { IssueRecord } from './issue-store.ts';

/** The port to reports on issues. Read-only, and answers in milliseconds however many subscribers there are. */
export interface ReportStore {
  /** One page of issues, newest first, of one status or all. */
  listIssues(range: { offset: number; limit: number; status?: IssueStatus | null }): Promise<IssuePage>;

  /** The latest `limit` fixed audiences, oldest first. */
  listAudiences(limit: number): Promise<FixedAudience[]>;

  /**
   * When an issue's emails were handed over: the time between the first and the last, in at most `spans` equal parts
   * (fewer if there were few requests).
   * @returns Non-empty spans only; together with `undated` they cover everything submitted or rejected.
   */
  readTimeline(slot: string, spans: number): Promise<SendTimeline>;

  /** Failed deliveries of an issue, by kind and reason; the most frequent of each kind first. */
  countFailures(slot: string): Promise<FailureCount[]>;

  /** One page of an issue's failed deliveries of one kind, grouped by code. */
  listFailures(query: { slot: string; kind: FailureKind; offset: number; limit: number }): Promise<Failure[]>;

  /** One part of an issue's deliveries, in the order in which they were handed over; `after` is the last one before it. */
  listDeliveries(query: {
    slot: string;
    after: ListedDelivery | null;
    limit: number;
  }): Promise<ListedDelivery[]>;

  /** By slot: how many unsubscribed through a link of that issue, less those who came back through one. */
  countUnsubscribed(): Promise<ReadonlyMap<string, number>>;
}

export interface IssuePage {
  issues: IssueRecord[];
  /** How many there are of the status asked for. */
  total: number;
  /** How many there are of each status; those without any are left out. */
  counts: ReadonlyMap<IssueStatus, number>;
}

export interface FixedAudience {
  slot: string;
  sendingAt: number;
  candidates: number;
  prepared: number;
}

export interface SendTimeline {
  /** In milliseconds. */
  span: number;
  spans: { from: number; submitted: number; rejected: number }[];
  undated: { submitted: number; rejected: number };
}

export interface FailureCount {
  kind: FailureKind;
  /** The provider's code, or why the subscriber was excluded; for `uncertain`, the attempt's last problem. */
  code: string | null;
  bounce: BounceKind | null;
  count: number;
  since: number | null;
}

export interface ListedDelivery {
  batch: number;
  deliveryId: number;
  /** Null if the subscriber was erased. */
  email: string | null;
  status: DeliveryStatus;
  at: number;
  /** The provider's code for a refusal or a bounce, or why the subscriber was excluded. */
  code: string | null;
  /** The provider's strongest report. */
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  providerId: string | null;
}

export interface Failure {
  deliveryId: number;
  /** Null if the subscriber was erased. */
  email: string | null;
  code: string | null;
  bounce: BounceKind | null;
  at: number;
}
