import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { oneLine } from '../shared/clean-text.ts';

export interface EmailLink {
  href: string;
  /** The link's text. */
  words: string;
}

export function linksIn(html: string): EmailLink[] {
  return getElementsByTagName('a', parseDocument(html)).map((link) => ({
    href: link.attribs.href ?? '',
    words: oneLine(textContent(link)),
  }));
}

/** Why a link cannot be opened, in words that follow its URL; null if it can be. */
export function linkProblem({ href }: Pick<EmailLink, 'href'>): string | null {
  if (href.trim() === '') return 'is empty';
  if (!URL.canParse(href)) return 'is not a complete URL';
  const { protocol, hostname } = new URL(href);
  if (protocol === 'mailto:') return null;
  if (protocol !== 'https:' && protocol !== 'http:')
    return `begins with ${protocol}, which mail clients do not open`;
  if (/\s/.test(href)) return 'has a space in it';
  return hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[')
    ? null
    : 'names a host that only your own network knows';
}
