import type { ShownLook } from '../../../src/look/shown-look.ts';
import { look } from '../../theme.ts';
import { TextLink } from '../brand.tsx';
import { Button, FullUrl } from '../button.tsx';
import type { Sender } from '../footer.tsx';
import { Lines } from '../words.tsx';
import { TransactionalFrame } from './transactional-frame.tsx';

/** Every sentence, for the HTML and the text; `subject` is also the message's own. */
export interface TransactionalWords {
  subject: string;
  preheader: string;
  heading: string;
  request: string;
  /** The owner's own words after it. */
  own: string | null;
  button: string;
  validity: string;
  /** Precedes the full URL. */
  otherwise: string;
  /** What to do if someone else asked. */
  ignore: string;
  why: string;
}

interface TransactionalEmailProps {
  newsletterName: string;
  words: TransactionalWords;
  /** The button's link. */
  url: string;
  others?: readonly { label: string; url: string }[];
  sender: Sender;
  ownLook: ShownLook;
}

/** A short email to one subscriber: a button, its full URL, and perhaps further links. */
export function TransactionalEmail({
  newsletterName,
  words,
  url,
  others = [],
  sender,
  ownLook,
}: TransactionalEmailProps) {
  return (
    <TransactionalFrame newsletterName={newsletterName} words={words} sender={sender} ownLook={ownLook}>
      <p className="p">{words.request}</p>
      {words.own !== null && (
        <p className="p">
          <Lines>{words.own}</Lines>
        </p>
      )}
      <Button href={url}>{words.button}</Button>
      <p className="m">{`${words.validity} ${words.otherwise}`}</p>
      <FullUrl href={url} />
      {others.map((other) => (
        <OtherLink key={other.url} {...other} />
      ))}
      <p {...look({ text: 'muted' })}>{words.ignore}</p>
    </TransactionalFrame>
  );
}

function OtherLink({ label, url }: { label: string; url: string }) {
  return (
    <p className="p">
      <TextLink href={url}>{label}</TextLink>
    </p>
  );
}
