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

/**
 * Which status may follow which. `held` waits for an editor's decision about a draft, or about an approved issue whose
 * time was missed; `paused` is an issue whose sending has begun; pausing it once more makes a pause that ends by itself
 * wait for a person. An approval is taken back by making the issue a draft again.
 */
export const ISSUE_TRANSITIONS: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
  draft: ['approved', 'skipped', 'held', 'cancelled'],
  approved: ['draft', 'held', 'sending', 'cancelled'],
  sending: ['sent', 'paused', 'cancelled'],
  sent: [],
  skipped: ['draft'],
  held: ['draft', 'approved', 'skipped', 'cancelled'],
  paused: ['sending', 'paused', 'cancelled'],
  cancelled: [],
};

/** The statuses from which an issue may come to `status`. */
export function statusesBefore(status: IssueStatus): IssueStatus[] {
  return ISSUE_STATUSES.filter((before) => ISSUE_TRANSITIONS[before].includes(status));
}

/** Statuses in which an issue's items and bytes are fixed. */
export const FROZEN_STATUSES: readonly IssueStatus[] = ['approved', 'sending', 'paused', 'sent'];
