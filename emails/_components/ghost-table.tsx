import { WIDTH } from '../theme.ts';

/**
 * A table that exists in Word alone, which knows no `max-width`: it keeps the column as wide as elsewhere. React writes
 * no conditional comments, so elements that nothing else uses hold their places until the page is text. Content cannot
 * forge an element.
 */
export function GhostTable({ edge }: { edge: 'start' | 'end' }) {
  return <wbr className={PLACES[edge]} />;
}

const PLACES = { start: 'mso-start', end: 'mso-end' } as const;

const START = `<table role="presentation" width="${WIDTH}" align="center" cellpadding="0" cellspacing="0"><tr><td>`;
const END = '</td></tr></table>';

/** The page with its ghost table. */
export function withGhostTable(html: string): string {
  return html
    .replace(`<wbr class="${PLACES.start}"/>`, `<!--[if mso]>${START}<![endif]-->`)
    .replace(`<wbr class="${PLACES.end}"/>`, `<!--[if mso]>${END}<![endif]-->`);
}
