/** Where an issue stands. */
export const ISSUE_STATUSES = [
  'draft',
  'approved',
  'sending',
  'sent',
  'skipped',
  'held',
  'paused',
  'cancelled',
] as const;
export type IssueStatus = (typeof ISSUE_STATUSES)[number];

export const EDITOR_ACTIONS = ['approve', 'hold', 'skip', 'pause', 'resume', 'cancel'] as const;
export type EditorAction = (typeof EDITOR_ACTIONS)[number];

interface IssueState {
  /** The statuses that may follow, whoever changes it. Pausing again makes a pause that ends by itself wait for a person. */
  next: readonly IssueStatus[];
  /** What an editor may do, and the status that it leads to. Anything else is refused. */
  actions: Readonly<Partial<Record<EditorAction, IssueStatus>>>;
  /** Its texts and items are still an editor's to change. */
  isEditable?: true;
  /** Its items and bytes are fixed. */
  isFrozen?: true;
  /** It is being handed over, or goes on when a pause ends. */
  isGoingOut?: true;
}

/**
 * What may be done with an issue in each status. `held` waits for a decision about a draft, or about an approved issue
 * whose time was missed. Taking back an approval makes the issue a draft again. A paused issue is sent without being
 * resumed when the provider's events settle the last of its deliveries.
 */
const STATES: Readonly<Record<IssueStatus, IssueState>> = {
  draft: {
    next: ['approved', 'skipped', 'held', 'cancelled'],
    actions: { approve: 'approved', hold: 'held', skip: 'skipped', cancel: 'cancelled' },
    isEditable: true,
  },
  approved: {
    next: ['draft', 'held', 'sending', 'cancelled'],
    // Approving again changes nothing.
    actions: { approve: 'approved', hold: 'draft', cancel: 'cancelled' },
    isFrozen: true,
  },
  sending: {
    next: ['sent', 'paused', 'cancelled'],
    actions: { pause: 'paused', cancel: 'cancelled' },
    isFrozen: true,
    isGoingOut: true,
  },
  sent: { next: [], actions: {}, isFrozen: true },
  // Approving it makes it a draft first, which is then approved.
  skipped: { next: ['draft'], actions: { approve: 'draft', resume: 'draft' }, isEditable: true },
  held: {
    next: ['draft', 'approved', 'skipped', 'cancelled'],
    actions: { approve: 'approved', skip: 'skipped', resume: 'draft', cancel: 'cancelled' },
    isEditable: true,
  },
  paused: {
    next: ['sending', 'paused', 'sent', 'cancelled'],
    actions: { pause: 'paused', resume: 'sending', cancel: 'cancelled' },
    isFrozen: true,
    isGoingOut: true,
  },
  cancelled: { next: [], actions: {} },
};

/** The statuses that may follow a status. */
export function statusesAfter(status: IssueStatus): readonly IssueStatus[] {
  return STATES[status].next;
}

/** The statuses from which an issue may come to `status`. */
export function statusesBefore(status: IssueStatus): IssueStatus[] {
  return ISSUE_STATUSES.filter((before) => STATES[before].next.includes(status));
}

/** Statuses in which an issue's items and bytes are fixed. */
export const FROZEN_STATUSES = ISSUE_STATUSES.filter((status) => STATES[status].isFrozen);

/** Statuses of an issue that is being handed over, or goes on when a pause ends. */
export const GOING_OUT_STATUSES = ISSUE_STATUSES.filter((status) => STATES[status].isGoingOut);

/** Statuses in which the public may read an issue. One that was cancelled is public if somebody may have got it. */
export const PUBLIC_STATUSES: readonly IssueStatus[] = [...GOING_OUT_STATUSES, 'sent'];

/** What else changes when an issue comes to a status. */
export interface StatusEffects {
  /** Its sending begins, unless it had begun before. */
  begins: boolean;
  /** Nothing happens to it any more. */
  finishes: boolean;
  /** Its bytes are no longer fixed. */
  thaws: boolean;
  /** Its comparisons may go into another issue, unless the provider may have accepted a delivery. */
  releasesItems: boolean;
}

export function effectsOf(to: IssueStatus): StatusEffects {
  const thaws = to === 'draft' || to === 'held';
  return {
    begins: to === 'sending',
    finishes: to === 'sent' || to === 'cancelled',
    thaws,
    releasesItems: thaws || to === 'cancelled',
  };
}

/** Who may do what, for the message of a refusal. */
const ALLOWED: Readonly<Record<EditorAction, string>> = {
  approve: 'Only a draft, or what is held or skipped, can be approved.',
  hold: 'Only a draft or an approved issue can be held; what is being sent can be paused or cancelled.',
  skip: 'Only a draft, or what is held, can be skipped; an approval is to be taken back first.',
  pause: 'Only an issue that is being sent can be paused; before that, it can be held.',
  resume: 'Only an issue that is paused, held or skipped can be resumed.',
  cancel: 'Only an issue that is not over can be cancelled.',
};

/** The status that an editor's action leads to, or why it is refused. */
export function decideAction(
  action: EditorAction,
  { slot, status }: { slot: string; status: IssueStatus },
): { to: IssueStatus } | { refused: string } {
  const to = STATES[status].actions[action];
  if (to !== undefined) return { to };
  return {
    refused:
      status === 'skipped'
        ? `The issue of ${slot} is skipped: there is nothing to ${action}.`
        : `The issue of ${slot} is ${statusInWords(status)}. ${ALLOWED[action]}`,
  };
}

export function isEditable(status: IssueStatus): boolean {
  return STATES[status].isEditable ?? false;
}

/** Why the texts and items of an issue that is not editable cannot be changed, and what to do. */
export function whyNotEditable({ slot, status }: { slot: string; status: IssueStatus }): string {
  return status === 'approved'
    ? `The issue of ${slot} is approved, which fixes it. To change it, take the approval back first.`
    : `The issue of ${slot} is ${status}. Only a draft, or what is held or skipped, can be changed.`;
}

/** A status as it stands in a sentence: "The issue is …". */
export function statusInWords(status: IssueStatus): string {
  return status === 'draft' ? 'a draft' : status;
}
