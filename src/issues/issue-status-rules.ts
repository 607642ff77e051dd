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
  /** Allowed next statuses. Pausing again turns a timed pause into an open-ended one. */
  next: readonly IssueStatus[];
  /** What an editor may do, and the status it leads to; anything else is refused. */
  actions: Readonly<Partial<Record<EditorAction, IssueStatus>>>;
  isEditable?: true;
  isFrozen?: true;
  /** Being sent, or resuming when a timed pause ends. */
  isGoingOut?: true;
}

/**
 * `held` waits for a decision: about a draft, or about an approved issue that missed its time. A paused issue becomes
 * `sent` directly when provider events settle its last delivery.
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
  // Becomes a draft first, which is then approved.
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

export function statusesAfter(status: IssueStatus): readonly IssueStatus[] {
  return STATES[status].next;
}

export function statusesBefore(status: IssueStatus): IssueStatus[] {
  return ISSUE_STATUSES.filter((before) => STATES[before].next.includes(status));
}

export const FROZEN_STATUSES = ISSUE_STATUSES.filter((status) => STATES[status].isFrozen);

export const GOING_OUT_STATUSES = ISSUE_STATUSES.filter((status) => STATES[status].isGoingOut);

/** Not sent yet, and not skipped: the issue may still go out. */
export const UNSENT_STATUSES: readonly IssueStatus[] = ['draft', 'approved', 'held'];

/** Sending began; the public may read these. A cancelled issue is public too if someone may have received it. */
export const PUBLIC_STATUSES: readonly IssueStatus[] = [...GOING_OUT_STATUSES, 'sent'];

export interface StatusEffects {
  /** Unless sending had already started. */
  startsSending: boolean;
  finishes: boolean;
  unfreezes: boolean;
  /** Its comparisons are free for another issue, unless the provider may have accepted a delivery. */
  releasesItems: boolean;
}

export function effectsOf(to: IssueStatus): StatusEffects {
  const unfreezes = to === 'draft' || to === 'held';
  return {
    startsSending: to === 'sending',
    finishes: to === 'sent' || to === 'cancelled',
    unfreezes,
    releasesItems: unfreezes || to === 'cancelled',
  };
}

/** The statuses that an action may lead to. */
export function statusesByAction(action: EditorAction): IssueStatus[] {
  return ISSUE_STATUSES.flatMap((status) => STATES[status].actions[action] ?? []);
}

const REFUSALS: Readonly<Record<EditorAction, string>> = {
  approve: 'Only a draft, or an issue that is on hold or skipped, can be approved.',
  hold: 'Only a draft or an approved issue can be put on hold. One that is being sent can be paused or cancelled.',
  skip: 'Only a draft, or an issue on hold, can be skipped. If it is approved, put it on hold first.',
  pause: 'Only an issue that is being sent can be paused. Before that, put it on hold.',
  resume: 'Only an issue that is paused, on hold or skipped can be resumed.',
  cancel: 'Only an issue that is not finished can be cancelled.',
};

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
        : `The issue of ${slot} is ${statusLabel(status)}. ${REFUSALS[action]}`,
  };
}

export function isEditable(status: IssueStatus): boolean {
  return STATES[status].isEditable ?? false;
}

export function notEditableMessage({ slot, status }: { slot: string; status: IssueStatus }): string {
  return status === 'approved'
    ? `The issue of ${slot} is approved. To change it, take the approval back first.`
    : `The issue of ${slot} is ${status}. Only a draft, or an issue that is on hold or skipped, can be changed.`;
}

/** Completes the sentence "The issue is …". */
export function statusLabel(status: IssueStatus): string {
  return status === 'draft' ? 'a draft' : status;
}
