import { html } from 'hono/html';
import { withoutBidiControls } from '../../clean-text.ts';
import type { Markup } from '../pages/page.ts';

const LINK = /(https?:\/\/[^\s<>"]+)/;
const END_OF_SENTENCE = /[.,;:!?)\]]+$/;

/** A plain text whose addresses can be followed, in a tab of their own. */
export function linkedText(text: string): Markup {
  const parts = withoutBidiControls(text).split(LINK);
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : link(part)))}`;
}

function link(address: string): Markup {
  const end = END_OF_SENTENCE.exec(address)?.[0] ?? '';
  const target = address.slice(0, address.length - end.length);
  return html`<a href="${target}" target="_blank" rel="noopener noreferrer">${target}</a>${end}`;
}
