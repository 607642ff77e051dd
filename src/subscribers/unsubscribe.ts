import { parseAddress } from '../shared/address.ts';
import type { SubscriberStore } from './subscriber-store.ts';

export type UnsubscribeOutcome =
  | { status: 'unsubscribed' | 'already' | 'unknown' }
  | { status: 'refused'; reason: string };

/**
 * Ends a subscription at an operator's command or its owner's request.
 * @returns `already` if it had ended, `unknown` if there is no such subscriber, `refused` if it is not an email
 * address.
 */
export async function unsubscribe(request: {
  subscriberStore: SubscriberStore;
  email: string;
  source: string;
  now: number;
}): Promise<UnsubscribeOutcome> {
  const { subscriberStore, email, source, now } = request;
  const address = parseAddress(email);
  if (!address.ok) return { status: 'refused', reason: address.reason };
  const status = await subscriberStore.unsubscribe(address.emailKey, {
    event: 'unsubscribed',
    source,
    at: now,
  });
  return { status };
}
