import { parseAddress } from '../shared/address.ts';
import { createErasedKeys } from './erased-key.ts';
import type { Erasure, SubscriberStore } from './subscriber-store.ts';

export type ErasureOutcome = ({ status: Erasure['outcome'] } & Omit<Erasure, 'outcome'>) | Refusal;

interface Refusal {
  status: 'refused';
  reason: string;
}

/**
 * Removes everything that is known of an address, at its owner's wish (GDPR, article 17). Only a keyed hash of it stays,
 * by which an import recognises it and leaves it out.
 *
 * @returns `already` where it was erased before, `unknown` where nothing was known of it, `refused` where it is no address.
 */
export async function eraseSubscriber(request: {
  store: Pick<SubscriberStore, 'erase'>;
  email: string;
  now: number;
  /** The signing secrets: the first makes the hash, all find what was erased before. */
  secrets: readonly string[];
}): Promise<ErasureOutcome> {
  const { store, email, now, secrets } = request;
  const address = parseAddress(email);
  if (!address.ok) return { status: 'refused', reason: address.reason };
  const { emailKey } = address;
  const erasedKeys = createErasedKeys(secrets)(emailKey);
  const { outcome, ...counts } = await store.erase({ emailKey, erasedKeys, at: now });
  return { status: outcome, ...counts };
}
