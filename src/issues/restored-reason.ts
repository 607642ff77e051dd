/** Why an issue waits for a person in a database that was restored, in words for the editor. */
export const RESTORED_REASON = {
  paused:
    'The database was restored from an older copy. Readers who are still listed to get this issue may already have it, so a person must decide.',
  held: 'The database was restored from an older copy. It cannot say whether this issue has gone out since. Check with your provider, then approve or skip it.',
  copied:
    'The database is a copy: it was restored, or moved to another server. If the first one still runs, both would send: stop one of them. Readers who are still listed to get this issue may already have it, so a person must decide.',
  failedOver:
    'The database now runs on a standby, or was set back to an earlier time, so it may lack what was stored last. Readers who are still listed to get this issue may already have it, so a person must decide.',
  foundAfterFailover:
    'The database now runs on a standby, or was set back to an earlier time, so it may lack what was stored last. It cannot say whether this issue has already gone out. Check with your provider, then approve or skip it.',
  /** Detected by the scheduler, so the database may also just have been moved. */
  found:
    'The database is a copy from before this slot, or was moved to another place. It cannot say whether this issue has already gone out. Check with your provider, then approve or skip it.',
} as const;

/** Whether the issue waits because of a restore, so it may have gone out already. */
export function mayHaveBeenSent(reason: string | null): boolean {
  return (
    reason !== null && Object.values(RESTORED_REASON).some((words) => reason.startsWith(firstSentence(words)))
  );
}

/** A reason that was stored by an earlier version goes on differently. */
function firstSentence(words: string): string {
  return words.slice(0, words.indexOf('.') + 1);
}

export function adviceIfSent({
  slot,
  status,
  reason,
}: {
  slot: string;
  status: string;
  reason: string | null;
}): string[] {
  if (!mayHaveBeenSent(reason)) return [];
  return [`If it went out: verdicts issue ${status === 'paused' ? 'cancel' : 'skip'} ${slot}`];
}
