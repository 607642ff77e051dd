import type { ReactNode } from 'react';
import type { ShownLook } from '../../../src/look/shown-look.ts';
import { look } from '../../theme.ts';
import { Email } from '../email.tsx';
import { Footer, type Sender } from '../footer.tsx';
import { Sheet } from '../layout.tsx';
import { Masthead } from '../masthead.tsx';

interface TransactionalFrameProps {
  newsletterName: string;
  /** `why` says why the recipient gets it. */
  words: { subject: string; preheader: string; heading: string; why: string };
  sender: Sender;
  ownLook: ShownLook;
  /** Below the heading. */
  children: ReactNode;
}

/** The frame of every email that is not an issue. */
export function TransactionalFrame({
  newsletterName,
  words,
  sender,
  ownLook,
  children,
}: TransactionalFrameProps) {
  return (
    <Email subject={words.subject} preheader={words.preheader} ownLook={ownLook}>
      <Masthead name={newsletterName} edition={null} />
      <Sheet>
        <h1 {...look({ size: 28, className: 'h1', css: { lineHeight: '35px', margin: '0 0 14px' } })}>
          {words.heading}
        </h1>
        {children}
      </Sheet>
      <Footer why={words.why} sender={sender} />
    </Email>
  );
}
