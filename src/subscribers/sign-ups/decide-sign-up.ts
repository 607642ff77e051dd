import { DAY_MS } from '../../shared/durations.ts';
import type { SubscriberStatus, SuppressionReason } from '../subscriber.ts';
import { mailboxHasRoom } from './email-limits.ts';

export interface SignedUpAddress {
  status: SubscriberStatus | null;
  /** Of the address and of the keyed hash that an erasure left. */
  suppressions: readonly SuppressionReason[];
}

export interface EmailRoom {
  /** When the mailbox was emailed in the last 24 hours. */
  toMailbox: readonly number[];
  nextRoomAt: number;
}

/** `add`: a pending subscriber, asked to confirm. `ask` only asks. `wait`: until its email fits the limits. */
export type SignUpDecision =
  | { kind: 'add' | 'ask' }
  | { kind: 'nothing'; because: 'confirmed' | 'suppressed' | 'mailbox-full' | 'waited-too-long' }
  | { kind: 'wait'; until: number };

/** How long a sign-up waits for room: a day later, the question would surprise. */
export const MAX_SIGN_UP_WAIT_MS = DAY_MS;

/**
 * Filling in the form proves nothing, so at most it leads to an email to the address, and only the link in that changes
 * a subscription. Signing up again and confirming undoes an erasure, but not a bounce or complaint: those need the
 * operator.
 */
export function decideSignUp({
  address,
  askedAt,
  emails,
  now,
}: {
  address: SignedUpAddress;
  askedAt: number;
  emails: EmailRoom;
  now: number;
}): SignUpDecision {
  const { status, suppressions } = address;
  if (suppressions.some((reason) => reason !== 'erased')) return { kind: 'nothing', because: 'suppressed' };
  if (status === 'confirmed') return { kind: 'nothing', because: 'confirmed' };
  if (!mailboxHasRoom(emails.toMailbox, now)) return { kind: 'nothing', because: 'mailbox-full' };
  const until = emails.nextRoomAt;
  if (until <= now) return { kind: status === null ? 'add' : 'ask' };
  return askedAt > now - MAX_SIGN_UP_WAIT_MS
    ? { kind: 'wait', until }
    : { kind: 'nothing', because: 'waited-too-long' };
}
