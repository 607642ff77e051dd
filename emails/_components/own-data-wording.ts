import { counted } from '../../src/issues/counted.ts';
import type { OwnDataProps } from '../own-data.tsx';
import type { LetterWords } from './letter.tsx';

/** The words of the mail that brings the link to one's own data. */
export function ownDataWords({ newsletterName, hoursValid }: OwnDataProps): LetterWords {
  return {
    subject: `Your data at ${newsletterName}`,
    preheader: 'The link to see all that is kept about this address, or to have it erased.',
    heading: 'Your data',
    request: `Someone, hopefully you, asked to see or erase what ${newsletterName} keeps about this address.`,
    button: 'See or erase my data',
    validity: `The link works for ${counted(hoursValid, 'hour')}. Do not forward this mail: whoever has the link can use it.`,
    otherwise: 'If the button does nothing, open this address in your browser:',
    ignore:
      'If this was not you, do nothing: opening the link alone changes nothing, and it soon stops working.',
    why: 'You get this single mail because the data of this address was asked for on our preferences page.',
  };
}
