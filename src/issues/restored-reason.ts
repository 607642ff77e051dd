/** Why an issue waits for a person in a database that is an older copy of itself, in words for the editor. */
export const RESTORED_REASON = {
  paused:
    'The database was restored from an older copy. Readers who are still to get this issue in it may have it already; a person must decide.',
  held: 'The database was restored from an older copy. Nobody knows here whether this issue has gone out since: look at the provider, then approve or skip it.',
  /** The scheduler found it out by itself, so it may also be a database that was moved. */
  found:
    'The database is a copy from before this slot, or was moved to another place. Nobody knows here whether this issue has gone out already: look at the provider, then approve or skip it.',
} as const;

/** Whether an issue waits because the database was restored: then it may have gone out already. */
export function mayHaveGoneOut(reason: string | null): boolean {
  return reason !== null && Object.values(RESTORED_REASON).some((words) => reason.startsWith(words));
}

/** What to do where an issue that waits after a restore did go out; nothing for any other issue. */
export function ifItWentOut({
  slot,
  status,
  reason,
}: {
  slot: string;
  status: string;
  reason: string | null;
}): string[] {
  if (!mayHaveGoneOut(reason)) return [];
  return [`If it went out: verdicts issue ${status === 'paused' ? 'cancel' : 'skip'} ${slot}`];
}
