import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { toSmtpAddress } from '../shared/address.ts';
import type { Recipient } from '../transport/transport.ts';
import type { BatchMember } from './delivery-store.ts';

export interface LinkContext {
  issue: Pick<FrozenIssue, 'slot' | 'tokenForm'>;
  signer: TokenSigner;
}

/** Each recipient gets their own signed tokens, in the form the issue was frozen with. */
export function recipientsOf(
  members: readonly BatchMember[],
  { issue: { slot, tokenForm: form }, signer }: LinkContext,
): Recipient[] {
  return members.map(({ deliveryId, subscriberId, email, name }) => ({
    deliveryId,
    email: toSmtpAddress(email),
    name,
    tokens: {
      unsubscribe: signer.sign({ purpose: 'unsubscribe', subscriberId, slot, form }),
      preferences: signer.sign({ purpose: 'preferences', subscriberId, slot, form }),
    },
  }));
}
