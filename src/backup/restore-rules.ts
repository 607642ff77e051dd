import type { IssueStatus } from '../issues/issue-status-rules.ts';

/** More than a table issues between two backups, so that no link of that time comes to mean another person. */
export const ID_GAP = 100_000_000;

const AFTER_RESTORE: Readonly<Record<IssueStatus, 'paused' | 'held' | null>> = {
  // Slots that may have gone out are held one by one: most drafts are for weeks far ahead.
  draft: null,
  approved: 'held',
  sending: 'paused',
  paused: 'paused',
  sent: null,
  // One that the program skipped is held with the open slots; one that a person skipped is not sent.
  skipped: null,
  // It may have been approved and sent since.
  held: 'held',
  cancelled: null,
};

/** Null leaves it unchanged. What would go out or resume automatically waits for a person: it may have gone out since. */
export function statusAfterRestore(status: IssueStatus): 'paused' | 'held' | null {
  return AFTER_RESTORE[status];
}
