import { type LinkContext, recipientsOf } from '../delivery/recipients.ts';
import type { Recipient } from '../transport/transport.ts';

/** The links of a sample are signed, but no subscriber has this id. */
const SAMPLE_MEMBER = { deliveryId: 0, subscriberId: 0, email: 'subscriber@verdicts.example', name: null };

export function sampleRecipient(terms: LinkContext): Recipient {
  const [recipient] = recipientsOf([SAMPLE_MEMBER], terms);
  if (recipient === undefined) throw new Error('One member makes one recipient.');
  return recipient;
}
