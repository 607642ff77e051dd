import type { CSSProperties } from 'react';

/** The most that an inbox shows beside a subject, in UTF-16 code units. */
const MAX_SHOWN_LENGTH = 250;

/** Invisible, but takes up a character: a space, and marks that keep it from collapsing. */
const FILLER = '\u00a0\u200c\u034f';

// Word ignores `display` on a div, but knows `mso-hide`.
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
 * The line that an inbox shows beside the subject, padded so that the email's first words do not follow it. Repeats
 * what the email says: hidden text that differs is a sign of spam.
 */
export function Preheader({ text }: { text: string }) {
  return (
    <div style={HIDDEN}>
      {text}
      {FILLER.repeat(Math.max(0, MAX_SHOWN_LENGTH - text.length))}
    </div>
  );
}
