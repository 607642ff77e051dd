import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { oneLine } from '../shared/clean-text.ts';

/** A link as it stands in a mail. */
export interface EmailLink {
  href: string;
  /** What stands on it. */
  words: string;
}

/** The links of a mail's HTML, in their order. */
export function linksIn(html: string): EmailLink[] {
  return getElementsByTagName('a', parseDocument(html)).map((link) => ({
    href: link.attribs.href ?? '',
    words: oneLine(textContent(link)),
  }));
}

/** What keeps everybody from opening a link, in words that go on after its address; null where nothing does. */
export function linkProblem({ href }: Pick<EmailLink, 'href'>): string | null {
  if (href.trim() === '') return 'is empty';
  if (!URL.canParse(href)) return 'is no whole address';
  const { protocol, hostname } = new URL(href);
  if (protocol === 'mailto:') return null;
  if (protocol !== 'https:' && protocol !== 'http:')
    return `begins with ${protocol}, which mail clients do not open`;
  if (/\s/.test(href)) return 'has a space in it';
  return hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[')
    ? null
    : 'names a host that only your own network knows';
}
