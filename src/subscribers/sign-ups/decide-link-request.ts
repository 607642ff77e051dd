import { type LetterRoom, MAX_WAIT_MS, type SignedUpAddress } from './decide-sign-up.ts';
import { mailboxHasRoom } from './letter-limits.ts';

/**
 * What follows from a wish for links that somebody typed an address for. `send` writes the email with the links of the
 * subscription, `ask` leads to what a sign-up would; `wait` leaves the wish until there is room for the email.
 */
export type LinkRequestDecision = 'send' | 'ask' | 'wait' | 'nothing';

/**
 * Decides on a wish for links. Anybody can type anybody's address, so it leads to an email to that address at most, and to
 * none where the address is unknown or must not be mailed. Somebody who has not confirmed yet has one link that matters: the
 * one that confirms.
 *
 * @param request Its `letters.toMailbox` counts emails with such links alone, so that signing an address up again and again
 *   does not keep its owner from their links.
 */
export function decideLinkRequest({
  address: { status, suppressions },
  askedAt,
  letters,
  now,
}: {
  address: SignedUpAddress;
  askedAt: number;
  letters: LetterRoom;
  now: number;
}): LinkRequestDecision {
  if (status === null || suppressions.some((reason) => reason !== 'erased')) return 'nothing';
  if (status === 'pending') return 'ask';
  if (!mailboxHasRoom(letters.toMailbox, now)) return 'nothing';
  if (letters.roomAt <= now) return 'send';
  return askedAt > now - MAX_WAIT_MS ? 'wait' : 'nothing';
}
