import { FRAMED_MAIL } from '../frame/studio-headers.ts';

/** As {@link FRAMED_MAIL}, and what is linked opens in a tab of its own, outside the sandbox. */
export const OPEN_LINKS_FRAMED = {
  ...FRAMED_MAIL,
  'Content-Security-Policy': FRAMED_MAIL['Content-Security-Policy'].replace(
    /^sandbox[^;]*/,
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ),
} as const;

/** Before anything that could say otherwise, and after what decides how the page is laid out. */
const BEGINNING = /^(?:\s*<!doctype[^>]*>)?(?:\s|<!--[\s\S]*?-->)*(?:<html[^>]*>)?\s*(?:<head[^>]*>)?/i;

/** The HTML of a mail, with its links opening in a new tab. */
export function framedMail(html: string): string {
  return html.replace(BEGINNING, (beginning) => `${beginning}<base target="_blank">`);
}
