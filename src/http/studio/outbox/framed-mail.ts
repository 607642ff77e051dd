import { FRAMED_EMAIL_HEADERS } from '../frame/studio-headers.ts';

/** As {@link FRAMED_EMAIL_HEADERS}, and what is linked opens in a tab of its own, outside the sandbox. */
export const LINKED_EMAIL_HEADERS = {
  ...FRAMED_EMAIL_HEADERS,
  'Content-Security-Policy': FRAMED_EMAIL_HEADERS['Content-Security-Policy'].replace(
    /^sandbox[^;]*/,
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ),
} as const;

/** Before anything that could say otherwise, and after what decides how the page is laid out. */
const DOCUMENT_START = /^(?:\s*<!doctype[^>]*>)?(?:\s|<!--[\s\S]*?-->)*(?:<html[^>]*>)?\s*(?:<head[^>]*>)?/i;

/** The HTML of a mail, with its links opening in a new tab. */
export function openLinksInNewTab(html: string): string {
  return html.replace(DOCUMENT_START, (beginning) => `${beginning}<base target="_blank">`);
}
