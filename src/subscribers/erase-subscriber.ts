import { parseAddress } from '../shared/address.ts';
import { createErasedKeys } from './erased-key.ts';
import type { Erasure, SubscriberStore } from './subscriber-store.ts';

export type ErasureOutcome = ({ status: Erasure['outcome'] } & Omit<Erasure, 'outcome'>) | Refusal;

interface Refusal {
  status: 'refused';
  reason: string;
}

/**
 * Erases all data about an address at its owner's request (GDPR, article 17). Only a keyed hash remains, so that an
 * import skips the address.
 * @returns `already` if it was erased before, `unknown` if there was no data, `refused` if it is not an email address.
 */
export async function eraseSubscriber(request: {
  subscriberStore: Pick<SubscriberStore, 'erase'>;
  email: string;
  now: number;
  /** The signing secrets: the first makes the hash, all of them find earlier erasures. */
  secrets: readonly string[];
}): Promise<ErasureOutcome> {
  const { subscriberStore, email, now, secrets } = request;
  const address = parseAddress(email);
  if (!address.ok) return { status: 'refused', reason: address.reason };
  const { emailKey } = address;
  const erasedKeys = createErasedKeys(secrets)(emailKey);
  const { outcome, ...counts } = await subscriberStore.erase({ emailKey, erasedKeys, at: now });
  return { status: outcome, ...counts };
}
