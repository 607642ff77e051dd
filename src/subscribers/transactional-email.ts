import { LINK_LIFETIME_MS } from '../links/link-lifetime.ts';
import type { SubscriberStatus, SuppressionReason } from './subscriber.ts';

/** To one subscriber: `confirm` asks whether a sign-up was theirs, `data` links to their data and to erasure. */
export const EMAIL_KINDS = ['confirm', 'data'] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** `open` waits in the queue, `taken` is being handed over, `dropped` was given up or refused. */
export const EMAIL_STATUSES = ['open', 'taken', 'submitted', 'dropped'] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];

/** The subscriber when the email's turn comes; null if they were erased or removed. */
export type Addressee = { status: SubscriberStatus; suppression: SuppressionReason | null } | null;

/** Why not to send an email any more; null if it may go. */
export function obstacleToEmail(
  { kind, createdAt }: { kind: EmailKind; createdAt: number },
  { addressee, now }: { addressee: Addressee; now: number },
): string | null {
  if (addressee === null) return 'Its subscriber is gone.';
  if (addressee.suppression !== null) return `The email address can’t be mailed (${addressee.suppression}).`;
  if (kind === 'confirm' && addressee.status === 'confirmed') return 'The subscription is already confirmed.';
  return now >= createdAt + LINK_LIFETIME_MS[kind] ? 'Its link has expired.' : null;
}
