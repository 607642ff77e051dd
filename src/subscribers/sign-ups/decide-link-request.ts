import { type EmailRoom, MAX_SIGN_UP_WAIT_MS, type SignedUpAddress } from './decide-sign-up.ts';
import { mailboxHasRoom } from './email-limits.ts';

/**
 * `send` emails the links of the subscription, `ask` asks for confirmation as a sign-up would, `wait` keeps the request
 * until the email fits the limits.
 */
export type LinkRequestDecision = 'send' | 'ask' | 'wait' | 'nothing';

/**
 * Anyone can type any address, so a request leads at most to an email to that address, and to none if it is unknown or
 * suppressed. A pending subscriber has one link that matters: the confirmation.
 * @param request Its `emails.toMailbox` counts only emails with such links: repeated sign-ups must not keep the owner
 * from theirs.
 */
export function decideLinkRequest({
  address: { status, suppressions },
  askedAt,
  emails,
  now,
}: {
  address: SignedUpAddress;
  askedAt: number;
  emails: EmailRoom;
  now: number;
}): LinkRequestDecision {
  if (status === null || suppressions.some((reason) => reason !== 'erased')) return 'nothing';
  if (status === 'pending') return 'ask';
  if (!mailboxHasRoom(emails.toMailbox, now)) return 'nothing';
  if (emails.nextRoomAt <= now) return 'send';
  return askedAt > now - MAX_SIGN_UP_WAIT_MS ? 'wait' : 'nothing';
}
