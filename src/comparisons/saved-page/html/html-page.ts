import { lineNumbers } from '../../line-numbers.ts';
import { pageFacts } from '../page-facts.ts';
import { HOW_TO_SAVE, type Parsed, type SourceLine } from '../page-lines.ts';
import { htmlLines } from './html-lines.ts';
import { MAX_DEPTH, parseHtml } from './parse-html.ts';

export interface HtmlPage {
  /** Ways to see the page's lines, the likeliest first. */
  ways: (() => SourceLine[])[];
  /** Whether the document begins but does not end. */
  unclosed: boolean;
  url?: string;
  publishedAt?: string;
}

/** So few characters are a page's frame, without its content. */
const MAX_FRAME = 600;

/**
 * The visible lines of an HTML page, and the address and date that it states. Labels and figures are often bare
 * `<span>`s that only a stylesheet puts on lines of their own, so the lines are offered with a break there
 * and without. A page that a script had not filled yet when it was saved is refused.
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

/** Whether nothing of a comparison is there yet, in a page that scripts fill. */
function isEmptyFrame(html: string, lines: readonly SourceLine[]): boolean {
  if (lines.length > MAX_FRAME || !/<script[\s>]/i.test(html)) return false;
  const text = lines.map((line) => line.text).join('\n');
  return text.length <= MAX_FRAME && !/panel ship|reviewer scorecard/i.test(text);
}
