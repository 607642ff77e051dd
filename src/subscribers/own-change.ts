import type { SubscriptionChange } from './sign-ups/sign-up-store.ts';
import type { SubscriberStatus } from './subscriber.ts';
import { MAX_UNDOS, UNDO_LIFETIME_MS } from './undo-limits.ts';

export interface SubscriptionFacts {
  status: SubscriberStatus;
  pausedUntil: number | null;
  isSuppressed: boolean;
  /** When they last left; null if never. */
  leftAt: number | null;
  /** How often they came back within {@link UNDO_LIFETIME_MS}. */
  undone: number;
}

/** Whether a subscriber's own request changes anything, and whether it is allowed. */
export function decideSubscriptionChange(
  { status, pausedUntil, isSuppressed, leftAt, undone }: SubscriptionFacts,
  change: SubscriptionChange,
  now: number,
): 'change' | 'already' | 'refused' {
  switch (change.kind) {
    case 'unsubscribe':
      return status === 'unsubscribed' ? 'already' : 'change';
    case 'resubscribe': {
      if (status === 'confirmed') return 'already';
      const hasJustLeft = status === 'unsubscribed' && leftAt !== null && now < leftAt + UNDO_LIFETIME_MS;
      return hasJustLeft && undone < MAX_UNDOS && !isSuppressed ? 'change' : 'refused';
    }
    case 'pause':
      if (status !== 'confirmed') return 'refused';
      return pausedUntil === change.until ? 'already' : 'change';
  }
}

export function mayUndo(facts: SubscriptionFacts, now: number): boolean {
  return decideSubscriptionChange(facts, { kind: 'resubscribe' }, now) === 'change';
}
