import type { EditedTexts } from '../digest/edited-texts.ts';
import type { Audience, DeliveryCounts, ProviderCounts } from './audience.ts';
import type { FrozenIssue } from './frozen-issue.ts';
import type { IssueStatus } from './issue-status-rules.ts';
import type { TransportName } from './newsletter.ts';
import type { ChangeNotice } from './notice-store.ts';

/** The port to issues. Each method is one atomic step. */
export interface IssueStore {
  /**
   * Newest first.
   * @param goingOutSince Only issues that are sending or paused, or that finished at or after this instant.
   */
  listIssues(filter?: { goingOutSince: number }): Promise<IssueRecord[]>;

  findIssue(slot: string): Promise<IssueRecord | null>;

  /**
   * Creates the draft if necessary.
   * @returns `changed-meanwhile` if `ifRevision` is out of date, `not-editable` if the issue is frozen or finished.
   */
  editIssue(edit: IssueEdit): Promise<EditOutcome>;

  /**
   * Fixes an issue's items and bytes, and approves it for `scheduledAt`.
   * @returns `item-taken` if another issue froze one of the comparisons first, `changed-meanwhile` if the draft was
   * edited after it was composed, `not-a-draft` if it was approved or skipped first.
   */
  freezeIssue(freeze: IssueFreeze): Promise<'frozen' | 'item-taken' | 'changed-meanwhile' | 'not-a-draft'>;

  /** @param filter `ifPublic`: only if sending began, and it was not cancelled before anything was accepted. */
  readFrozenIssue(slot: string, filter?: { ifPublic: boolean }): Promise<FrozenIssue | null>;

  /** The picture that was kept with a public issue, as a PNG; null if there is no such issue, or no picture. */
  readPublicImage(slot: string): Promise<Uint8Array | null>;

  /** Issues that are going out or went out and were not cancelled, newest first, one page at a time. */
  listPublicIssues(range: {
    offset: number;
    limit: number;
  }): Promise<{ issues: PublicIssue[]; total: number }>;

  /** A public issue, and the listed issues of the nearest slots before and after it. */
  publicNeighbours(slot: string): Promise<PublicNeighbours>;

  /**
   * Changes an issue's status if `issue-status-rules.ts` allows it; a slot without a row counts as a draft. Returning to
   * `draft` or `held` releases its items, and so does cancelling, unless the provider may have accepted a delivery.
   */
  changeStatus(change: StatusChange): Promise<{ changed: boolean; status: IssueStatus }>;
}

export interface IssueRecord {
  slot: string;
  status: IssueStatus;
  reason: string | null;
  byEditor: boolean;
  revision: number;
  edited: EditedTexts;
  subject: string | null;
  scheduledAt: number;
  cutOff: number | null;
  frozenAt: number | null;
  sendingAt: number | null;
  finishedAt: number | null;
  /** The transport that sending started with; null before that, and in issues from before it was recorded. */
  transport: TransportName | null;
  /** When a paused issue resumes automatically; null if it waits for a person. */
  pausedUntil: number | null;
  items: { slug: string; position: number; featured: boolean }[];
  audience: Audience;
  deliveries: DeliveryCounts;
  outcomes: ProviderCounts;
}

export interface PublicIssue {
  id: string;
  slot: string;
  subject: string;
  preheader: string;
  /** Its date: see `publicationInstant`. */
  publishedAt: number;
  sendingAt: number;
  /** How many it has. */
  comparisons: number;
}

export interface PublicNeighbours {
  /** Null if the slot has no public issue. */
  own: PublicIssue | null;
  earlier: PublicIssue | null;
  later: PublicIssue | null;
}

/** Of the texts, null takes back what an editor wrote, and undefined leaves it as it is. */
export interface IssueEdit extends Partial<EditedTexts> {
  slot: string;
  /** Used if this edit creates the draft. */
  scheduledAt: number;
  at: number;
  /** Refuse the edit if the draft has a different revision. */
  ifRevision?: number;
  /** A held comparison stays out of every issue until it is released. */
  hold?: readonly string[];
  release?: readonly string[];
  /** Kept out of this issue alone; later ones may have it. */
  leaveOut?: readonly string[];
  putBack?: readonly string[];
  pin?: readonly string[];
  unpin?: readonly string[];
  /** At most one comparison is featured; null lets the program choose. */
  feature?: string | null;
  /** Slugs in the order wanted; the rest follow. */
  order?: readonly string[];
}

export type EditOutcome =
  | { kind: 'edited'; revision: number }
  | { kind: 'not-editable'; status: IssueStatus }
  | { kind: 'changed-meanwhile'; revision: number }
  | { kind: 'unknown-comparison'; slugs: string[] };

export interface IssueFreeze {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  at: number;
  /** Freeze only from this status; otherwise from any that allows it. */
  from?: IssueStatus;
  /** The draft revision that the content was composed from; 0 if the slot has no row. */
  revision: number;
  items: readonly { slug: string; featured: boolean }[];
  frozen: FrozenIssue;
  /** Its picture, as a PNG; it is kept as long as the frozen copy. */
  image?: Uint8Array | null;
}

export interface StatusChange {
  slot: string;
  scheduledAt: number;
  /** Change only from this status; otherwise from any that allows it. */
  from?: IssueStatus;
  to: IssueStatus;
  reason: string | null;
  /** Default: false. */
  byEditor?: boolean;
  at: number;
  pausedUntil?: number | null;
  /** Written to the editor in the same step. */
  notice?: ChangeNotice;
  /** Change only if the pause ends at this instant, so that the end of one pause cannot end another. */
  fromPausedUntil?: number;
}
