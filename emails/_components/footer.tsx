import type { ReactNode } from 'react';
import { look } from '../theme.ts';
import { Band } from './layout.tsx';
import { Isolated } from './words.tsx';

export interface Sender {
  name: string;
  postalAddress: string;
}

interface FooterProps {
  why: string;
  sender: Sender;
  children?: ReactNode;
}

/** Why the email was sent, by whom, and how to leave. */
export function Footer({ why, sender, children }: FooterProps) {
  return (
    <Band padding="18px 32px 36px">
      <p {...look({ text: 'muted', className: 'g' })}>{why}</p>
      <p {...look({ text: 'muted', className: 'g nl' })}>
        <Isolated>{sender.name}</Isolated>
        {sender.postalAddress.split('\n').map((line) => (
          <span key={line}>
            <br />
            <Isolated>{line}</Isolated>
          </span>
        ))}
      </p>
      {children}
    </Band>
  );
}

/** A touch target 44 pixels high. */
export function FooterLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      {...look({
        text: 'link',
        size: 15,
        css: {
          display: 'inline-block',
          padding: '10px 22px 10px 0',
          lineHeight: '24px',
          textDecoration: 'underline',
        },
      })}
    >
      {children}
    </a>
  );
}
