import { WIDTH } from '../theme.ts';

/**
 * A table for Word alone, which ignores `max-width`: it limits the column's width. React cannot write conditional
 * comments, so elements used for nothing else mark the places until the page is rendered. Content cannot forge an
 * element.
 */
export function GhostTable({ edge }: { edge: 'start' | 'end' }) {
  return <wbr className={PLACES[edge]} />;
}

const PLACES = { start: 'mso-start', end: 'mso-end' } as const;

const START = `<table role="presentation" width="${WIDTH}" align="center" cellpadding="0" cellspacing="0"><tr><td>`;
const END = '</td></tr></table>';

export function withGhostTable(html: string): string {
  return html
    .replace(`<wbr class="${PLACES.start}"/>`, `<!--[if mso]>${START}<![endif]-->`)
    .replace(`<wbr class="${PLACES.end}"/>`, `<!--[if mso]>${END}<![endif]-->`);
}
