import type { LetterKind } from './letter.ts';
import type { SubscriberStatus } from './subscriber.ts';

/** `used`: what the link was for is done. */
export type LinkState = 'valid' | 'used' | 'expired';

/** What decides on a link that was mailed. */
export interface LinkFacts {
  kind: LetterKind;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  status: SubscriberStatus;
  /** When its subscriber last left; null where they never did. */
  leftAt: number | null;
}

/**
 * Where a link stands. One that asks for a confirmation works once, and not for whoever has left since it was
 * written: an old mail in the inbox must not bring them back. One to one's own data works as often as its time allows.
 */
export function linkState(link: LinkFacts, now: number): LinkState {
  if (link.kind === 'data') return now < link.expiresAt ? 'valid' : 'expired';
  if (link.status === 'confirmed') return 'used';
  const hasLeftSince = link.leftAt !== null && link.leftAt > link.createdAt;
  return link.usedAt !== null || hasLeftSince || now >= link.expiresAt ? 'expired' : 'valid';
}
