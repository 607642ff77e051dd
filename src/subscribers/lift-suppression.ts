import { parseAddress } from '../shared/address.ts';
import { createErasedKeys } from './erased-key.ts';
import type { Suppression } from './subscriber.ts';
import type { SubscriberStore } from './subscriber-store.ts';

/**
 * Lets an address be mailed again that bounced or complained, at its owner's wish and on the operator's word, which is put
 * on the record of consent. It changes nobody's status, and an address that was erased stays erased.
 *
 * @returns What was lifted; null where nothing was.
 */
export async function liftSuppression(request: {
  store: Pick<SubscriberStore, 'liftSuppression'>;
  email: string;
  /** Kept with the consent, such as `command`. */
  source: string;
  now: number;
  /** The signing secrets, by which an address that was erased is recognised. */
  secrets: readonly string[];
}): Promise<Suppression | null> {
  const { store, email, source, now, secrets } = request;
  const address = parseAddress(email);
  if (!address.ok) return null;
  const { emailKey } = address;
  return store.liftSuppression({
    emailKey,
    erasedKeys: createErasedKeys(secrets)(emailKey),
    source,
    at: now,
  });
}
