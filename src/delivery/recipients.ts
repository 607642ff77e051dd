import type { BatchMember } from '../store/delivery-store.ts';
import { mailableAddress } from '../subscribers/address.ts';
import type { TokenSigner } from '../subscribers/tokens.ts';
import type { Recipient } from '../transport/transport.ts';

/** The recipients of a batch, each with their own signed tokens. */
export function recipientsOf(
  members: readonly BatchMember[],
  { slot, signer }: { slot: string; signer: TokenSigner },
): Recipient[] {
  return members.map(({ deliveryId, subscriberId, email, name }) => ({
    deliveryId,
    email: mailableAddress(email),
    name,
    tokens: {
      unsubscribe: signer.sign({ purpose: 'unsubscribe', subscriberId, slot }),
      preferences: signer.sign({ purpose: 'preferences', subscriberId, slot }),
    },
  }));
}
