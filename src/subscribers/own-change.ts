import { DAY_MS } from '../shared/durations.ts';
import type { SubscriptionChange } from './sign-ups/sign-up-store.ts';
import type { SubscriberStatus } from './subscriber.ts';

/**
 * How long an emailed link can undo an unsubscription. Emails are forwarded, so later the holder of the link may be
 * anyone; signing up again proves the address.
 */
export const UNDO_LIFETIME_MS = DAY_MS;

/** How many undos are allowed in that time: each adds two entries to a record that is never shortened. */
export const MAX_UNDOS = 5;

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
