import { type PageLine, paragraphs } from './page-lines.ts';

/** A text of one or several lines that the page shows in quotation marks, or a line without them. */
export interface QuotedText {
  line: PageLine;
  text: string;
  /** `open` where the closing mark is missing; `loose` where the marks inside do not add up. */
  marks: 'closed' | 'loose' | 'open' | 'none';
}

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '"': '"', '«': '»', '„': '“' };
const EDGE = '[\\s\\u200b\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*';
const OPENING_MARK = new RegExp(`^${EDGE}([“"«„])${EDGE}`);
const CLOSING_MARK = new RegExp(`${EDGE}([”"»“])${EDGE}$`);

/** The lines as texts: a text in quotation marks goes on until its own mark closes, whatever is quoted inside it. */
export function quotedTexts(lines: readonly PageLine[]): QuotedText[] {
  const texts: QuotedText[] = [];
  let at = 0;
  for (let line = lines[0]; line !== undefined; line = lines[at]) {
    const { length, marks } = extent(lines.slice(at));
    texts.push({ line, marks, text: bare(lines.slice(at, at + length), marks) });
    at += length;
  }
  return texts;
}

type Extent = Pick<QuotedText, 'marks'> & { length: number };

function extent(lines: readonly PageLine[]): Extent {
  const opening = openingOf(lines[0]);
  if (opening === undefined) return { length: 1, marks: 'none' };
  const balanced = balancedEnd(lines, opening);
  if (balanced === 'inner') return { length: 1, marks: 'none' };
  if (balanced !== undefined) return { length: balanced + 1, marks: 'closed' };
  const loose = lines.findIndex(
    (line, index) =>
      (index > 0 || line.text.length > 1) && CLOSING_MARK.test(line.text) && startsAnew(lines[index + 1]),
  );
  return loose === -1 ? { length: lines.length, marks: 'open' } : { length: loose + 1, marks: 'loose' };
}

/** The line where the first mark is closed; `inner` where it only quotes some words at the start of the first line. */
function balancedEnd(lines: readonly PageLine[], opening: string): number | 'inner' | undefined {
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    const early = closedEarly(line.text, opening, depth);
    depth = early.depth;
    if (depth <= 0 && closes(line, opening))
      return index === 0 && early.before && depth === 0 ? 'inner' : index;
    if (depth <= 0) return index === 0 ? 'inner' : undefined;
  }
  return undefined;
}

/** The depth of quotation after a line, and whether it came down to nothing before the line's last mark. */
function closedEarly(text: string, opening: string, start: number): { depth: number; before: boolean } {
  const closing = CLOSING[opening];
  if (opening === closing) return { depth: (start + text.split(opening).length - 1) % 2, before: false };
  let depth = start;
  let before = false;
  const marks = [...text].filter((character) => character === opening || character === closing);
  for (const [index, mark] of marks.entries()) {
    depth += mark === opening ? 1 : -1;
    if (depth <= 0 && index < marks.length - 1) before = true;
  }
  return { depth, before };
}

/** Whether a line begins a text in quotation marks. */
export function opensQuotation(line: PageLine | undefined): boolean {
  return openingOf(line) !== undefined;
}

function openingOf(line: PageLine | undefined): string | undefined {
  return OPENING_MARK.exec(line?.text ?? '')?.[1];
}

function closes(line: PageLine, opening: string): boolean {
  return CLOSING_MARK.exec(line.text)?.[1] === CLOSING[opening];
}

function startsAnew(line: PageLine | undefined): boolean {
  return line === undefined || opensQuotation(line);
}

function bare(lines: readonly PageLine[], marks: QuotedText['marks']): string {
  if (marks === 'none') return paragraphs(lines) ?? '';
  const opened = lines.map((line, index) => {
    const goesOn = index > 0 && marks === 'loose' && !CLOSING_MARK.test(lines[index - 1]?.text ?? '');
    return { ...line, text: index === 0 || goesOn ? line.text.replace(OPENING_MARK, '') : line.text };
  });
  const last = opened.at(-1);
  if (last !== undefined && marks !== 'open') last.text = last.text.replace(CLOSING_MARK, '');
  return (paragraphs(opened) ?? '').trim();
}
