import { counted } from '../../src/issues/counted.ts';
import type { ConfirmSubscriptionProps } from '../confirm-subscription.tsx';
import type { LetterWords } from './letter.tsx';

/** The words of the confirmation mail. */
export function confirmWords({ newsletterName, hoursValid }: ConfirmSubscriptionProps): LetterWords {
  return {
    subject: `Confirm your subscription to ${newsletterName}`,
    preheader: 'One step is left. Until you take it, nothing will be mailed to you.',
    heading: 'Confirm your subscription',
    request: `Someone, hopefully you, asked for ${newsletterName} to be mailed to this address once a week.`,
    button: 'Confirm my subscription',
    validity: `The link works for ${counted(hoursValid, 'hour')}.`,
    otherwise: 'If the button does nothing, open this address in your browser:',
    ignore:
      'If this was not you, do nothing: you will get no further mail from us, and the request lapses by itself.',
    why: 'You get this single mail because this address was entered in our sign-up form.',
  };
}
