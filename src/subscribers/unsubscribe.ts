import { parseAddress } from '../shared/address.ts';
import type { SubscriberStore } from './subscriber-store.ts';

export type UnsubscribeOutcome =
  | { status: 'unsubscribed' | 'already' | 'unknown' }
  | { status: 'refused'; reason: string };

/**
 * Ends the subscription of an address at once, at an operator's command or its owner's wish.
 *
 * @returns `already` where it had ended, `unknown` where nobody has the address, `refused` where it is no address.
 */
export async function unsubscribe(request: {
  store: SubscriberStore;
  email: string;
  /** Kept with the consent: `command` where an operator does it. */
  source: string;
  now: number;
}): Promise<UnsubscribeOutcome> {
  const { store, email, source, now } = request;
  const address = parseAddress(email);
  if (!address.ok) return { status: 'refused', reason: address.reason };
  const status = await store.unsubscribe(address.emailKey, { event: 'unsubscribed', source, at: now });
  return { status };
}
