import type { IssueStatus } from '../issues/issue-states.ts';

/**
 * How many ids of each table are left out after a restore: more than a database issues between two backups, so that no
 * link in an email from that time comes to mean somebody else. Tokens have room for ten thousand such steps.
 */
export const ID_GAP = 100_000_000;

/** What a copy says of an issue, and what becomes of it when the copy is put back. */
const AFTER_RESTORE: Readonly<Record<IssueStatus, 'paused' | 'held' | null>> = {
  // Open slots are held one by one: most drafts are of weeks that are far ahead.
  draft: null,
  approved: 'held',
  sending: 'paused',
  paused: 'paused',
  sent: null,
  skipped: null,
  held: null,
  cancelled: null,
};

/**
 * What becomes of an issue when a copy of its database is put back: whatever would go out by itself, or be continued,
 * waits for a person, because it may have gone out since the copy was made. Null leaves it as it is.
 */
export function statusAfterRestore(status: IssueStatus): 'paused' | 'held' | null {
  return AFTER_RESTORE[status];
}

/** Why an issue waits after a restore, in words for the editor. */
export const RESTORED_REASON: Readonly<Record<'paused' | 'held', string>> = {
  paused:
    'The database was restored from an older copy. Readers who are still to get this issue in it may have it already; a person must decide.',
  held: 'The database was restored from an older copy. Whether this issue has gone out since, it does not know: look at the provider, then approve or skip it.',
};
