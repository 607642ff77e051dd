import { parseAddress } from '../shared/address.ts';
import { createErasedKeys } from './erased-key.ts';
import type { Suppression } from './subscriber.ts';
import type { SubscriberStore } from './subscriber-store.ts';

/**
 * Lifts a bounce or complaint at the owner's request and on the operator's word, which is kept in the consent record.
 * Leaves the status as it is; an erased address stays erased.
 * @returns What was lifted; null if nothing was.
 */
export async function liftSuppression(request: {
  subscriberStore: Pick<SubscriberStore, 'liftSuppression'>;
  email: string;
  source: string;
  now: number;
  secrets: readonly string[];
}): Promise<Suppression | null> {
  const { subscriberStore, email, source, now, secrets } = request;
  const address = parseAddress(email);
  if (!address.ok) return null;
  const { emailKey } = address;
  return subscriberStore.liftSuppression({
    emailKey,
    erasedKeys: createErasedKeys(secrets)(emailKey),
    source,
    at: now,
  });
}
