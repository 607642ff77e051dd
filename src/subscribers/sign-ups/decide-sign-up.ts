import { DAY_MS } from '../../shared/durations.ts';
import type { SubscriberStatus, SuppressionReason } from '../subscriber.ts';
import { mailboxHasRoom } from './letter-limits.ts';

/** What is known of an address that somebody signed up. */
export interface SignedUpAddress {
  /** Null where there is no subscriber with it. */
  status: SubscriberStatus | null;
  /** Every reason for which the address, or the keyed hash that an erasure left of it, is suppressed. */
  suppressions: readonly SuppressionReason[];
}

/** What decides whether there is room for one more letter. */
export interface LetterRoom {
  /** The instants of the letters to the mailbox in the last 24 hours. */
  toMailbox: readonly number[];
  /** When there is room among the letters of the hour: see `roomAt`. */
  roomAt: number;
}

/**
 * What follows from a sign-up. `add` makes a pending subscriber and asks for the confirmation, `ask` only asks;
 * `wait` leaves the sign-up until there is room for its letter.
 */
export type SignUpDecision =
  | { kind: 'add' | 'ask' }
  | { kind: 'nothing'; because: 'confirmed' | 'suppressed' | 'mailbox-full' | 'waited-too-long' }
  | { kind: 'wait'; until: number };

/** How long a sign-up waits for room, in milliseconds: a question that comes later than the next day surprises. */
export const MAX_WAIT_MS = DAY_MS;

/**
 * Decides on a sign-up. Whoever fills in the form proves nothing, so all that it ever leads to is a letter to the address;
 * only the link in that changes a subscription. An erasure is undone by asking anew and confirming; a bounce or a
 * complaint is not, because that would mail again whom mail does not reach or annoys: there the operator must act.
 */
export function decideSignUp({
  address,
  askedAt,
  letters,
  now,
}: {
  address: SignedUpAddress;
  askedAt: number;
  letters: LetterRoom;
  now: number;
}): SignUpDecision {
  const { status, suppressions } = address;
  if (suppressions.some((reason) => reason !== 'erased')) return { kind: 'nothing', because: 'suppressed' };
  if (status === 'confirmed') return { kind: 'nothing', because: 'confirmed' };
  if (!mailboxHasRoom(letters.toMailbox, now)) return { kind: 'nothing', because: 'mailbox-full' };
  const until = letters.roomAt;
  if (until <= now) return { kind: status === null ? 'add' : 'ask' };
  return askedAt > now - MAX_WAIT_MS
    ? { kind: 'wait', until }
    : { kind: 'nothing', because: 'waited-too-long' };
}
