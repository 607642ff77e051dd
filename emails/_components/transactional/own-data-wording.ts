import type { ShownLook } from '../../../src/look/shown-look.ts';
import { counted } from '../../../src/shared/counted.ts';
import type { Sender } from '../footer.tsx';
import type { TransactionalWords } from './transactional-email.tsx';

export function ownDataWords({ newsletterName, hoursValid }: OwnDataProps): TransactionalWords {
  return {
    subject: `Your links at ${newsletterName}`,
    preheader: 'Pause, change or end your subscription, and see or erase what we keep about you.',
    heading: 'Your links',
    request: `Someone, hopefully you, asked for your links at ${newsletterName}: to change or end your subscription, and to see or erase what we keep about you.`,
    own: null,
    button: 'See or erase my data',
    validity: `The link to your data works for ${counted(hoursValid, 'hour')}, the others for as long as you have this email. Do not forward it: anyone who has the links can use them.`,
    otherwise: 'If the button does nothing, open this link in your browser:',
    ignore: 'If this was not you, do nothing: opening a link alone changes nothing.',
    why: 'You get this one email because someone asked on one of our pages for the links of this address.',
  };
}

export function ownLinks({ preferencesUrl, unsubscribeUrl }: OwnDataProps): { label: string; url: string }[] {
  return [
    { label: 'Pause or change my subscription', url: preferencesUrl },
    { label: 'Unsubscribe', url: unsubscribeUrl },
  ];
}

export interface OwnDataProps {
  newsletterName: string;
  dataUrl: string;
  preferencesUrl: string;
  unsubscribeUrl: string;
  sender: Sender;
  ownLook: ShownLook;
  /** How long the link to the data works. */
  hoursValid: number;
}
