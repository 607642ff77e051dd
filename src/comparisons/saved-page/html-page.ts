import { parseDocument } from 'htmlparser2';
import { lineNumbers } from '../line-numbers.ts';
import { htmlLines } from './html-lines.ts';
import { pageFacts } from './page-facts.ts';
import type { SourceLine } from './page-lines.ts';

export interface HtmlPage {
  /** Ways to see the page's lines, the likeliest first. */
  ways: (() => SourceLine[])[];
  /** Whether the document begins but does not end. */
  unclosed: boolean;
  url?: string;
  publishedAt?: string;
}

/**
 * The visible lines of an HTML page, and the address and date that it states. Labels and figures are often bare
 * `<span>`s that only a stylesheet puts on lines of their own, so the lines are offered with a break there
 * and without.
 */
export function readHtml(html: string): HtmlPage {
  const document = parseDocument(html, { withStartIndices: true });
  const lineAt = lineNumbers(html);
  const ways = [true, false].map((spansAreLines) => () => htmlLines({ document, lineAt, spansAreLines }));
  const unclosed = /<html[\s>]/i.test(html) && !/<\/html\s*>/i.test(html);
  return { ways, unclosed, ...pageFacts(document) };
}
