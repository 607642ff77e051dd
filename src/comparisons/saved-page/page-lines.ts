import { cleanText } from '../../shared/clean-text.ts';
import { toolKey } from '../comparison.ts';

/** A line of text and where in its file it begins, counted from 1. */
export interface SourceLine {
  text: string;
  number: number;
  /** What HTML or Markdown says that the line is. */
  role?: 'heading' | 'link' | 'empty';
  /** The number of the quotation that the line belongs to, where the page marks quotations by elements. */
  quotation?: number;
  /** The number of the part of an HTML page that the line stands in. */
  section?: number;
  /** Whether a printed page ended above the line. */
  afterPage?: boolean;
}

/** A line of a page that says something. */
export interface PageLine extends SourceLine {
  /** What it is compared by: no case, no invisible marks, single spaces. */
  key: string;
  /** How many blank lines stand above it. */
  blanks: number;
  /**
   * How the line goes on with the one above, on a page that breaks its lines: in a sentence, or after one that filled
   * the line above; `below` where nothing but a missing blank line tells. `unclear` where the sentence above has no end.
   */
  joins?: 'wrapped' | 'full' | 'below' | 'unclear';
}

/** No saved page of a comparison has so many lines that say something. */
export const MAX_LINES = 50_000;

/** How to get a file that can be read. */
export const HOW_TO_SAVE =
  'Open the page in a browser, wait until it has loaded, save it as “Webpage, Complete” (.html) and import that file';

/** What was read, or why it could not be: a sentence and the line of the page that it is about. */
export type Parsed<T> = { value: T } | PageProblem;

export interface PageProblem {
  problem: string;
  line?: number;
}

/**
 * The lines of a text. A line of three cells that tabs divide, as a browser copies a row of a table, becomes three
 * lines; an empty cell among them becomes `N/A`.
 */
export function textLines(text: string): SourceLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const cells = line.split('\t');
    const texts =
      cells.length === 3 && line.trim() !== '' ? cells.map((cell) => cell.trim() || 'N/A') : [line];
    return texts.map((part) => ({ text: part, number: index + 1 }));
  });
}

/**
 * The lines that say something, cleaned; a mark that divides two figures says nothing. No page has more than
 * `MAX_LINES`, so that one line beyond them is enough to refuse it.
 */
export function pageLines(lines: readonly SourceLine[]): PageLine[] {
  const found: PageLine[] = [];
  let blanks = 0;
  for (const line of lines) {
    if (found.length > MAX_LINES) break;
    const { text } = line;
    const key = text === '' ? '' : lineKey(text);
    if (key === '') {
      blanks += 1;
      continue;
    }
    if (/^[·•|/]$/.test(key)) continue;
    found.push({ ...line, text: cleanText(text), key, blanks });
    blanks = 0;
  }
  return found;
}

/** What a line is compared by. Format characters go: a page in a right-to-left language marks its names with them. */
export function lineKey(text: string): string {
  return toolKey(text.replace(/\p{Cf}/gu, ''));
}

/** Whether a line is the rest of a sentence, so that its words are no label, whatever they are. */
export function isRest({ text, joins }: PageLine): boolean {
  return joins !== undefined && /^\p{Ll}/u.test(text);
}

/** The paragraphs as one text, a blank line between them, with the lines of each put together; null where there are none. */
export function paragraphs(lines: readonly PageLine[]): string | null {
  const [first, ...others] = lines;
  if (first === undefined) return null;
  const parts = [first.text];
  for (const [index, { text, joins }] of others.entries()) {
    const before = lines[index]?.text ?? '';
    const apart = joins === undefined || joins === 'unclear';
    parts.push(apart ? '\n\n' : gap(before, text), text);
  }
  return parts.join('');
}

/** Words are divided by a space, except behind their own hyphen and in scripts that have none. */
function gap(before: string, text: string): string {
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}、。，]$/u;
  if (/\p{L}-$/u.test(before) && /^\p{L}/u.test(text)) return '';
  return unspaced.test(before) &&
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text)
    ? ''
    : ' ';
}

/** A page that ends before its content does. It is never imported half. */
export function cutOff(why: string, line?: PageLine): PageProblem {
  const problem = `The page looks cut off: ${why}. Save the whole page again and import that`;
  return line === undefined ? { problem } : { problem, line: line.number };
}

/** Whether a line begins a paragraph, and does not go on with the one above. */
export function isApart({ joins }: PageLine): boolean {
  return joins !== 'wrapped' && joins !== 'full';
}
