import type { ConsentEvent, SubscriberStatus } from './subscriber.ts';

export const STUDIO_SOURCE = 'studio';

/** Appended to the source when an editor unsubscribes someone who had not confirmed. */
const WAS_PENDING = ' (was pending)';

/** The source to record, so that undoing restores the earlier status. */
export function unsubscribeSource(source: string, before: SubscriberStatus): string {
  return source === STUDIO_SOURCE && before === 'pending' ? source + WAS_PENDING : source;
}

export interface UndoFacts {
  status: SubscriberStatus;
  isSuppressed: boolean;
  /** The latest entry of the consent record. */
  latest: Pick<ConsentEvent, 'event' | 'at' | 'source'> | null;
}

/**
 * An editor may undo an unsubscription made in the studio only while it is the latest decision about the person.
 * @returns The status to restore and the instant that identifies the unsubscription; null if it may not be undone.
 */
export function undoableUnsubscription({
  status,
  isSuppressed,
  latest,
}: UndoFacts): { status: SubscriberStatus; leftAt: number } | null {
  if (status !== 'unsubscribed' || isSuppressed || latest?.event !== 'unsubscribed') return null;
  if (latest.source === STUDIO_SOURCE) return { status: 'confirmed', leftAt: latest.at };
  if (latest.source === STUDIO_SOURCE + WAS_PENDING) return { status: 'pending', leftAt: latest.at };
  return null;
}

/** Whether to record it although an editor already ended it: else the editor could undo it against their wish. */
export function recordsOwnUnsubscribe(latest: UndoFacts['latest'], source: string): boolean {
  const isByEditor = latest?.event === 'unsubscribed' && latest.source.startsWith(STUDIO_SOURCE);
  return isByEditor && !source.startsWith(STUDIO_SOURCE);
}
