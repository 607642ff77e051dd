import type { ShownLook } from '../../../src/look/shown-look.ts';
import { counted } from '../../../src/shared/counted.ts';
import type { Sender } from '../footer.tsx';
import type { TransactionalWords } from './transactional-email.tsx';

/** The owner's words, and ours where there are none. What was asked for, and how to ignore it, is always ours. */
export function confirmWords({
  newsletterName,
  hoursValid,
  ownLook: { confirmation: own },
}: ConfirmSubscriptionProps): TransactionalWords {
  return {
    subject: own.subject ?? `Confirm your subscription to ${newsletterName}`,
    preheader: 'One step is left. Until you confirm, we will send you nothing.',
    heading: own.heading ?? 'Confirm your subscription',
    request: `We were asked to send ${newsletterName} to this address, one email a week.`,
    own: own.text,
    button: own.button ?? 'Confirm my subscription',
    validity: `The link works for ${counted(hoursValid, 'hour')}.`,
    otherwise: 'If the button does nothing, open this link in your browser:',
    ignore: 'If this was not you, do nothing: the request expires, and you will get no more emails from us.',
    why: 'You get this one email because we were asked to add this address to our list of subscribers.',
  };
}

export interface ConfirmSubscriptionProps {
  newsletterName: string;
  confirmUrl: string;
  sender: Sender;
  ownLook: ShownLook;
  /** How long the link works. */
  hoursValid: number;
}
