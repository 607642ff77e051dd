import { DAY_MS } from '../shared/durations.ts';
import type { OwnChange } from './sign-ups/sign-up-store.ts';
import type { SubscriberStatus } from './subscriber.ts';

/**
 * How long an unsubscription can be undone by the link of a mail, in milliseconds. Digests are forwarded, so later
 * nobody knows who holds the link: whoever wants to come back signs up and proves the address.
 */
export const UNDO_LIFETIME_MS = DAY_MS;

/**
 * How often an unsubscription can be undone in that time. Each time puts two lines on a record that nobody shortens, and
 * whoever a digest was forwarded to could go on for ever.
 */
export const MAX_UNDOS = 5;

/** What decides on a change that a subscriber wishes. */
export interface OwnFacts {
  status: SubscriberStatus;
  pausedUntil: number | null;
  isSuppressed: boolean;
  /** When they last left; null where they never did. */
  leftAt: number | null;
  /** How often they came back within {@link UNDO_LIFETIME_MS}. */
  undone: number;
}

/** Decides whether a subscriber's own wish changes anything, and whether it may. */
export function decideOwnChange(
  { status, pausedUntil, isSuppressed, leftAt, undone }: OwnFacts,
  change: OwnChange,
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

/** Whether somebody who left may take that back by a link that they have. */
export function mayUndo(facts: OwnFacts, now: number): boolean {
  return decideOwnChange(facts, { kind: 'resubscribe' }, now) === 'change';
}
