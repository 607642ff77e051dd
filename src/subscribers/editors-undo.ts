import type { ConsentEvent, SubscriberStatus } from './subscriber.ts';

/** What the record of consent says of an editor's decision in the studio. */
export const STUDIO_SOURCE = 'studio';

/** Added to the source where an editor unsubscribed somebody who had not confirmed yet. */
const WAS_PENDING = ' (was pending)';

/** The source of an unsubscription, from which it can be undone to what was before. */
export function sourceOfLeaving(source: string, before: SubscriberStatus): string {
  return source === STUDIO_SOURCE && before === 'pending' ? source + WAS_PENDING : source;
}

export interface UndoFacts {
  status: SubscriberStatus;
  isSuppressed: boolean;
  /** The latest line of the record of consent. */
  latest: Pick<ConsentEvent, 'event' | 'at' | 'source'> | null;
}

/**
 * Whether an editor may take back an unsubscription that was made in the studio: as long as nobody has decided anything
 * since, neither the person nor a bounce nor anybody else.
 *
 * @returns The status that is given back, and which unsubscription is undone, by its instant; null where it may not be.
 */
export function undoableLeaving({
  status,
  isSuppressed,
  latest,
}: UndoFacts): { status: SubscriberStatus; leftAt: number } | null {
  if (status !== 'unsubscribed' || isSuppressed || latest?.event !== 'unsubscribed') return null;
  if (latest.source === STUDIO_SOURCE) return { status: 'confirmed', leftAt: latest.at };
  if (latest.source === STUDIO_SOURCE + WAS_PENDING) return { status: 'pending', leftAt: latest.at };
  return null;
}

/**
 * Whether a wish to leave goes on the record although the subscription has ended already: an editor ended it, and could
 * otherwise take it back against the person's own word.
 */
export function confirmsLeaving(latest: UndoFacts['latest'], source: string): boolean {
  const isByEditor = latest?.event === 'unsubscribed' && latest.source.startsWith(STUDIO_SOURCE);
  return isByEditor && !source.startsWith(STUDIO_SOURCE);
}
