import { look } from '../theme.ts';
import { Button, FullAddress } from './button.tsx';
import type { Sender } from './footer.tsx';
import { LetterFrame } from './letter-frame.tsx';

/** Every sentence of a letter, for both of its parts; `subject` is the message's own subject too. */
export interface LetterWords {
  subject: string;
  preheader: string;
  heading: string;
  /** What was asked for. */
  request: string;
  button: string;
  /** How long the link works. */
  validity: string;
  /** Said before the link in full. */
  otherwise: string;
  /** What to do if somebody else asked. */
  ignore: string;
  why: string;
}

interface LetterProps {
  newsletterName: string;
  words: LetterWords;
  /** Where all of its links lead. */
  url: string;
  sender: Sender;
}

/** A short mail to one subscriber with a single purpose: one button, and its link in full. */
export function Letter({ newsletterName, words, url, sender }: LetterProps) {
  return (
    <LetterFrame newsletterName={newsletterName} words={words} sender={sender}>
      <p className="p">{words.request}</p>
      <Button href={url}>{words.button}</Button>
      <p className="m">{`${words.validity} ${words.otherwise}`}</p>
      <FullAddress href={url} />
      <p {...look({ text: 'muted' })}>{words.ignore}</p>
    </LetterFrame>
  );
}
