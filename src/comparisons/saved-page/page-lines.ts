import { cleanText } from '../../shared/clean-text.ts';
import { toolKey } from '../comparison.ts';

export interface SourceLine {
  text: string;
  number: number;
  role?: 'heading' | 'link' | 'empty';
  /** The number of the quotation element around the line. */
  quotation?: number;
  section?: number;
  /** A page break of a printout precedes the line. */
  afterPage?: boolean;
}

export interface PageLine extends SourceLine {
  /** Normalised for comparison: no case, no invisible characters, single spaces. */
  key: string;
  blanksAbove: number;
  /**
   * How the line continues the one above, on a page with broken lines: in a sentence (`wrapped`), or after one that
   * filled the line above (`full`); `below` if the only sign is a missing blank line; `unclear` if the sentence above
   * has no end.
   */
  joins?: 'wrapped' | 'full' | 'below' | 'unclear';
}

/** More than any saved comparison has. */
export const MAX_LINES = 50_000;

export const HOW_TO_SAVE =
  'Open the page in a browser, wait until it has loaded, save it as “Webpage, Complete” (.html) and import that file';

/** The value, or a sentence about why it could not be read, with a line number. */
export type Parsed<T> = { value: T } | PageProblem;

export interface PageProblem {
  problem: string;
  line?: number;
}

/** Splits lines. A table row of three tab-separated cells becomes three, with `N/A` for an empty one. */
export function textLines(text: string): SourceLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const cells = line.split('\t');
    const texts =
      cells.length === 3 && line.trim() !== '' ? cells.map((cell) => cell.trim() || 'N/A') : [line];
    return texts.map((part) => ({ text: part, number: index + 1 }));
  });
}

/** Cleans lines and drops blank ones and lone separators. Stops just past `MAX_LINES`: enough to refuse the page. */
export function pageLines(lines: readonly SourceLine[]): PageLine[] {
  const found: PageLine[] = [];
  let blanksAbove = 0;
  for (const line of lines) {
    if (found.length > MAX_LINES) break;
    const { text } = line;
    const key = text === '' ? '' : lineKey(text);
    if (key === '') {
      blanksAbove += 1;
      continue;
    }
    if (/^[·•|/]$/.test(key)) continue;
    found.push({ ...line, text: cleanText(text), key, blanksAbove });
    blanksAbove = 0;
  }
  return found;
}

/** Drops format characters, which pages in right-to-left languages put around names. */
export function lineKey(text: string): string {
  return toolKey(text.replace(/\p{Cf}/gu, ''));
}

/** The rest of a sentence is never a label, whatever its words. */
export function continuesSentence({ text, joins }: PageLine): boolean {
  return joins !== undefined && /^\p{Ll}/u.test(text);
}

/** Joins lines into paragraphs with blank lines between them; null if there are none. */
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

/** A space, except after a hyphenated word part and in scripts without spaces. */
function gap(before: string, text: string): string {
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}、。，]$/u;
  if (/\p{L}-$/u.test(before) && /^\p{L}/u.test(text)) return '';
  return unspaced.test(before) &&
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text)
    ? ''
    : ' ';
}

/** A truncated page, which is never imported in part. */
export function cutOff(why: string, line?: PageLine): PageProblem {
  const problem = `The page looks cut off: ${why}. Save the whole page again and import that`;
  return line === undefined ? { problem } : { problem, line: line.number };
}

export function startsParagraph({ joins }: PageLine): boolean {
  return joins !== 'wrapped' && joins !== 'full';
}
