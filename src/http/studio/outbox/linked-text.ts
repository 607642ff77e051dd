import { html } from 'hono/html';
import { withoutBidiControls } from '../../../shared/clean-text.ts';
import type { Markup } from '../../pages/page.ts';

const LINK = /(https?:\/\/[^\s<>"]+)/;
const TRAILING_PUNCTUATION = new Set('.,;:!?)]');

/** Plain text with its URLs as links that open in a new tab. */
export function linkedText(text: string): Markup {
  const parts = withoutBidiControls(text).split(LINK);
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : link(part)))}`;
}

function link(url: string): Markup {
  // Not a regular expression, which would take quadratic time on many such marks.
  let end = url.length;
  while (TRAILING_PUNCTUATION.has(url.charAt(end - 1))) end -= 1;
  const target = url.slice(0, end);
  return html`<a href="${target}" target="_blank" rel="noopener noreferrer">${target}</a>${url.slice(end)}`;
}
