import type { Comparison, ComparisonCopy } from '../comparisons/comparison.ts';
import type { DeliveryStatus, ProviderState } from '../delivery/delivery-states.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import type { TransportName } from '../newsletter.ts';
import type { FrozenIssue } from '../render/frozen-issue.ts';
import type { NoticeOfChange } from './schedule-store.ts';

/** The port to comparisons and the issues made of them. Every method is one step that happens wholly or not at all. */
export interface IssueStore {
  /**
   * Adds a comparison, or merges it with what is known of it (`mergeComparison`): nothing known is replaced by
   * nothing. Without `publishedAt`, a new comparison is published at `at`.
   *
   * @returns `slug-taken` where the slug, made from the tools' names, already belongs to other tools;
   *   `contradicts-known` where it contradicts what would stay. Neither changes anything.
   */
  saveComparison(comparison: ComparisonCopy, at: number): Promise<SaveOutcome>;

  /** The comparisons with these slugs, complete ones only, in the order given. */
  readComparisons(slugs: readonly string[]): Promise<PublishedComparison[]>;

  /** All comparisons, the newest first. */
  listComparisons(): Promise<ComparisonListing[]>;

  /** The comparisons that no frozen issue holds, the oldest first, with what the editor of `slot` decided about each. */
  openComparisons(slot: string): Promise<OpenComparison[]>;

  /**
   * The issues, the newest first.
   *
   * @param goingOutSince Only those that are being sent or paused, and those that were finished at or after it.
   */
  listIssues(filter?: { goingOutSince: number }): Promise<IssueRecord[]>;

  findIssue(slot: string): Promise<IssueRecord | null>;

  /**
   * Keeps an editor's changes to a draft; the draft is made where there is none.
   *
   * @returns `not-a-draft` where the issue is frozen or over, `unknown-comparison` with the slugs that are not known,
   *   `changed-meanwhile` where `ifRevision` is not the present revision.
   */
  editIssue(edit: IssueEdit): Promise<EditOutcome>;

  /**
   * Fixes an issue's items and bytes, and approves it for `scheduledAt`: the slot's time by the schedule of that moment.
   *
   * @returns `item-taken` where another issue froze one of the comparisons meanwhile, `changed-meanwhile` where an
   *   editor changed the draft since it was composed, `not-a-draft` where somebody else was quicker.
   */
  freezeIssue(freeze: IssueFreeze): Promise<'frozen' | 'item-taken' | 'changed-meanwhile' | 'not-a-draft'>;

  /**
   * @param filter `ifPublic`: only an issue that somebody may have got, so that the public may read it: its sending
   *   began, and it was not cancelled before anything was accepted.
   */
  readFrozenIssue(slot: string, filter?: { ifPublic: boolean }): Promise<FrozenIssue | null>;

  /** The issues that are going out or went out, and were not cancelled: a part of them, the newest first, and how many they are. */
  listPublicIssues(range: {
    offset: number;
    limit: number;
  }): Promise<{ issues: PublicIssue[]; total: number }>;

  /**
   * Changes an issue's status if the table of transitions allows it from where the issue stands. A slot without a
   * row counts as a draft. Going back to `draft` or `held` releases its items, and so does cancelling unless the provider
   * accepted, or may have accepted, any of its deliveries.
   */
  changeStatus(change: StatusChange): Promise<{ changed: boolean; status: IssueStatus }>;
}

export type SaveOutcome =
  | { kind: 'added' }
  /** In words: `kept` is what the newer copy does not say and stays, `dropped` what it contradicts and so is unknown now. */
  | { kind: 'updated' | 'unchanged'; kept: string[]; dropped: string[] }
  | { kind: 'slug-taken' }
  /** `message` says what contradicts what, and what to do. */
  | { kind: 'contradicts-known'; message: string };

export type PublishedComparison = Comparison & { publishedAt: string };

export interface ComparisonListing {
  slug: string;
  tools: [string, string] | null;
  publishedAt: number;
  /** The frozen issue that holds it. */
  slot: string | null;
  held: boolean;
}

export interface OpenComparison {
  slug: string;
  publishedAt: number;
  /** Both sides are there. */
  complete: boolean;
  held: boolean;
  pinned: boolean;
  featured: boolean;
  position: number | null;
}

export interface IssueRecord {
  slot: string;
  status: IssueStatus;
  reason: string | null;
  /** It was an editor who brought it to its status, and not the program. */
  byEditor: boolean;
  revision: number;
  /** What an editor wrote; null where the program composes it. */
  edited: { subject: string | null; preheader: string | null; intro: string | null };
  /** The frozen subject. */
  subject: string | null;
  scheduledAt: number;
  cutOff: number | null;
  frozenAt: number | null;
  sendingAt: number | null;
  finishedAt: number | null;
  /** The transport with which its sending began; null before that, and in an issue from before it was kept. */
  transport: TransportName | null;
  /** Until when a paused issue waits by itself; null waits for a person. */
  pausedUntil: number | null;
  /** The frozen items, in their order. */
  items: { slug: string; position: number; featured: boolean }[];
  audience: Audience;
  deliveries: DeliveryCounts;
  outcomes: ProviderCounts;
}

/** What everybody may know of an issue. */
export interface PublicIssue {
  /** Of its freezing: see {@link FrozenIssue}. */
  id: string;
  slot: string;
  subject: string;
  preheader: string;
  /** When its sending began. */
  sendingAt: number;
}

/** `candidates = prepared + Σ excluded`, always. */
export interface Audience {
  candidates: number;
  prepared: number;
  excluded: { suppressed: number; paused: number };
}

/** `prepared` is their sum, always. */
export type DeliveryCounts = Record<DeliveryStatus, number>;

/** Of the deliveries that the provider took: what it said of each last. */
export type ProviderCounts = Record<ProviderState, number>;

export interface IssueEdit {
  slot: string;
  /** The instant of the slot, for a draft that is made by this edit. */
  scheduledAt: number;
  at: number;
  /** Refuse the edit unless the draft still has this revision. */
  ifRevision?: number;
  /** Null gives the text back to the program; an absent field stays as it is. */
  subject?: string | null;
  preheader?: string | null;
  intro?: string | null;
  /** Holds keep a comparison out of every issue until they are lifted. */
  hold?: readonly string[];
  release?: readonly string[];
  pin?: readonly string[];
  unpin?: readonly string[];
  /** At most one comparison is featured; null leaves the choice to the program. */
  feature?: string | null;
  /** The wanted order, from the first; what is not named follows. */
  order?: readonly string[];
}

export type EditOutcome =
  | { kind: 'edited'; revision: number }
  | { kind: 'not-a-draft'; status: IssueStatus }
  | { kind: 'changed-meanwhile'; revision: number }
  | { kind: 'unknown-comparison'; slugs: string[] };

export interface IssueFreeze {
  slot: string;
  scheduledAt: number;
  cutOff: number;
  at: number;
  /** The status from which alone it is frozen; without it, any from which the table allows it. */
  from?: IssueStatus;
  /** The draft's revision that the content was composed from; 0 where the slot has no row yet. */
  revision: number;
  /** In the order of the issue. */
  items: readonly { slug: string; featured: boolean }[];
  frozen: FrozenIssue;
}

export interface StatusChange {
  slot: string;
  scheduledAt: number;
  /** The status from which alone it may change; without it, any from which the table allows it. */
  from?: IssueStatus;
  to: IssueStatus;
  /** In words, for the editor. */
  reason: string | null;
  /** Whether an editor decided it; without it, the program did. */
  byEditor?: boolean;
  at: number;
  pausedUntil?: number | null;
  /** What the editor is told of the change, in the same step. */
  notice?: NoticeOfChange;
  /** The pause's end from which alone it may change, so that a pause which ends by itself does not end another one. */
  fromPausedUntil?: number;
}
