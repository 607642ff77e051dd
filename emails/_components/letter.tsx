import { look } from '../theme.ts';
import { Button, FullUrl } from './button.tsx';
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
  /** Where its button leads. */
  url: string;
  /** Further links. */
  others?: readonly { label: string; url: string }[];
  sender: Sender;
}

/** A short email to one subscriber: one button with its link in full, and perhaps some further links. */
export function Letter({ newsletterName, words, url, others = [], sender }: LetterProps) {
  return (
    <LetterFrame newsletterName={newsletterName} words={words} sender={sender}>
      <p className="p">{words.request}</p>
      <Button href={url}>{words.button}</Button>
      <p className="m">{`${words.validity} ${words.otherwise}`}</p>
      <FullUrl href={url} />
      {others.map((other) => (
        <OtherLink key={other.url} {...other} />
      ))}
      <p {...look({ text: 'muted' })}>{words.ignore}</p>
    </LetterFrame>
  );
}

function OtherLink({ label, url }: { label: string; url: string }) {
  return (
    <p className="p">
      <a href={url} {...look({ text: 'link', css: { textDecoration: 'underline' } })}>
        {label}
      </a>
    </p>
  );
}
