import { type LinkTerms, recipientsOf } from '../delivery/recipients.ts';
import type { Recipient } from '../transport/transport.ts';

/** Nobody's id: the links of a sample are signed, but there is no subscriber whom they would change. */
const NOBODY = { deliveryId: 0, subscriberId: 0, email: 'subscriber@verdicts.example', name: null };

/** Whom a sample of an issue is for. */
export function sampleRecipient(terms: LinkTerms): Recipient {
  const [recipient] = recipientsOf([NOBODY], terms);
  if (recipient === undefined) throw new Error('One member makes one recipient.');
  return recipient;
}
