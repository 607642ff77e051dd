import { lineNumbers } from '../../line-numbers.ts';
import { pageFacts } from '../page-facts.ts';
import { HOW_TO_SAVE, type Parsed, type SourceLine } from '../page-lines.ts';
import { htmlLines } from './html-lines.ts';
import { MAX_DEPTH, parseHtml } from './parse-html.ts';

export interface HtmlPage {
  /** Alternative readings of the page's lines, likeliest first. */
  ways: (() => SourceLine[])[];
  /** The document has a start tag but no end tag. */
  unclosed: boolean;
  url?: string;
  publishedAt?: string;
}

/** With so little text, a page is an empty frame. */
const MAX_FRAME = 600;

/**
 * The visible lines of an HTML page, and its URL and date. Labels and figures are often bare `<span>`s that only a
 * stylesheet puts on separate lines, so there is a reading with line breaks there and one without. A page saved before
 * its scripts filled it is refused.
 */
export function readHtml(html: string): Parsed<HtmlPage> {
  const document = parseHtml(html);
  if (document === undefined)
    return { problem: `Its elements are nested more than ${MAX_DEPTH} deep. ${HOW_TO_SAVE}` };
  const lineAt = lineNumbers(html);
  const seen = (spansAreLines: boolean) => htmlLines({ document, lineAt, spansAreLines });
  const { lines, brokeSpans } = seen(true);
  if (isEmptyFrame(html, lines))
    return {
      problem: `The page was saved before it had loaded: it has a script and next to no text. ${HOW_TO_SAVE}`,
    };
  const ways = [() => lines, ...(brokeSpans ? [() => seen(false).lines] : [])];
  const unclosed = /<html[\s>]/i.test(html) && !/<\/html\s*>/i.test(html);
  return { value: { ways, unclosed, ...pageFacts(document) } };
}

function isEmptyFrame(html: string, lines: readonly SourceLine[]): boolean {
  if (lines.length > MAX_FRAME || !/<script[\s>]/i.test(html)) return false;
  const text = lines.map((line) => line.text).join('\n');
  return text.length <= MAX_FRAME && !/panel ship|reviewer scorecard/i.test(text);
}
