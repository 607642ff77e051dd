import { hasRightToLeft } from '../../src/shared/clean-text.ts';

/**
 * Keeps right-to-left text from reordering the line around it. Gmail, Outlook and Yahoo drop `bdi`; all but Gmail's
 * mobile page keep `dir`.
 */
export function Isolated({ children }: { children: string }) {
  return hasRightToLeft(children) ? <span dir="auto">{children}</span> : children;
}

/** Attributes that give a paragraph its own direction. */
export function ownDirection(text: string) {
  return hasRightToLeft(text) ? ({ dir: 'auto', style: { textAlign: 'start' } } as const) : {};
}
