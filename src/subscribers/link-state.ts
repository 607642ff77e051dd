import type { SubscriberStatus } from './subscriber.ts';
import type { EmailKind } from './transactional-email.ts';

export type LinkState = 'valid' | 'used' | 'expired';

export interface LinkFacts {
  kind: EmailKind;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  status: SubscriberStatus;
  /** When its subscriber last left; null if never. */
  leftAt: number | null;
}

/**
 * A confirmation link works once, and not after its subscriber has left: an old email must not bring them back. A link
 * to one's own data works until it expires.
 */
export function linkState(link: LinkFacts, now: number): LinkState {
  if (link.kind === 'data') return now < link.expiresAt ? 'valid' : 'expired';
  if (link.status === 'confirmed') return 'used';
  const hasLeftSince = link.leftAt !== null && link.leftAt > link.createdAt;
  return link.usedAt !== null || hasLeftSince || now >= link.expiresAt ? 'expired' : 'valid';
}
