import type { FrozenIssue } from '../render/frozen-issue.ts';
import type { BatchMember } from '../store/delivery-store.ts';
import { mailableAddress } from '../subscribers/address.ts';
import type { TokenSigner } from '../subscribers/tokens.ts';
import type { Recipient } from '../transport/transport.ts';

/** What recipients get an issue's links by. */
export interface LinkTerms {
  issue: Pick<FrozenIssue, 'slot' | 'tokenForm'>;
  signer: TokenSigner;
}

/** The recipients of a batch, each with their own signed tokens, in the form with which the issue was frozen. */
export function recipientsOf(
  members: readonly BatchMember[],
  { issue: { slot, tokenForm: form }, signer }: LinkTerms,
): Recipient[] {
  return members.map(({ deliveryId, subscriberId, email, name }) => ({
    deliveryId,
    email: mailableAddress(email),
    name,
    tokens: {
      unsubscribe: signer.sign({ purpose: 'unsubscribe', subscriberId, slot, form }),
      preferences: signer.sign({ purpose: 'preferences', subscriberId, slot, form }),
    },
  }));
}
