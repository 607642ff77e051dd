import type { IssueStatus } from '../issues/issue-states.ts';

/**
 * How many ids of each table are left out after a restore: more than a database issues between two backups, so that no
 * link in an email from that time comes to mean somebody else. Tokens have room for ten thousand such steps.
 */
export const ID_GAP = 100_000_000;

/** What a copy says of an issue, and what becomes of it when the copy is put back. */
const AFTER_RESTORE: Readonly<Record<IssueStatus, 'paused' | 'held' | null>> = {
  // Slots that may have gone out since are held one by one: most drafts are of weeks that are far ahead.
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

/**
 * What becomes of an issue when a copy of its database is put back: whatever would go out by itself, or be continued,
 * waits for a person, because it may have gone out since the copy was made. Null leaves it as it is.
 */
export function statusAfterRestore(status: IssueStatus): 'paused' | 'held' | null {
  return AFTER_RESTORE[status];
}
