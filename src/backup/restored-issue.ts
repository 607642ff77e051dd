import type { IssueStatus } from '../issues/issue-states.ts';

/**
 * How many ids each table skips after a restore: more than are issued between two backups, so that no link emailed in
 * that time comes to mean another person. Tokens have room for ten thousand such gaps.
 */
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

/**
 * The status of an issue after its database is restored from a copy; null leaves it unchanged. Anything that would go
 * out or resume by itself waits for a person, because it may have gone out since the copy was made.
 */
export function statusAfterRestore(status: IssueStatus): 'paused' | 'held' | null {
  return AFTER_RESTORE[status];
}
