import { FRAMED_EMAIL_HEADERS } from '../frame/studio-headers.ts';

/** As {@link FRAMED_EMAIL_HEADERS}, but links open in a new tab, outside the sandbox. */
export const LINKED_EMAIL_HEADERS = {
  ...FRAMED_EMAIL_HEADERS,
  'Content-Security-Policy': FRAMED_EMAIL_HEADERS['Content-Security-Policy'].replace(
    /^sandbox[^;]*/,
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ),
} as const;

/** Before any `<base>` of the email, and after the doctype, which sets the layout mode. */
const DOCUMENT_START = /^(?:\s*<!doctype[^>]*>)?(?:\s|<!--[\s\S]*?-->)*(?:<html[^>]*>)?\s*(?:<head[^>]*>)?/i;

export function openLinksInNewTab(html: string): string {
  return html.replace(DOCUMENT_START, (beginning) => `${beginning}<base target="_blank">`);
}
