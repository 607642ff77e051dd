import type { BounceKind } from './delivery-states.ts';
import type { FailureKind } from './failure-kinds.ts';
import type { IssueRecord } from './issue-store.ts';

/** The port to how issues went. It changes nothing, and answers in milliseconds however many subscribers there are. */
export interface ReportStore {
  /** A part of the issues, the newest first, and how many they are. */
  listIssues(range: { offset: number; limit: number }): Promise<{ issues: IssueRecord[]; total: number }>;

  /** The audiences that were fixed, the oldest first; at most the latest `limit`. */
  listAudiences(limit: number): Promise<FixedAudience[]>;

  /**
   * When an issue's messages were handed over, between the first and the last of them, in at most so many spans of equal length:
   * fewer where there were few requests.
   *
   * @returns Only spans in which some were; together with `undated`, all that were submitted or rejected.
   */
  handedOver(slot: string, spans: number): Promise<HandedOver>;

  /** How many deliveries of an issue failed, of each kind and for each reason; the most frequent of a kind first. */
  countFailures(slot: string): Promise<FailureCount[]>;

  /** A part of the deliveries of an issue that failed in a way, those with the same code together. */
  listFailures(query: { slot: string; kind: FailureKind; offset: number; limit: number }): Promise<Failure[]>;
}

export interface FixedAudience {
  slot: string;
  sendingAt: number;
  candidates: number;
  prepared: number;
}

export interface HandedOver {
  /** The length of a span, in milliseconds. */
  span: number;
  spans: { from: number; submitted: number; rejected: number }[];
  /** Those of which it is not known when. */
  undated: { submitted: number; rejected: number };
}

export interface FailureCount {
  kind: FailureKind;
  /** The provider's word, or why somebody was excluded; of what is uncertain, what the attempt ran into. */
  code: string | null;
  bounce: BounceKind | null;
  count: number;
  /** Of what is uncertain: when the first of them was handed over. */
  since: number | null;
}

export interface Failure {
  deliveryId: number;
  /** Null where the subscriber was erased. */
  email: string | null;
  code: string | null;
  bounce: BounceKind | null;
  at: number;
}
