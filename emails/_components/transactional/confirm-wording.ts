import { counted } from '../../../src/shared/counted.ts';
import type { Sender } from '../footer.tsx';
import type { TransactionalWords } from './transactional-email.tsx';

export function confirmWords({ newsletterName, hoursValid }: ConfirmSubscriptionProps): TransactionalWords {
  return {
    subject: `Confirm your subscription to ${newsletterName}`,
    preheader: 'One step is left. Until you confirm, we will send you nothing.',
    heading: 'Confirm your subscription',
    request: `Someone, hopefully you, asked to get ${newsletterName} at this address, one email a week.`,
    button: 'Confirm my subscription',
    validity: `The link works for ${counted(hoursValid, 'hour')}.`,
    otherwise: 'If the button does nothing, open this address in your browser:',
    ignore: 'If this was not you, do nothing: the request expires, and you will get no more emails from us.',
    why: 'You get this one email because this address was entered in our sign-up form.',
  };
}

export interface ConfirmSubscriptionProps {
  newsletterName: string;
  confirmUrl: string;
  sender: Sender;
  /** How long the link works. */
  hoursValid: number;
}
