import { mailboxHasRoom } from './letter-limits.ts';
import type { SubscriberStatus, SuppressionReason } from './subscriber.ts';

/**
 * What follows from a wish for links that somebody typed an address for. `send` writes the email with the links of the
 * subscription, `ask` what a sign-up would lead to.
 */
export type LinkRequestDecision = 'send' | 'ask' | 'nothing';

/**
 * Decides on a wish for links. Anybody can type anybody's address, so it leads to an email to that address at most, and to
 * none where the address is unknown or must not be mailed. Somebody who has not confirmed yet has one link that matters: the
 * one that confirms.
 */
export function decideLinkRequest({
  status,
  suppressions,
  toMailbox,
  now,
}: {
  /** Null where there is no subscriber with the address. */
  status: SubscriberStatus | null;
  suppressions: readonly SuppressionReason[];
  /** The instants of such emails to this mailbox in the last 24 hours. */
  toMailbox: readonly number[];
  now: number;
}): LinkRequestDecision {
  if (status === null || suppressions.some((reason) => reason !== 'erased')) return 'nothing';
  if (status === 'pending') return 'ask';
  return mailboxHasRoom(toMailbox, now) ? 'send' : 'nothing';
}
