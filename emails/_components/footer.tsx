import { type ReactNode, useContext } from 'react';
import { lookLinks } from '../../src/look/shown-look.ts';
import { look } from '../theme.ts';
import { OwnLook, useLook } from './brand.tsx';
import { Band } from './layout.tsx';
import { Isolated, Lines } from './words.tsx';

export interface Sender {
  name: string;
  postalAddress: string;
}

interface FooterProps {
  why: string;
  sender: Sender;
  children?: ReactNode;
}

/** Why the email was sent, by whom, and how to leave; then the owner's own links. */
export function Footer({ why, sender, children }: FooterProps) {
  const ownLook = useContext(OwnLook);
  return (
    <Band padding="18px 32px 36px">
      <p {...look({ text: 'muted', className: 'g' })}>{why}</p>
      {ownLook.footerText !== null && (
        <p {...look({ text: 'muted', className: 'g' })}>
          <Lines>{ownLook.footerText}</Lines>
        </p>
      )}
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
      {lookLinks(ownLook).length > 0 && (
        <div>
          {lookLinks(ownLook).map(({ label, url }) => (
            <FooterLink key={`${label} ${url}`} href={url}>
              {label}
            </FooterLink>
          ))}
        </div>
      )}
    </Band>
  );
}

/** A touch target 44 pixels high. */
export function FooterLink({ href, children }: { href: string; children: string }) {
  const look = useLook();
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
