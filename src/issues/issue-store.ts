import type { Audience, DeliveryCounts, ProviderCounts } from './audience.ts';
import type { FrozenIssue } from './frozen-issue.ts';
import type { IssueStatus } from './issue-states.ts';
import type { TransportName } from './newsletter.ts';
import type { NoticeOfChange } from './notice-store.ts';

/** The port to issues. Every method is one step that happens wholly or not at all. */
export interface IssueStore {
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
   * @returns `not-editable` where the issue is frozen or over, `unknown-comparison` with the slugs that are not known,
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
  | { kind: 'not-editable'; status: IssueStatus }
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
