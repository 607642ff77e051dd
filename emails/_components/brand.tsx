import { createContext, type ReactNode, useContext } from 'react';
import { DEFAULT_SHOWN_LOOK, type ShownLook } from '../../src/look/shown-look.ts';
import { coloursWith, type ElementStyle, look } from '../theme.ts';

/** The look of the email that is rendered. */
export const OwnLook = createContext<ShownLook>(DEFAULT_SHOWN_LOOK);

/** Styles elements as {@link look} does, with the owner's colours. */
export function useLook(): typeof look {
  const colours = coloursWith(useContext(OwnLook).colours);
  return (style: ElementStyle) => look(style, colours);
}

/** A link within a text. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  const look = useLook();
  return (
    <a href={href} {...look({ text: 'link', css: { textDecoration: 'underline' } })}>
      {children}
    </a>
  );
}
