import { hasRightToLeft } from '../../src/shared/clean-text.ts';

/**
 * A text within a line: one that runs from right to left reorders nothing around it. Gmail, Outlook and Yahoo drop `bdi`,
 * which would say the same; all but Gmail's mobile page keep `dir`.
 */
export function Isolated({ children }: { children: string }) {
  return hasRightToLeft(children) ? <span dir="auto">{children}</span> : children;
}

/** The attributes by which a paragraph runs in its own direction. */
export function ownDirection(text: string) {
  return hasRightToLeft(text) ? ({ dir: 'auto', style: { textAlign: 'start' } } as const) : {};
}
