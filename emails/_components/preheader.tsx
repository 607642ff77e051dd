import type { CSSProperties } from 'react';

/** The longest line that an inbox shows beside a subject, in characters. */
const MAX_SHOWN_LENGTH = 150;

/** Looks like nothing and takes the place of a character: a space, and marks that keep it from being folded. */
const FILLER = '\u00a0\u200c\u034f';

// `mso-hide` is Word's, which knows no `display` on a div.
const HIDDEN = {
  display: 'none',
  overflow: 'hidden',
  lineHeight: '1px',
  maxHeight: 0,
  maxWidth: 0,
  opacity: 0,
  msoHide: 'all',
} as CSSProperties;

/**
 * The line that an inbox shows beside the subject, filled up so that the mail's first words do not run into it. It says
 * nothing that the mail does not: a hidden text that differs is a mark of spam.
 */
export function Preheader({ text }: { text: string }) {
  return (
    <div style={HIDDEN}>
      {text}
      {FILLER.repeat(Math.max(0, MAX_SHOWN_LENGTH - text.length))}
    </div>
  );
}
